"""Tables of targets into a programme: values, results and days, and nothing written twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sauro.domains.indicators.models import Indicator
from sauro.domains.programmes import annexes
from sauro.domains.programmes.models import Target, TargetMilestone, TargetReading
from sauro.domains.programmes.planfile.tests import target_layouts as layouts
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import plans
from sauro.engines.history.models import Event
from sauro.engines.office.tests.building import word

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(programme, department, other_department, commune, monitor, at):
    def loaded(table, *, when=at, titles=(), accept=True):
        staging = plans.stage_file(
            programme=programme, data=word(*titles, table), file_name="a.docx", by=monitor, at=when
        )
        if accept:
            plans.accept_staging(staging=staging, by=monitor, at=when, source="a.docx")
        return staging.report

    return loaded


@pytest.fixture
def after(at):
    """A day on which the results of the middle of the year are known."""
    return at.replace(year=2025, month=7, day=15)


def changed(table, row, col, text):
    """The table with another text in one cell."""
    lines = [list(line) for line in table]
    lines[row][col] = text
    return lines


@pytest.mark.parametrize("name", layouts.NAMES)
def test_the_same_table_again_writes_nothing(load, after, name):
    table = getattr(layouts, name)
    load(table, when=after)
    before = (Event.objects.count(), TargetReading.objects.count(), Indicator.objects.count())
    versions = list(Target.objects.values_list("pk", "version"))
    report = load(table, when=after + timedelta(days=1))
    assert {row.action for row in report.rows} == {"unchanged"}, [r.changes for r in report.rows]
    assert before == (
        Event.objects.count(), TargetReading.objects.count(), Indicator.objects.count()
    )  # fmt: skip
    assert versions == list(Target.objects.values_list("pk", "version"))


@pytest.mark.parametrize("file_format", annexes.FORMATS)
@pytest.mark.parametrize("name", layouts.NAMES)
def test_a_programme_of_targets_reads_back_without_a_change(
    load, programme, monitor, after, name, file_format
):
    load(getattr(layouts, name), when=after)
    data = annexes.write(
        programme=programme, user=monitor, kind="targets", file_format=file_format, year=2025
    )
    found = plans.stage_file(
        programme=programme, data=data, file_name=f"a.{file_format}", by=monitor, at=after
    )
    told = [(row.title, row.action, row.changes) for row in found.report.rows]
    assert {action for _title, action, _changes in told} == {"unchanged"}, told
    assert len(told) == Target.objects.count()
    assert not found.report.errors


def test_a_changed_value_shows_and_writes_only_itself(load, after):
    load(layouts.TWO_LEVELS, when=after)
    table = changed(layouts.TWO_LEVELS, 4, 4, "không thấp hơn 4")
    report = load(table, when=after)
    (row,) = [row for row in report.rows if row.action == "updated"]
    assert {name: (old, new) for name, old, new in row.changes} == {
        "low": ("3", "4"),
        "wording": ("không thấp hơn 3", "không thấp hơn 4"),
        "milestones": (
            "2025: 2 - 2,5; 2030: không thấp hơn 3",
            "2025: 2 - 2,5; 2030: không thấp hơn 4",
        ),
    }
    target = Target.objects.get(number="1")
    assert (target.comparator, target.low, target.version) == ("ge", Decimal(4), 2)
    assert TargetMilestone.objects.get(target=target, year=2030).low == Decimal(4)
    assert [row.action for row in report.rows].count("unchanged") == 2


def test_results_become_readings_and_the_scoreboard_is_right(load, programme, monitor, after):
    load(layouts.RESULTS, when=after)
    readings = {
        reading.target.number: (reading.on, reading.value, reading.met, reading.measurable)
        for reading in TargetReading.objects.select_related("target")
    }
    day = date(2025, 6, 30)
    assert readings == {
        "1": (day, Decimal("13.8"), None, True),
        "2": (day, Decimal("1.5"), None, True),
        "3": (day, None, True, True),
        "4": (day, None, None, False),
        "5": (day, Decimal(100), None, True),
        "6": (day, Decimal(85), None, True),
    }
    assert set(TargetReading.objects.values_list("source", flat=True)) == {"a.docx"}
    standings = target_selectors.targets_as_of(
        targets=programme.targets.all(), as_of=AsOf(after.date(), after.date(), 7)
    )
    score = target_selectors.score_of(standings=standings)
    assert (score.reached, score.total) == (4, 6)
    assert score.counts["not_measurable"] == 1
    assert score.counts["exceeded"] == 1
    assert Target.objects.get(number="3").due_on == date(2025, 9, 30)


def test_a_new_result_of_the_same_day_is_shown_as_a_change(load, after):
    load(layouts.RESULTS, when=after)
    report = load(changed(layouts.RESULTS, 1, 3, "15,2%"), when=after)
    (row,) = [row for row in report.rows if row.action == "updated"]
    assert row.changes == [
        ("readings", "30/06/2025: 13,8%; Chưa đạt", "30/06/2025: 15,2%; Chưa đạt")
    ]
    assert TargetReading.objects.filter(target__number="1").count() == 2
    again = load(layouts.RESULTS, when=after)
    assert {row.action for row in again.rows} == {"unchanged"}


def test_a_result_of_a_day_to_come_is_left_out_and_told(load, at):
    report = load(layouts.RESULTS, when=at.replace(year=2025, month=6, day=1))
    assert not TargetReading.objects.exists()
    assert [note.code for row in report.rows for note in row.notes].count("result_in_future") == 6


def test_lower_is_better_is_kept_with_the_indicator(load, after):
    load(layouts.YEARS, when=after)
    ways = dict(Target.objects.values_list("number", "indicator__direction"))
    assert ways == {"1": "up", "2": "up", "3": "down", "4": "down"}


def test_parts_of_the_same_name_have_indicators_of_their_own(load, after):
    load(layouts.NESTED, when=after)
    names = set(Target.objects.filter(title="Cấp xã").values_list("indicator__name", flat=True))
    assert names == {"Tỷ lệ hồ sơ trực tuyến - Cấp xã", "Số hóa kết quả giải quyết - Cấp xã"}


def test_a_year_nobody_wrote_leaves_the_one_on_record_alone(load, programme, monitor, after):
    table = [["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"], ["1", "Kinh tế số", "30%", "Sở KH&CN"]]
    programme.ends_on = date(2030, 12, 31)
    programme.save(update_fields=["ends_on"])
    load(table, when=after)
    target = Target.objects.get()
    assert (target.year, target.due_on) == (2030, date(2030, 12, 31))
    for year, due_on in ((2028, date(2028, 6, 30)), (None, None)):
        Target.objects.update(year=year, due_on=due_on)
        report = load(table, when=after)
        assert [row.action for row in report.rows] == ["unchanged"]
    target.refresh_from_db()
    assert (target.year, target.due_on) == (None, None)


def test_the_indicator_a_person_chose_stays_when_a_value_changes(load, after, programme):
    load(layouts.ROMAN_TARGETS, when=after)
    target = Target.objects.get(number="I")
    other = Indicator.objects.create(
        owner=programme.owner, code="GRDP", name="GRDP", folded="grdp", unit="%"
    )
    Target.objects.filter(pk=target.pk).update(indicator=other)
    load(changed(layouts.ROMAN_TARGETS, 1, 3, "11"), when=after)
    target.refresh_from_db()
    assert (target.low, target.indicator) == (Decimal(11), other)


def test_the_preview_says_how_each_target_was_understood(load, after):
    report = load(layouts.RESULTS, when=after, accept=False)
    first = report.rows[0]
    assert dict(first.facts)["readings"] == "30/06/2025: 13,8%; Chưa đạt"
    assert "60 %" in dict(first.facts)["understood"]
    assert not Target.objects.exists()
    falling = load(layouts.YEARS, when=after, accept=False).rows[2]
    assert {"direction", "milestones"} <= set(dict(falling.facts))
