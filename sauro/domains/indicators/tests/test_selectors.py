"""Figures as they are read: by whom, as of when, with how many of how many units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conftest import give, make_org, make_user
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.selectors import figures, forms, visibility, work
from sauro.domains.indicators.services import correcting, deciding
from sauro.domains.indicators.services import forms as form_services
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    NOW,
    hand_in,
    make_form,
    make_indicator,
    on,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def rate(province, monitor):
    return make_indicator(
        province, monitor, "Tỷ lệ hộ có cáp quang", code="CQ", unit="%", rollup="ratio", factor=100
    )


@pytest.fixture
def form(province, monitor, rate):
    return make_form(province, monitor, rate)


@pytest.fixture
def neighbour(province):
    unit = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    return unit, give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", unit)


def test_a_total_shows_its_terms_and_how_many_units_it_stands_on(
    form, province, commune, commune_clerk, neighbour, rate
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    province.refresh_from_db()
    found = figures.totals_of(indicators=[rate], organisation=province, periods=[MAY, JUNE])
    total = found[rate.pk, JUNE]
    assert (total.value, total.numerator, total.denominator) == (75, 300, 400)
    assert (rate.pk, MAY) not in found
    units = figures.units_of(indicator=rate, root=province, period=JUNE)
    assert [(str(one.organisation), one.value, one.missing) for one in units] == [
        ("UBND xã Đông Hải", 75, False),
        ("UBND xã Đông Tiến", None, True),
    ]
    assert figures.expected_units(indicator=rate, root=province, period=JUNE) == {
        commune.pk,
        neighbour[0].pk,
    }


def test_an_exempt_unit_is_not_counted_as_missing(
    form, province, commune, neighbour, rate, monitor
):
    form_services.exempt(
        indicator=rate, organisation=commune, reason="chưa có hạ tầng", by=monitor, at=NOW
    )
    assert figures.expected_units(indicator=rate, root=province, period=JUNE) == {neighbour[0].pk}


def test_a_unit_without_any_below_it_has_its_own_figure_as_total(
    form, commune, commune_clerk, rate
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    trend = figures.trend_of(indicator=rate, organisation=commune)
    assert [(one.period, one.value) for one in trend] == [(JUNE, 75)]
    assert figures.last_period(indicator=rate, organisation=commune) == JUNE


def test_a_past_day_gives_the_same_answer_after_a_correction(
    form, province, commune, commune_clerk, monitor, rate
):
    done = hand_in(form, commune, commune_clerk, CQ=(300, 400))
    deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    key = {"indicator": rate, "organisation": province, "period": JUNE}
    assert figures.total_as_of(**key, day=date(2025, 6, 9)).value is None
    assert figures.total_as_of(**key, day=date(2025, 6, 30)).value == 75
    correcting.correct_figure(
        indicator=rate,
        organisation=commune,
        period=JUNE,
        value=Decimal(200),
        base=Decimal(400),
        reason="đếm lại",
        by=monitor,
        at=on(date(2025, 8, 1)),
    )
    assert figures.total_as_of(**key, day=date(2025, 6, 30)).value == 75
    assert figures.total_as_of(**key, day=date(2025, 8, 1)).value == 50
    past = figures.history_of(indicator=rate, organisation=commune, period=JUNE)
    assert [(one.amount, one.reason) for one in past] == [(3_000_000, "đếm lại")]


def test_officers_see_their_own_units_and_followers_see_all(
    form, province, commune, commune_clerk, neighbour, rate, monitor, leader, stranger, clerk
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    hand_in(form, *neighbour, CQ=(100, 400))

    def units_for(person):
        within = visibility.visible_units(user=person, indicator=rate)
        found = figures.units_of(indicator=rate, root=province, period=JUNE, within=within)
        return [str(one.organisation) for one in found]

    assert units_for(monitor) == units_for(leader) == ["UBND xã Đông Hải", "UBND xã Đông Tiến"]
    assert units_for(commune_clerk) == ["UBND xã Đông Hải"]
    assert units_for(clerk) == []
    for person, expected in ((monitor, 1), (commune_clerk, 1), (stranger, 0)):
        assert visibility.visible_indicators(user=person).count() == expected
    for person, expected in ((monitor, 2), (commune_clerk, 1), (stranger, 0), (clerk, 0)):
        assert visibility.visible_submissions(user=person).count() == expected


def test_a_draft_is_seen_by_its_unit_alone(form, commune, commune_clerk, monitor, rate):
    done = hand_in(form, commune, commune_clerk, CQ=(300, 400))
    Submission.objects.filter(pk=done.pk).update(state="draft")
    assert visibility.visible_submissions(user=commune_clerk).count() == 1
    assert visibility.visible_submissions(user=monitor).count() == 0


def test_what_is_due_comes_from_the_days_of_the_form(form, commune, commune_clerk, monitor):
    assert [one.period for one in work.due_from(user=commune_clerk, day=TODAY)] == [JUNE]
    assert work.due_from(user=commune_clerk, day=date(2025, 6, 3))[0].period == MAY
    late = work.due_from(user=commune_clerk, day=date(2025, 6, 19))[0]
    assert late.timing.is_late(date(2025, 6, 19))
    assert work.due_from(user=monitor, day=TODAY) == []
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    assert [one.is_done for one in work.due_from(user=commune_clerk, day=TODAY)] == [True]


def test_the_queue_holds_what_the_person_can_decide(
    form, commune, commune_clerk, neighbour, monitor, leader, stranger
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    hand_in(form, *neighbour, CQ=(100, 400))
    assert work.waiting_for(user=monitor).count() == 2
    for person in (leader, stranger, commune_clerk):
        assert work.waiting_for(user=person).count() == 0


def test_completeness_reconciles_with_its_rows(
    form, commune, commune_clerk, neighbour, monitor, stranger
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    table = work.completeness(form=form, user=monitor, day=TODAY, shown=3)
    assert table.periods[-1] == JUNE
    assert table.count(JUNE) == (1, 1, 2)
    assert table.marks[neighbour[0].pk, JUNE].state == "missing"
    assert table.marks[neighbour[0].pk, MAY].late
    own = work.completeness(form=form, user=commune_clerk, day=TODAY, shown=3)
    assert [unit.pk for unit in own.units] == [commune.pk]
    assert work.completeness(form=form, user=stranger, day=TODAY).units == ()


def test_periods_of_a_form_are_its_own(province, monitor, rate):
    form = make_form(province, monitor, rate, code="B7", first_period=JUNE)
    assert not forms.in_use(form=form, period=MAY)
    assert forms.open_periods(form=form, day=date(2025, 6, 3)) == []


def test_a_page_of_figures_costs_the_same_however_many_units_there_are(
    form, province, commune, commune_clerk, rate, django_assert_max_num_queries
):
    hand_in(form, commune, commune_clerk, CQ=(300, 400))
    for n in range(8):
        make_org(f"UBND xã {n}", "commune", f"LV-{n}", province)
    with django_assert_max_num_queries(5):
        assert len(figures.units_of(indicator=rate, root=province, period=JUNE)) == 9
    with django_assert_max_num_queries(2):
        figures.totals_of(indicators=[rate], organisation=province, periods=[MAY, JUNE])
