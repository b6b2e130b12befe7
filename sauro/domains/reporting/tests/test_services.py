"""Closing a period, making reports, writing in them, sending them on."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from sauro.core.errors import NotAllowed, Stale
from sauro.domains.programmes.services import verification
from sauro.domains.programmes.tests.factories import report as hand_in
from sauro.domains.reporting import files
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.selectors import pictures
from sauro.domains.reporting.services import closing, making, sending, writing
from sauro.domains.reporting.services.refusals import PeriodOpen, ReportRefused
from sauro.domains.reporting.tests.conftest import JUNE
from sauro.engines.history.models import Event


def events(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_period_is_closed_once_and_the_picture_is_that_of_its_day(
    final, province, monitor, later
):
    again = closing.close_period(
        owner=province, period=JUNE, soon_days=7, by=monitor, at=later + timedelta(days=3)
    )
    assert again.pk == final.pk
    assert events("reporting.period.closed") == 1
    picture = pictures.picture_in(snapshot=final)
    assert (picture.first.isoformat(), picture.day.isoformat()) == ("2025-05-15", "2025-06-14")
    assert hashlib.sha256(final.text.encode()).hexdigest() == final.sha256
    assert [row.cls for row in picture.tasks] == ["done_on_time", "overdue", "in_time"]


def test_a_period_that_is_not_over_is_not_closed(work, province, monitor, at):
    with pytest.raises(PeriodOpen, match=r"14/06/2025|14/6/2025"):
        closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=at)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "leader", "stranger", "inspector"])
def test_others_do_not_close_a_period(person, request, work, province, later):
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        closing.close_period(owner=province, period=JUNE, soon_days=7, by=by, at=later)


def test_what_happens_after_closing_does_not_change_a_report(
    final, work, province, monitor, second_monitor, clerk, later
):
    order = making.Order("province", province, province)
    made = making.make_report(snapshot=final, order=order, by=monitor, at=later)
    before = {kind: files.written(made, kind).content for kind in ("docx", "pdf", "xlsx", "pptx")}
    claim = hand_in(task=work["late"], by=clerk, at=later, claims=True)
    verification.verify_update(update=claim, by=second_monitor, at=later)
    again = Report.objects.get(pk=made.pk)
    for kind, content in before.items():
        assert files.written(again, kind).content == content, kind
    same = closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=later)
    assert same.sha256 == final.sha256


def test_a_report_asked_for_twice_is_one(period_report, snapshot, province, monitor, at):
    order = making.Order("province", province, province)
    again = making.make_report(snapshot=snapshot, order=order, by=monitor, at=at)
    assert again.pk == period_report.pk
    assert (Report.objects.count(), events("reporting.report.made")) == (1, 1)


def test_an_agency_makes_its_own_report_only(snapshot, department, other_department, clerk, at):
    own = making.make_report(
        snapshot=snapshot, order=making.Order("agency", department, department), by=clerk, at=at
    )
    view = pictures.view_of(report=own)
    assert view.number("tasks.total") == 2
    for order in (
        making.Order("agency", other_department, other_department),
        making.Order("agency", other_department, department),
        making.Order("province", snapshot.owner, snapshot.owner),
    ):
        with pytest.raises(NotAllowed):
            making.make_report(snapshot=snapshot, order=order, by=clerk, at=at)


def test_a_report_is_about_what_its_kind_is_about(snapshot, programme, department, monitor, at):
    for order in (
        making.Order("province", department, department),
        making.Order("programme", department, department),
        making.Order("agency", programme, department),
        making.Order("nothing", department, department),
    ):
        with pytest.raises(ReportRefused):
            making.make_report(snapshot=snapshot, order=order, by=monitor, at=at)


def general(report):
    found = report.sections.get(key="general")
    found.report = report
    return found


def test_what_a_person_wrote_stays_when_figures_move_on(
    period_report, work, province, monitor, second_monitor, clerk, at
):
    section = general(period_report)
    written = writing.write_section(
        section=section,
        wording="Tỉnh đã hoàn thành [[01|tasks.done]] nhiệm vụ, rất đáng mừng.",
        version=section.version,
        by=monitor,
        at=at,
    )
    claim = hand_in(task=work["late"], by=clerk, at=at, claims=True)
    verification.verify_update(update=claim, by=second_monitor, at=at)
    fresh = closing.take_snapshot(owner=province, period=JUNE, soon_days=7, by=monitor, at=at)
    making.refresh_report(report=period_report, snapshot=fresh, by=monitor, at=at)
    moved = general(Report.objects.get(pk=period_report.pk))
    assert moved.written == written.written
    assert moved.is_behind
    with pytest.raises(ReportRefused):
        sending.send_report(report=moved.report, by=monitor, at=at)
    renewed = writing.renew_section(section=moved, version=moved.version, by=monitor, at=at)
    assert renewed.written == "Tỉnh đã hoàn thành [[02|tasks.done]] nhiệm vụ, rất đáng mừng."
    assert not renewed.is_behind
    restored = writing.restore_section(section=renewed, version=renewed.version, by=monitor, at=at)
    assert restored.written == ""
    assert [events(f"reporting.section.{kind}") for kind in ("written", "renewed", "restored")] == [
        1,
        1,
        1,
    ]


def test_a_linked_figure_is_not_changed_by_hand(period_report, monitor, at):
    section = general(period_report)
    for wording in ("[[99|tasks.done]] nhiệm vụ", "[[01|tasks.khong-co]]"):
        with pytest.raises(ReportRefused):
            writing.write_section(
                section=section, wording=wording, version=section.version, by=monitor, at=at
            )


def test_two_people_writing_at_once_do_not_overwrite_each_other(
    period_report, monitor, second_monitor, at
):
    section = general(period_report)
    seen = section.version
    writing.write_section(section=section, wording="Một", version=seen, by=monitor, at=at)
    with pytest.raises(Stale):
        writing.write_section(
            section=section, wording="Hai", version=seen, by=second_monitor, at=at
        )


@pytest.mark.parametrize("person", ["clerk", "leader", "stranger", "inspector"])
def test_others_do_not_write_in_a_report(person, request, period_report, at):
    by = request.getfixturevalue(person)
    section = general(period_report)
    with pytest.raises(NotAllowed):
        writing.write_section(section=section, wording="Tôi", version=section.version, by=by, at=at)


def test_the_same_text_is_sent_on_once(period_report, monitor, at):
    first = sending.send_report(report=period_report, by=monitor, at=at)
    again = sending.send_report(report=period_report, by=monitor, at=at)
    assert first.pk == again.pk
    assert period_report.draft.versions.count() == 1


def test_the_next_report_of_a_kind_has_the_head_and_foot_of_the_last(
    period_report, province, monitor, at
):
    chosen = {
        "place": "Lúa Vàng",
        "addressed_to": "Ban Chỉ đạo",
        "grounds": "Căn cứ Nghị quyết số 57-NQ/TW",
        "on_behalf": "TM. ỦY BAN NHÂN DÂN",
        "authority": "KT. CHỦ TỊCH",
    }
    Report.objects.filter(pk=period_report.pk).update(**chosen)
    draft = period_report.draft
    foot = {
        "signer_position": "PHÓ CHỦ TỊCH",
        "signer_name": "Cao Văn An",
        "recipients": "Như trên",
    }
    type(draft).objects.filter(pk=draft.pk).update(**foot)
    may = closing.take_snapshot(
        owner=province, period=JUNE.previous(), soon_days=7, by=monitor, at=at
    )
    order = making.Order("province", province, province)
    made = making.make_report(snapshot=may, order=order, by=monitor, at=at)
    assert {name: getattr(made, name) for name in chosen} == chosen
    assert {name: getattr(made.draft, name) for name in foot} == foot
