"""Taking newer figures into a report: sections that came since, and two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sauro.domains.programmes.services import verification
from sauro.domains.programmes.tests.factories import report as hand_in
from sauro.domains.reporting.models import Report, ReportSection
from sauro.domains.reporting.sections.building import hash_of
from sauro.domains.reporting.services import closing, making, sending, writing
from sauro.domains.reporting.tests.conftest import JUNE


@pytest.fixture
def taken(province, monitor, at):
    """Newer figures, minutes after those before."""

    def take(minutes=1):
        moment = at + timedelta(minutes=minutes)
        return closing.take_snapshot(
            owner=province, period=JUNE, soon_days=7, by=monitor, at=moment
        )

    return take


def fresh(report):
    return Report.objects.get(pk=report.pk)


def keys(report):
    return [one.key for one in report.sections.all()]


def test_a_report_made_before_a_section_existed_gets_it_in_its_place(
    period_report, taken, monitor, at
):
    whole = keys(period_report)
    period_report.sections.filter(key__in=("corrections", "general")).delete()
    for place, one in enumerate(period_report.sections.all(), 1):
        ReportSection.objects.filter(pk=one.pk).update(position=place)
    making.refresh_report(report=period_report, snapshot=taken(), by=monitor, at=at)
    assert keys(fresh(period_report)) == whole
    assert fresh(period_report).sections.get(key="general").generated
    making.refresh_report(report=period_report, snapshot=taken(2), by=monitor, at=at)
    assert keys(fresh(period_report)) == whole


def test_a_section_that_the_kind_lost_keeps_only_what_a_person_wrote(
    period_report, taken, monitor, at
):
    old = {"chapter": "", "title": "Mục cũ", "generated": [{"block": "paragraph", "runs": []}]}
    for key, said in (("dropped", ""), ("kept", "Tôi viết")):
        ReportSection.objects.create(
            report=period_report,
            key=key,
            position=2,
            generated_hash=hash_of(old["generated"]),
            written=said,
            **({"written_at": at, "written_by": monitor} if said else {}),
            **old,
        )
    making.refresh_report(report=period_report, snapshot=taken(), by=monitor, at=at)
    said = {one.key: one for one in fresh(period_report).sections.all()}
    assert not said["dropped"].has_text
    assert said["kept"].written == "Tôi viết"


def test_of_two_people_who_refresh_at_once_the_older_figures_do_not_win(
    period_report, work, taken, monitor, second_monitor, clerk, at
):
    older = taken()
    claim = hand_in(task=work["late"], by=clerk, at=at, claims=True)
    verification.verify_update(update=claim, by=second_monitor, at=at)
    newer = taken(2)
    making.refresh_report(report=period_report, snapshot=newer, by=monitor, at=at)
    after = making.refresh_report(report=period_report, snapshot=older, by=second_monitor, at=at)
    assert after.snapshot_id == newer.pk
    assert fresh(period_report).snapshot_id == newer.pk


def test_final_figures_are_never_replaced_by_provisional_ones(
    period_report, taken, province, monitor, later
):
    provisional = taken()
    final = closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=later)
    making.refresh_report(report=period_report, snapshot=final, by=monitor, at=later)
    after = making.refresh_report(report=period_report, snapshot=provisional, by=monitor, at=later)
    assert after.snapshot_id == final.pk


def test_a_refresh_that_says_the_same_changes_no_section(period_report, taken, monitor, at):
    versions = list(period_report.sections.values_list("key", "version"))
    making.refresh_report(report=period_report, snapshot=taken(), by=monitor, at=at)
    assert list(fresh(period_report).sections.values_list("key", "version")) == versions


def test_after_a_refresh_a_written_section_that_did_not_change_can_be_sent(
    period_report, taken, monitor, at
):
    section = period_report.sections.get(key="proposals")
    writing.write_section(
        section=section, wording="Không có.", version=section.version, by=monitor, at=at
    )
    making.refresh_report(report=period_report, snapshot=taken(), by=monitor, at=at)
    assert sending.send_report(report=fresh(period_report), by=monitor, at=at).number == 1
