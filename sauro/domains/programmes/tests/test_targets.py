"""Targets and readings: one event a write, the right people only, as of any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.indicators.models import Indicator
from sauro.domains.programmes.models import Target, TargetMilestone, TargetReading
from sauro.domains.programmes.selectors import targets as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import programmes, targets
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import make_programme
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
FIBRE = "Tỷ lệ xã, phường có cáp quang"


def on_day(day, today=None):
    return AsOf(day=day, today=today or day, soon_days=7)


@pytest.fixture
def make(programme, monitor, at):
    def made(title=FIBRE, low=80, by=None, **more):
        more = {"unit": "%", "year": 2025, **more}
        wanted = TargetInput(title=title, low=None if low is None else Decimal(low), **more)
        return targets.create_target(programme=programme, target=wanted, by=by or monitor, at=at)

    return made


@pytest.fixture
def read(monitor, at):
    def added(target, value=None, on=date(2025, 5, 31), by=None, **more):
        value = None if value is None else Decimal(str(value))
        reading = ReadingInput(on=on, source="Báo cáo tháng 5", value=value, **more)
        return targets.add_reading(target=target, reading=reading, by=by or monitor, at=at)

    return added


def events(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_target_is_recorded_once_with_its_indicator(make):
    first, again = make(), make()
    assert first.pk == again.pk
    assert events("programmes.target.created") == 1
    assert events("indicators.indicator.created") == 1


def test_targets_of_one_quantity_share_its_indicator(make):
    one = make(year=2025, indicator_name="Cáp quang đến xã")
    two = make(year=2026, indicator_name="CÁP QUANG ĐẾN XÃ")
    assert one.indicator_id == two.indicator_id
    assert (Indicator.objects.count(), Target.objects.count()) == (1, 2)


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "stranger"])
def test_only_who_manages_sets_targets(make, person, request):
    with pytest.raises(NotAllowed):
        make(by=request.getfixturevalue(person))
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "stranger"])
def test_only_who_verifies_reads_values_in(make, read, person, request):
    target = make()
    with pytest.raises(NotAllowed):
        read(target, 70, by=request.getfixturevalue(person))
    assert not TargetReading.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"low": None}, "low"),
        ({"comparator": "range", "low": 5, "high": Decimal(1)}, "high"),
        ({"comparator": "range", "low": 5}, "high"),
        ({"comparator": "nonsense"}, "comparator"),
        ({"year": 20255}, "year"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(make, wrong, field):
    with pytest.raises(targets.BadTarget) as refused:
        make(**wrong)
    assert refused.value.field == field


def test_a_group_of_another_programme_is_refused(make, province, monitor, at):
    other = make_programme(owner=province, by=monitor, at=at, code="LV-KHAC")
    group = programmes.add_group(
        programme=other, number="I", title="Hạ tầng", kind="targets", by=monitor, at=at
    )
    with pytest.raises(targets.BadTarget) as refused:
        make(group=group)
    assert refused.value.field == "group"


def test_changing_tells_the_second_and_writes_only_what_changed(make, monitor, at):
    target = make()
    wanted = TargetInput(title=FIBRE, low=Decimal(85), unit="%", year=2025)
    changed = targets.change_target(
        target=target, wanted=wanted, by=monitor, at=at, expected_version=1
    )
    assert (changed.low, changed.version) == (Decimal(85), 2)
    event = Event.objects.get(kind="programmes.target.changed")
    assert set(event.after) == {"low"}
    targets.change_target(target=target, wanted=wanted, by=monitor, at=at, expected_version=2)
    assert events("programmes.target.changed") == 1
    with pytest.raises(targets.StaleTarget) as stale:
        targets.change_target(target=target, wanted=wanted, by=monitor, at=at, expected_version=1)
    assert stale.value.current.low == Decimal(85)


def test_a_reading_is_kept_once_and_a_correction_is_another(make, read):
    target = make()
    first, again = read(target, 70), read(target, 70)
    assert first.pk == again.pk
    read(target, 75)
    back = read(target, 70)
    assert back.pk != first.pk
    assert events("programmes.target.reading_added") == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": 5, "on": date(2025, 7, 1)}, "on"),
        ({"value": None}, "value"),
    ],
)
def test_a_reading_that_says_nothing_or_lies_ahead_is_refused(make, read, wrong, field):
    with pytest.raises(targets.BadReading) as refused:
        read(make(), **wrong)
    assert refused.value.field == field


def test_a_reading_needs_its_source(make, monitor, at):
    reading = ReadingInput(on=date(2025, 5, 1), source=" ", value=Decimal(1))
    with pytest.raises(targets.BadReading) as refused:
        targets.add_reading(target=make(), reading=reading, by=monitor, at=at)
    assert refused.value.field == "source"


def test_the_last_reading_up_to_a_day_counts(make, read):
    target = make()
    read(target, 60, on=date(2025, 3, 31))
    read(target, 82, on=date(2025, 5, 31))
    read(target, 84, on=date(2025, 5, 31))

    def then(day):
        return selectors.standing_now(target=target, as_of=on_day(day))

    assert then(date(2025, 3, 30)).status == "no_data"
    assert then(date(2025, 3, 31)).status == "on_track"
    assert then(date(2025, 6, 1)).status == "exceeded"
    assert then(date(2025, 6, 1)).reading.value == 84


def test_not_measurable_yet_is_neither_met_nor_missed(make, read):
    target = make(year=2024)
    read(target, measurable=False, wording="Chưa đến kỳ đánh giá")
    standing = selectors.standing_now(target=target, as_of=on_day(date(2025, 6, 10)))
    assert standing.status == "not_measurable"


def test_the_value_of_the_year_is_what_counts_in_that_year(make, read):
    target = make(low=100, year=2030)
    TargetMilestone.objects.create(target=target, year=2025, comparator="ge", low=60)
    read(target, 62)
    now = selectors.standing_now(target=target, as_of=on_day(date(2025, 6, 10)))
    later = selectors.standing_now(target=target, as_of=on_day(date(2026, 6, 10)))
    assert (now.status, later.status) == ("exceeded", "on_track")
    assert (now.asked.low, later.asked.low) == (60, 100)


def test_seventeen_of_forty_three_are_met_or_exceeded(
    make, read, programme, django_assert_num_queries
):
    for n in range(43):
        target = make(title=f"Chỉ tiêu {n}", low=50)
        if n < 40:
            read(target, 50 + n % 2 if n < 17 else 10)
    found = Target.objects.filter(programme=programme)
    with django_assert_num_queries(2):
        standings = selectors.targets_as_of(targets=found, as_of=on_day(date(2025, 6, 30)))
    score = selectors.score_of(standings=standings)
    assert (score.reached, score.total) == (17, 43)
    assert score.counts["no_data"] == 3
    assert sum(score.counts.values()) == 43


def test_a_past_day_answers_the_same_after_later_readings(make, read, at):
    target = make()
    read(target, 60, on=date(2025, 4, 30))
    past = on_day(date(2025, 5, 1), today=date(2025, 6, 10))
    before = selectors.standing_now(target=target, as_of=past).verdict
    read(target, 99, on=(at - timedelta(days=1)).date())
    assert selectors.standing_now(target=target, as_of=past).verdict == before
