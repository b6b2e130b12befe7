"""Figures corrected after closing: told beside the report and in the next one, never in it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.core import clock
from sauro.domains.indicators.services import correcting
from sauro.domains.indicators.tests import factories as figures
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.reporting import files
from sauro.domains.reporting.models import FeaturedIndicator, Report
from sauro.domains.reporting.rules import picture as pictures_rules
from sauro.domains.reporting.selectors import corrections, pictures
from sauro.domains.reporting.services import closing, making
from sauro.domains.reporting.tests.conftest import JUNE
from sauro.engines import periods

JULY = periods.parse("2025-07")


@pytest.fixture
def learners(province, monitor, commune, commune_clerk):
    """An indicator told in reports, handed in by the commune for June."""
    made = figures.make_indicator(province, monitor, "Số người học", code="HV", whole=True)
    form = figures.make_form(province, monitor, made)
    figures.hand_in(form, commune, commune_clerk, HV="1.200")
    FeaturedIndicator.objects.create(owner=province, indicator=made)
    return made


@pytest.fixture
def target(programme, monitor, at):
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=Decimal(80), unit="%", year=2025)
    made = targets.create_target(programme=programme, target=wanted, by=monitor, at=at)
    read(made, 75, date(2025, 6, 5), monitor, at)
    return made


def read(target, value, on, by, at, source="Cổng dịch vụ công"):
    reading = ReadingInput(on=on, source=source, value=Decimal(value))
    return targets.add_reading(target=target, reading=reading, by=by, at=at)


@pytest.fixture
def closed(learners, target, final):
    return final


def correct(learners, commune, monitor, at, value=1_250, reason="Sót một lớp học"):
    return correcting.correct_figure(
        indicator=learners,
        organisation=commune,
        period=figures.JUNE,
        value=Decimal(value),
        base=None,
        reason=reason,
        by=monitor,
        at=at,
    )


def rows(snapshot):
    return [
        (r.what, r.then, r.now, r.why) for r in corrections.corrections_since(snapshot=snapshot)
    ]


def test_nothing_is_corrected_until_somebody_does(closed):
    assert rows(closed) == []


def test_a_corrected_figure_says_then_now_why_when_and_who(
    closed, learners, commune, monitor, later
):
    correct(learners, commune, monitor, later + timedelta(hours=1))
    [row] = corrections.corrections_since(snapshot=closed)
    assert (row.then, row.now, row.why) == ("1.200 người", "1.250 người", "Sót một lớp học")
    assert (row.on, row.by) == (later.date(), str(monitor))
    assert "tháng 6/2025" in row.what
    assert commune.label in row.what


def test_every_step_is_told_and_a_step_back_too(closed, learners, commune, monitor, later):
    for hours, value in ((1, 1_250), (2, 1_200)):
        correct(learners, commune, monitor, later + timedelta(hours=hours), value)
    told = corrections.corrections_since(snapshot=closed)
    assert [(row.then, row.now) for row in told] == [
        ("1.200 người", "1.250 người"),
        ("1.250 người", "1.200 người"),
    ]


def test_a_confirmation_corrects_nothing(closed, learners, commune, monitor, later):
    from sauro.domains.indicators.models import Observation, Superseded

    now = Observation.objects.get(indicator=learners)
    Superseded.objects.create(
        indicator=learners,
        period=now.period,
        organisation=commune,
        amount=now.amount,
        status=1,
        since=now.since,
        until=later.date(),
        by=monitor,
        at=later + timedelta(hours=1),
    )
    assert rows(closed) == []


def test_what_was_corrected_before_closing_was_never_reported(
    learners, commune, monitor, work, province, at, later
):
    correct(learners, commune, monitor, at + timedelta(days=1))
    made = closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=later)
    assert rows(made) == []


def test_a_later_reading_with_an_earlier_day_is_a_correction(closed, target, monitor, later):
    read(target, 78, date(2025, 6, 10), monitor, later + timedelta(hours=1), "Đối soát lại")
    read(target, 60, date(2025, 5, 1), monitor, later + timedelta(hours=2))  # not the reported one
    read(target, 90, later.date(), monitor, later + timedelta(hours=3))  # of the next period
    [(what, then, now, why)] = rows(closed)
    assert "Hồ sơ trực tuyến" in what
    assert (then, now, why) == ("75%", "78%", "Đối soát lại")


@pytest.fixture
def issued(closed, province, monitor, later):
    order = making.Order("province", province, province)
    return making.make_report(snapshot=closed, order=order, by=monitor, at=later)


def test_the_report_itself_never_changes_and_its_page_tells_the_correction(
    issued, learners, commune, monitor, later, browser_of
):
    kinds = ("docx", "pdf", "xlsx", "pptx")
    before = {kind: files.written(issued, kind).content for kind in kinds}
    browser = browser_of(monitor)
    address = f"/bao-cao/{issued.pk}/"
    assert "Sót một lớp học" not in browser.get(address).content.decode()
    correct(learners, commune, monitor, later + timedelta(hours=1))
    again = Report.objects.get(pk=issued.pk)
    assert {kind: files.written(again, kind).content for kind in kinds} == before
    page = browser.get(address).content.decode()
    for words in ("Sót một lớp học", "1.200 người", "1.250 người"):
        assert words in page
    [told] = browser.get(f"/api/v1/reports/{issued.pk}/corrections").json()
    assert told["now"] == "1.250 người"


def test_the_next_report_tells_them_once(
    closed, learners, commune, department, other_department, province, monitor, later, at
):
    correct(learners, commune, monitor, later + timedelta(hours=1))
    day = at + timedelta(days=36)  # 16 July
    july = closing.close_period(owner=province, period=JULY, soon_days=7, by=monitor, at=day)
    made = making.make_report(
        snapshot=july, order=making.Order("province", province, province), by=monitor, at=day
    )
    said = str(made.sections.get(key="corrections").generated)
    assert "Đính chính số liệu đã báo cáo" in said
    assert "1.250 người" in said
    own = making.make_report(
        snapshot=july, order=making.Order("commune", commune, commune), by=monitor, at=day
    )
    assert "1.250 người" in str(own.sections.get(key="corrections").generated)
    other = making.make_report(
        snapshot=july, order=making.Order("agency", department, department), by=monitor, at=day
    )
    assert other.sections.get(key="corrections").generated == []
    august = closing.close_period(
        owner=province,
        period=periods.parse("2025-08"),
        soon_days=7,
        by=monitor,
        at=day + timedelta(days=31),
    )
    assert pictures.picture_in(snapshot=august).corrections == ()


def test_an_old_picture_without_corrections_is_still_read(final):
    text = final.text.replace('"corrections":[],', "")
    assert text != final.text
    assert pictures_rules.from_text(text).corrections == ()


def test_the_list_costs_the_same_for_any_number_of_corrections(
    closed, learners, commune, monitor, later
):
    counts = []
    for hours in (1, 2, 3):
        correct(learners, commune, monitor, later + timedelta(hours=hours), 1_200 + hours)
        with CaptureQueriesContext(connection) as asked:
            corrections.corrections_since(snapshot=closed)
        counts.append(len(asked))
    assert counts[0] == counts[-1] <= 5


def test_a_provisional_report_is_refreshed_instead(
    period_report, learners, commune, monitor, at, browser_of
):
    correct(learners, commune, monitor, at + timedelta(hours=1))
    page = browser_of(monitor).get(f"/bao-cao/{period_report.pk}/").content.decode()
    assert "Sót một lớp học" not in page
    assert clock.day_of(at) == period_report.snapshot.day
