"""The scenes of the present keep their order on whatever day they are loaded."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from sauro.core import clock
from sauro.engines.periods import Calendar
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.present import Scene
from sauro.shell.demonstration.reading import rows_of
from sauro.shell.demonstration.stage import Stage

PROVINCES = ("DN", "HY", "LC", "LD", "BN")
DAYS = [
    date(2026, 7, 15),
    date(2026, 9, 2),  # a holiday
    date(2026, 11, 22),  # a Sunday
    date(2027, 2, 8),  # the third day of Tết
    date(2027, 2, 15),  # soon after Tết
    date(2028, 1, 1),
]


def scenes_on(day: date, hour: int = 7):
    at = timezone.make_aware(datetime(day.year, day.month, day.day, hour, 0))
    stage = Stage(by=None, at=at, calendar=Calendar())
    for province in PROVINCES:
        plan = SimpleNamespace(
            programme=SimpleNamespace(code=province), owner=province, created=date(2026, 1, 15)
        )
        for row in rows_of("current_tasks", province):
            agenda = Agenda(stage)
            scene = Scene(stage, agenda, plan, row)
            scene.plan_steps()
            yield stage, scene, agenda


@pytest.mark.parametrize("day", DAYS)
def test_steps_of_a_scene_follow_each_other_before_the_loading(day):
    for stage, _scene, agenda in scenes_on(day):
        moments = [at for at, _place, _step in agenda.steps]
        assert moments == sorted(set(moments))
        assert moments[-1] <= stage.at


@pytest.mark.parametrize("day", DAYS)
def test_steps_fall_on_working_days(day):
    calendar = Calendar()
    for _stage, _scene, agenda in scenes_on(day):
        assert all(calendar.is_working(clock.day_of(at)) for at, _place, _step in agenda.steps)


@pytest.mark.parametrize("day", DAYS)
def test_what_counts_as_settled_was_handed_in_before_the_last_verification(day):
    for stage, scene, agenda in scenes_on(day):
        if scene.row["scene"] in ("running", "done", "late", "ongoing"):
            last = stage.evening(day - timedelta(days=7))
            assert all(at < last for at, _place, _step in agenda.steps)
