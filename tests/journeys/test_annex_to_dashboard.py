"""A plan arrives as a Word annex; in the end the leader sees a confirmed result."""

from __future__ import annotations

import re

from conftest import NOW
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.engines.office.writing import Column, GroupLine, WordTable, write_docx_tables

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE = "Xây dựng kho dữ liệu dùng chung của tỉnh"


def annex() -> dict[str, object]:
    """Three tasks in two groups; one lead is written under a name that nobody knows."""
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm")
    rows = [
        GroupLine("I", "Hoàn thiện thể chế"),
        ("1", "Ban hành quy chế chia sẻ dữ liệu", "Sở Tài chính", "Quý III/2025", "Quyết định"),
        GroupLine("II", "Phát triển hạ tầng số"),
        ("2", TITLE, "Sở Khoa học và Công nghệ", "30/6/2025", "Kho dữ liệu"),
        ("3", "Bố trí kinh phí vận hành", "Phòng Kinh phí số", "12/2025", "Dự toán"),
    ]
    table = WordTable([Column(title) for title in titles], rows)
    data = write_docx_tables([table], titles=["Phụ lục II", "Danh mục nhiệm vụ"])
    return {"name": "phu-luc-2.docx", "mimeType": WORD, "buffer": data}


def load_annex(page, programme) -> None:
    """Uploads, decides about the unknown name, accepts."""
    page.goto("/nhap-ke-hoach/")
    page.select_option("select[name=programme]", str(programme.pk))
    page.set_input_files("input[type=file]", annex())
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("link", name="Names of agencies").click()
    name = page.get_by_role("row", name=re.compile("Phòng Kinh phí số"))
    name.get_by_role("textbox").fill("Sở Tài chính")
    page.get_by_role("button", name="Match the names again").click()
    assert page.get_by_text("Every name is certain").is_visible()
    page.get_by_role("button", name="Accept", exact=True).click()
    assert "3 created" in page.inner_text("#messages")


def assign_all(page) -> None:
    """Ticks every row of the list; a page counts them before they are assigned."""
    page.goto("/nhiem-vu/")
    page.get_by_label("Select all rows of this page").check()
    page.get_by_role("button", name="Assign").click()
    assert "3 tasks" in page.inner_text(".confirm-count")
    assert Task.objects.filter(state="assigned").count() == 0
    page.get_by_role("button", name="Assign them all").click()
    page.wait_for_selector("#messages")
    assert Task.objects.filter(state="assigned").count() == 3


def report(page, task, percent: int, words: str, *, claims: bool = False) -> None:
    page.goto(f"/nhiem-vu/{task.pk}/cap-nhat/")
    page.get_by_label("Progress in percent").fill(str(percent))
    page.get_by_label("What was done").fill(words)
    if claims:
        page.get_by_label("The task is completed").check()
        proof = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.get_by_label("Evidence files").set_input_files(proof)
    page.get_by_role("button", name="Submit").click()
    assert "handed in" in page.inner_text("#messages")


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


def verify_many(page, n: int) -> None:
    page.goto("/xac-nhan/")
    page.get_by_label("Select all rows of this page").check()
    page.get_by_role("button", name="Verify").click()
    assert str(n) in page.inner_text(".confirm-count")
    page.get_by_role("button", name="Verify them all").click()
    assert page.get_by_role("heading", name=re.compile(rf"^{n} updates? w")).is_visible()


def completed(page, query: str = "") -> str:
    """The figure of completed tasks on the dashboard."""
    page.goto(f"/tong-quan/{query}")
    words = page.locator(".stat", has_text="Completed").inner_text()
    return re.sub(r"\s+", " ", words)


def test_from_the_annex_to_the_dashboard(desk, time, programme, monitor, clerk, leader,
                                         other_department):  # fmt: skip
    watching = desk.sign_in(monitor)
    load_annex(watching, programme)
    assign_all(watching)
    task = Task.objects.get(title=TITLE)

    working = desk.sign_in(clerk)
    working.goto("/viec-cua-toi/")
    assert working.get_by_role("link", name=TITLE).is_visible()
    working.get_by_role("button", name=re.compile("Accept")).click()
    working.wait_for_selector("#messages")
    report(working, task, 40, "Đã khảo sát 12 cơ sở dữ liệu")
    verify_many(watching, 1)
    task.refresh_from_db()
    assert (task.percent, task.state) == (40, "in_progress")

    looking = desk.sign_in(leader)
    before = completed(looking)
    assert "0" in before

    time.pass_by(days=1)
    report(working, task, 100, "Kho dữ liệu đã nghiệm thu", claims=True)
    watching.goto("/xac-nhan/")
    watching.get_by_role("link", name=re.compile(TITLE)).first.click()
    watching.get_by_label("Reason").fill("Thiếu biên bản nghiệm thu có chữ ký")
    watching.get_by_role("button", name="Return").click()
    watching.wait_for_selector("#messages")

    working.goto("/viec-cua-toi/")
    assert working.get_by_text("Thiếu biên bản nghiệm thu có chữ ký").is_visible()
    working.get_by_role("link", name="Correct and submit again").click()
    done = working.get_by_label("What was done")
    assert done.input_value() == "Kho dữ liệu đã nghiệm thu"
    done.fill("Kho dữ liệu đã nghiệm thu, biên bản số 14")
    working.get_by_role("button", name="Submit").click()
    working.wait_for_selector("#messages")

    assert completed(looking) == before
    verify_many(watching, 1)
    task.refresh_from_db()
    assert (task.state, task.completed_on) == ("completed", time.moment.date())
    assert ProgressUpdate.objects.filter(task=task, state="verified").count() == 2

    after = completed(looking)
    assert after != before
    assert "1" in after
    yesterday = completed(looking, f"?as_of={NOW.date().isoformat()}")
    assert yesterday == before
