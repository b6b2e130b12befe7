"""Reports tell the open bottlenecks of their day, with what waits; older pictures stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests.factories import open_one, propose
from sauro.domains.reporting import sections
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.rules import picture as pictures
from sauro.domains.reporting.rules.subject import Subject, SubjectKind
from sauro.domains.reporting.selectors import pictures as stored
from sauro.domains.reporting.services import closing, making, writing
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.domains.reporting.tests.conftest import JUNE
from sauro.domains.reporting.tests.test_saying import (
    AGENCY,
    BLOCKED,
    DAY,
    PICTURE,
    PROVINCE,
    said,
    with_tasks,
)

PROGRAMME = Subject(SubjectKind.PROGRAMME, 7, "Kế hoạch A")
ROW = pictures.BottleneckRow(
    id=9,
    code="ĐN-09",
    title="Chưa có định mức chi.",
    kind="mechanism_policy",
    condition="Bộ ban hành hướng dẫn;",
    level="ministry",
    lifter="Bộ Tài chính",
    responsible=3,
    responsible_name="Sở Tài chính",
    lift_by=date(2025, 7, 31),
    escalated_on=None,
    tasks=(1,),
)


def with_bottlenecks(*rows, tasks=({},)):
    made = tuple(replace(ROW, id=n, **row) for n, row in enumerate(rows, 1))
    return replace(with_tasks(*tasks), bottlenecks=made)


def test_an_open_bottleneck_is_told_with_what_would_lift_it_and_what_waits():
    words = said(sections.obstacles, with_bottlenecks({}))
    assert "có 01 điểm nghẽn chưa được tháo gỡ, 01 nhiệm vụ và 0 chỉ tiêu đang chờ" in words
    assert (
        "ĐN-09 Chưa có định mức chi (cơ chế, chính sách; thẩm quyền tháo gỡ: bộ, ngành Trung "
        "ương, Bộ Tài chính; cơ quan chịu trách nhiệm: Sở Tài chính; thời hạn tháo gỡ: 31/7/2025): "
        "điều kiện tháo gỡ: Bộ ban hành hướng dẫn; 01 nhiệm vụ đang chờ." in words
    )
    late = {"escalated_on": date(2025, 6, 2), "lift_by": DAY - timedelta(days=4)}
    words = said(sections.obstacles, with_bottlenecks(late))
    assert "kiến nghị cấp có thẩm quyền 01 điểm nghẽn, quá thời hạn tháo gỡ 01 điểm nghẽn" in words
    assert "đã kiến nghị cấp có thẩm quyền ngày 02/6/2025; quá thời hạn tháo gỡ 4 ngày." in words


def test_no_open_bottleneck_is_said_too():
    words = said(sections.obstacles, with_bottlenecks())
    assert "không có điểm nghẽn nào chưa được tháo gỡ" in words
    assert "không nêu khó khăn" in words
    words = said(sections.obstacles, with_bottlenecks(tasks=(BLOCKED,)))
    assert "điểm nghẽn" not in words
    assert "Thiếu kinh phí" in words


def test_an_obstacle_is_told_once_when_its_task_waits_for_a_bottleneck():
    tasks = (BLOCKED, {"obstacle": "Thiếu người"})
    words = said(sections.obstacles, with_bottlenecks({}, tasks=tasks))
    assert "Thiếu kinh phí" not in words
    assert "Ngoài các điểm nghẽn nêu trên" in words
    assert "có 01 nhiệm vụ đang gặp khó khăn" in words
    assert "Thiếu người" in words
    words = said(sections.obstacles, with_bottlenecks(tasks=tasks))
    assert "có 02 nhiệm vụ đang gặp khó khăn" in words


def test_a_task_that_is_done_does_not_wait():
    done = {"cls": "done_late", "state": "completed", "completed": DAY}
    assert "chưa được tháo gỡ, 0 nhiệm vụ" in said(
        sections.obstacles, with_bottlenecks({}, tasks=(done,))
    )


def test_a_target_that_is_reached_does_not_wait():
    met, late = (
        pictures.TargetRow(n, 7, None, str(n), "Hồ sơ", 2, "Sở", "%", "80", "", None, status, "x")
        for n, status in ((1, "exceeded"), (2, "missed"))
    )
    picture = replace(with_bottlenecks({"targets": (1, 2)}), targets=(met, late))
    assert "01 nhiệm vụ và 01 chỉ tiêu đang chờ" in said(sections.obstacles, picture)


def test_a_task_given_to_two_agencies_waits_once_for_the_province_and_at_each_of_them():
    part = {"parent": 1, "lead": 3}
    tasks = ({"fanned_out": True, "lead": 1}, {**part, "lead": 2}, part)
    picture = with_bottlenecks({"tasks": (2, 3)}, tasks=tasks)
    for subject in (PROVINCE, PROGRAMME):
        assert "01 nhiệm vụ và 0 chỉ tiêu đang chờ" in said(sections.obstacles, picture, subject)
    own = said(sections.obstacles, picture, AGENCY)
    assert "01 nhiệm vụ và 0 chỉ tiêu đang chờ" in own


def test_who_leads_a_task_given_to_many_does_not_wait_for_what_holds_the_part_of_another():
    tasks = ({"fanned_out": True, "lead": 2}, {"parent": 1, "lead": 3})
    picture = with_bottlenecks({"tasks": (2,), "responsible": 2}, tasks=tasks)
    assert "0 nhiệm vụ và 0 chỉ tiêu đang chờ" in said(sections.obstacles, picture, AGENCY)


def test_only_what_is_above_the_subject_is_asked_of_a_level():
    rows = [{}, {"level": "province", "lifter": ""}, {"level": "government", "condition": ""}]
    words = said(sections.proposals, with_bottlenecks(*rows))
    assert "Kiến nghị bộ, ngành Trung ương xem xét, tháo gỡ 01 điểm nghẽn:" in words
    assert "Kiến nghị Chính phủ xem xét, tháo gỡ 01 điểm nghẽn:" in words
    assert "ĐN-09 Chưa có định mức chi: Bộ ban hành hướng dẫn." in words
    assert "tháo gỡ 01 điểm nghẽn thuộc thẩm quyền của địa phương" in words
    assert "cấp tỉnh" not in words
    own = said(sections.proposals, with_bottlenecks(*rows), AGENCY)
    assert "Kiến nghị cấp tỉnh xem xét, tháo gỡ 01 điểm nghẽn:" in own
    assert "các cơ quan" not in own


def test_a_programme_and_an_agency_tell_what_is_theirs():
    other = {"programme": 8, "lead": 1}
    picture = with_bottlenecks({}, {"tasks": (2,), "title": "Khác"}, tasks=({}, other))
    assert "có 02 điểm nghẽn" in said(sections.obstacles, picture)
    for subject in (PROGRAMME, AGENCY):
        words = said(sections.obstacles, picture, subject)
        assert "có 01 điểm nghẽn" in words
        assert "Khác" not in words
    answers = Subject(SubjectKind.AGENCY, 3, "Sở Tài chính")
    words = said(sections.obstacles, picture, answers)
    assert "có 02 điểm nghẽn chưa được tháo gỡ, 0 nhiệm vụ" in words


def test_a_picture_of_before_keeps_its_bytes_and_its_sentences():
    text = pictures.to_text(with_tasks(BLOCKED))
    assert "bottlenecks" not in json.loads(text)
    again = pictures.from_text(text)
    assert pictures.to_text(again) == text
    assert "Theo cập nhật tiến độ của cơ quan chủ trì" in said(sections.obstacles, again)
    assert "điểm nghẽn" not in said(sections.obstacles, again)
    assert "điểm nghẽn" not in said(sections.proposals, PICTURE)


@pytest.fixture
def register(work, department, clerk, monitor, leader, at):
    """One open and put to a ministry, one only proposed."""
    made = open_one(unit=department, by=monitor, at=at - timedelta(days=2), tasks=[work["late"]])
    lifting.escalate_bottleneck(
        bottleneck=made, level="ministry", name="Bộ Tài chính", by=leader, at=at
    )
    propose(unit=department, by=clerk, at=at, title="Chưa xem xét")
    return made


def test_the_picture_holds_what_was_open_on_the_closing_day(
    register, work, province, department, monitor, leader, later
):
    shown = {"ground": "Có hướng dẫn", "evidence": "Công văn"}
    lifting.lift_bottleneck(bottleneck=register, **shown, by=leader, at=later)
    final = closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=later)
    [row] = stored.picture_in(snapshot=final).bottlenecks
    assert (row.id, row.tasks, row.responsible) == (register.pk, (work["late"].pk,), department.pk)
    assert (row.level, row.lifter) == ("ministry", "Bộ Tài chính")
    july = closing.take_snapshot(
        owner=province, period=JUNE.next(), soon_days=7, by=monitor, at=later
    )
    assert stored.picture_in(snapshot=july).bottlenecks == ()


def test_its_figures_open_the_rows_behind_them(register, period_report, browser_of, monitor):
    browser = browser_of(monitor)
    page = browser.get(f"/bao-cao/{period_report.pk}/").content.decode()
    assert f'href="/diem-nghen/{register.pk}/"' in page
    assert "Chưa xem xét" not in page
    links = set(re.findall(rf'href="(/bao-cao/{period_report.pk}/so-lieu/bottle[^"]+)"', page))
    kinds = {"total", "tasks", "targets", "escalated", "overdue", "level.ministry"}
    assert {link.split("/")[-2] for link in links} == {
        *(f"bottlenecks.{kind}" for kind in kinds),
        f"bottleneck.{register.pk}.tasks",
    }
    for link in links:
        assert browser.get(link).status_code == 200, link
    rows = browser.get(f"/bao-cao/{period_report.pk}/so-lieu/bottlenecks.total/").content.decode()
    assert register.title in rows
    waiting = browser.get(f"/bao-cao/{period_report.pk}/so-lieu/bottlenecks.tasks/")
    assert "Ban hành quy chế dữ liệu" in waiting.content.decode()


@pytest.fixture
def period_report(register, province, monitor, at):
    snapshot = closing.take_snapshot(owner=province, period=JUNE, soon_days=7, by=monitor, at=at)
    order = making.Order("province", province, province)
    return making.make_report(snapshot=snapshot, order=order, by=monitor, at=at)


def test_a_person_may_write_around_the_link_of_a_bottleneck(register, period_report, monitor, at):
    section = period_report.sections.get(key="proposals")
    section.report = Report.objects.get(pk=period_report.pk)
    words = f"Đề nghị sớm tháo gỡ [[ĐN-01|bottleneck.{register.pk}]]."
    given = {"section": section, "version": section.version, "by": monitor, "at": at}
    assert writing.write_section(wording=words, **given).written == words
    section.refresh_from_db()
    section.report = Report.objects.get(pk=period_report.pk)
    with pytest.raises(ReportRefused):
        writing.write_section(
            wording="[[ĐN-01|bottlenecks.none]]", **given | {"version": section.version}
        )
