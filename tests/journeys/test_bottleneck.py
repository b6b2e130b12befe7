"""An obstacle gets a name, an owner and a day, goes to the level that can lift it, and is lifted."""

from __future__ import annotations

import re

from conftest import NOW
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.tests.factories import make_task

WORDS = "Chưa có hướng dẫn của bộ chuyên ngành về chuẩn kết nối"


def test_from_an_obstacle_to_its_lifting(desk, programme, department, clerk, monitor, leader, time):
    task = make_task(programme=programme, lead=department, by=monitor, at=NOW)
    paper = document_factories.document(owner=programme.owner, by=monitor, at=NOW)

    officer = desk.sign_in(clerk)
    officer.goto(f"/nhiem-vu/{task.pk}/cap-nhat/")
    officer.fill("#id_percent", "30")
    officer.fill("#id_done", "Đã khảo sát hiện trạng")
    officer.fill("#id_obstacle", WORDS)
    officer.get_by_role("button", name="Submit").first.click()
    officer.wait_for_url(re.compile(r"/(viec-cua-toi|nhiem-vu)/"))

    time.pass_by(hours=1)
    watcher = desk.sign_in(monitor)
    watcher.goto("/diem-nghen/vuong-mac/")
    assert WORDS in watcher.inner_text("main")
    watcher.get_by_role("button", name="Make one bottleneck").click()
    assert watcher.input_value("#id_title") == WORDS
    assert watcher.input_value("#id_kind") == "mechanism_policy"
    watcher.select_option("#id_authority", "ministry")
    watcher.fill("#id_condition", "Bộ ban hành tiêu chuẩn kết nối")
    watcher.fill("#id_lift_by", "2025-07-31")
    watcher.get_by_role("button", name="Open it now").click()
    watcher.wait_for_url(re.compile(r"/diem-nghen/\d+/$"))
    made = Bottleneck.objects.get()
    assert (made.state, made.responsible, Task.objects.get().blockers) == ("open", department, 1)
    officer.goto(f"/nhiem-vu/{task.pk}/")
    assert "Blocked" in officer.inner_text("main")

    time.pass_by(hours=1)
    chief = desk.sign_in(leader)
    chief.goto("/diem-nghen/")
    chief.get_by_role("link", name=re.compile(WORDS)).click()
    chief.get_by_role("link", name="Put to the competent level").click()
    chief.fill("#id_name", "Bộ Khoa học và Công nghệ")
    chief.fill("#id_due_on", "2025-07-15")
    chief.get_by_role("button", name="Put to the competent level").click()
    chief.wait_for_url(f"**/diem-nghen/{made.pk}/")
    chief.goto("/diem-nghen/cap-tren/")
    assert "Bộ Khoa học và Công nghệ" in chief.inner_text("main")

    time.pass_by(days=2)
    chief.goto(f"/diem-nghen/{made.pk}/thao-go/")
    chief.fill("#id_document", paper.reference)
    chief.get_by_role("button", name="Lift").click()
    chief.wait_for_url(f"**/diem-nghen/{made.pk}/")
    made.refresh_from_db()
    assert (made.state, made.lift_document, Task.objects.get().blockers) == ("lifted", paper, 0)
    officer.goto(f"/nhiem-vu/{task.pk}/")
    text = officer.inner_text("main")
    assert "Blocked" not in text
    assert "Lifted" in text
