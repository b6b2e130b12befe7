"""From a frozen period to an issued report, as the people of a province do it in the browser."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from conftest import NOW, give, make_user
from sauro.domains.documents.models import Document
from sauro.domains.programmes.services import progress
from sauro.domains.programmes.tests.factories import make_task, progress_of
from sauro.domains.reporting.models import Report, ReportSection, Snapshot
from tests import browser as driving

WIDTHS = (1280, 360)
MINE = "Còn một nhiệm vụ quá hạn; đã làm việc với cơ quan chủ trì ngày 09/6/2025."
SAID = "Đề nghị nêu rõ thời gian hoàn thành nhiệm vụ quá hạn."


@pytest.fixture
def records_clerk(province, forgetful):
    return give(make_user("van-thu", "Ngô Thị Thảo"), "records_clerk", province)


@pytest.fixture
def late_task(programme, department, monitor, clerk):
    """A task of the department that fell due in May, with an obstacle."""
    task = make_task(
        programme=programme,
        lead=department,
        by=monitor,
        at=NOW - timedelta(days=40),
        title="Ban hành quy chế dữ liệu",
        due_on=(NOW - timedelta(days=20)).date(),
        deadline_text="",
        deadline_kind="date",
    )
    told = progress_of(40, obstacle="Chờ hướng dẫn của bộ")
    progress.submit_update(task=task, progress=told, by=clerk, at=NOW - timedelta(days=3))
    return task


def looked_at(page):
    """No violation, nothing wider than the window, at both widths."""
    rules = {"runOnly": {"type": "tag", "values": driving.RULES}}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(driving.AXE.read_text(encoding="utf-8"))
        found = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", rules)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], (page.url, width)
        root = "document.documentElement"
        over = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
        assert over <= 0, (page.url, width)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def send(page, action):
    """Presses the button of the form with this address and waits for the page that follows."""
    with page.expect_navigation():
        page.locator(f'form[action$="{action}"] button[type=submit]').first.click()


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()


def made(page):
    """The monitor makes the report of June while the month still runs, and opens a figure."""
    page.goto("/bao-cao/moi/")
    looked_at(page)
    page.select_option("[name=definition]", "province")
    page.fill("[name=containing]", "2025-06-01")
    press(page, "Write the report")
    report = Report.objects.get()
    assert page.url.endswith(f"/bao-cao/{report.pk}/")
    looked_at(page)
    page.locator('a[href$="/so-lieu/tasks.overdue/"]').first.click()
    page.wait_for_url("**/so-lieu/tasks.overdue/")
    assert "Ban hành quy chế dữ liệu" in page.inner_text("main")
    looked_at(page)
    return report


def written(page, report):
    page.goto(f"/bao-cao/{report.pk}/phan/late/")
    looked_at(page)
    page.fill("[name=wording]", MINE)
    press(page, "Save")
    assert MINE in page.inner_text("main")


def closed_and_refreshed(page, report, time):
    """A week later the period is closed; the own text stays, what is generated stands beside it."""
    time.pass_by(days=6)
    page.goto("/bao-cao/ky/")
    looked_at(page)
    with page.expect_navigation():
        page.locator('form:has([name=period][value="2025-06"]) button').click()
    assert Snapshot.objects.filter(is_final=True).count() == 1
    page.goto(f"/bao-cao/{report.pk}/")
    send(page, "/lam-moi/")
    assert MINE in page.inner_text("main")
    page.get_by_role("link", name="Look at the differences").click()
    page.wait_for_url("**/phan/late/")
    looked_at(page)
    press(page, "Save")
    assert not any(one.is_behind for one in ReportSection.objects.all())


def opinion_asked(page, report, department):
    page.goto(f"/bao-cao/{report.pk}/")
    send(page, "/ban-thao/")
    page.wait_for_url("**/van-ban/du-thao/**")
    page.locator("summary", has_text="Ask for opinions").click()
    page.select_option("[name=organisations]", str(department.pk))
    page.fill("[name=due_on]", "2025-06-18")
    press(page, "Ask")
    looked_at(page)


def opinion_given(page, draft):
    page.goto("/van-ban/y-kien/")
    assert f"/van-ban/du-thao/{draft.pk}/" in page.content()
    page.goto(f"/van-ban/du-thao/{draft.pk}/")
    page.fill("[name=text]", SAID)
    press(page, "Send")
    assert SAID in page.inner_text("main")


def decided_and_submitted(page, draft):
    page.goto(f"/van-ban/du-thao/{draft.pk}/")
    page.locator("summary", has_text="Decide").click()
    page.select_option("[name=verdict]", "accepted")
    with page.expect_navigation():
        page.locator("form:has([name=verdict]) button[type=submit]").click()
    press(page, "Submit for approval")


def numbered_and_issued(page, draft):
    page.goto(f"/van-ban/du-thao/{draft.pk}/")
    page.fill("form[action$='/cap-so/'] [name=day]", "2025-06-16")
    press(page, "Give the number")
    page.check("[name=on_paper]")
    press(page, "Record the signature")
    page.fill("[name=day]", "2025-06-16")
    press(page, "Issue")
    looked_at(page)


def downloaded(page, report):
    """The files as the report page offers them; the number stands in the Word file."""
    page.goto(f"/bao-cao/{report.pk}/")
    looked_at(page)
    assert page.locator(f'a[href$="/bao-cao/{report.pk}/phan/late/"]').count() == 0
    found = {
        kind: page.request.get(f"/bao-cao/{report.pk}/tep/{kind}/").body()
        for kind in ("docx", "pdf", "xlsx", "pptx")
    }
    assert found["pdf"].startswith(b"%PDF")
    words = zipfile.ZipFile(io.BytesIO(found["docx"])).read("word/document.xml").decode()
    assert MINE in words
    assert "01/BC-UBND" in words


def test_a_report_goes_from_the_closed_period_into_the_register(
    desk, time, late_task, province, department, monitor, clerk, leader, records_clerk
):
    writing = desk.sign_in(monitor)
    report = made(writing)
    written(writing, report)
    closed_and_refreshed(writing, report, time)
    opinion_asked(writing, report, department)
    draft = Report.objects.get().draft
    opinion_given(desk.sign_in(clerk), draft)
    decided_and_submitted(writing, draft)
    approving = desk.sign_in(leader)
    approving.goto(f"/van-ban/du-thao/{draft.pk}/")
    press(approving, "Approve")
    keeping = desk.sign_in(records_clerk)
    numbered_and_issued(keeping, draft)
    document = Document.objects.get(draft__pk=draft.pk)
    assert (document.number, document.symbol) == ("1", "BC-UBND")
    keeping.goto("/van-ban/")
    assert f"/van-ban/{document.pk}/" in keeping.content()
    downloaded(writing, report)
