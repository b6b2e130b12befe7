"""What happens by the clock: each moment once, late moments once, failures seen and no flood."""

from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.history.models import Event
from sauro.engines.jobs import schedule, selectors
from sauro.engines.jobs.models import Job, Slot
from sauro.engines.jobs.schedule import Entry, latest_moment
from sauro.engines.periods import Calendar

OFTEN = Entry("often", "Often", "often.run", minutes=15)
DAILY = Entry("daily", "Daily", "daily.run", at=time(6, 30), working_days=True)
MINUTE = timedelta(minutes=1)
ran = []


def moment(day, hour, minute=0):
    return datetime(2025, 6, day, hour, minute, tzinfo=timezone.get_current_timezone())


def latest(entry, now):
    return latest_moment(entry, now=now, is_working=Calendar().is_working)


@pytest.mark.parametrize(
    ("entry", "now", "found"),
    [
        (OFTEN, moment(10, 9, 14), moment(10, 9)),
        (OFTEN, moment(10, 9, 15), moment(10, 9, 15)),
        (OFTEN, moment(10, 0, 3), moment(10, 0)),
        (DAILY, moment(10, 6, 30), moment(10, 6, 30)),
        (DAILY, moment(10, 6, 29), moment(9, 6, 30)),
        (DAILY, moment(16, 6, 0), moment(13, 6, 30)),  # Monday before the hour: Friday
        (DAILY, moment(15, 12), moment(13, 6, 30)),  # Sunday
    ],
)
def test_the_last_moment_that_has_come(entry, now, found):
    assert latest(entry, now) == found


@given(st.integers(1, 720), st.integers(0, 60 * 24 * 20))
def test_a_moment_is_never_ahead_and_never_more_than_its_pace_behind(minutes, passed):
    now = moment(2, 0) + passed * MINUTE
    found = latest(Entry("x", "X", "x.run", minutes=minutes), now)
    assert now - minutes * MINUTE < found <= now


@pytest.fixture
def table(monkeypatch, db):
    entries = {"often": OFTEN, "daily": DAILY}
    monkeypatch.setattr(schedule, "entries", lambda: entries)
    ran.clear()
    real = schedule.import_string

    def run(*, at):
        ran.append(at)

    monkeypatch.setattr(
        schedule, "import_string", lambda path: run if path.endswith(".run") else real(path)
    )
    return entries


def test_each_moment_starts_once_whichever_worker_looks_first(table):
    assert schedule.start_due(at=moment(10, 9, 1), worker="a") == []  # never seen: the next one
    first = schedule.start_due(at=moment(10, 9, 15), worker="a")
    second = schedule.start_due(at=moment(10, 9, 16), worker="b")
    assert ([job.arguments for job in first], second) == ([{"code": "often"}], [])
    assert Slot.objects.get(code="often").worker == "a"
    assert len(ran) == 1


def test_two_workers_that_saw_the_same_moment_start_it_once(table, system):
    schedule.start_due(at=moment(10, 9), worker="a")
    seen = Slot.objects.get(code="often").moment
    given = (OFTEN, seen, moment(10, 9, 15), moment(10, 9, 15))
    assert schedule._start(*given, "a") is not None
    assert schedule._start(*given, "b") is None
    assert len(ran) == 1


def test_moments_missed_while_nothing_ran_are_made_up_for_once(table):
    schedule.start_due(at=moment(10, 6), worker="a")
    started = schedule.start_due(at=moment(13, 18), worker="a")
    assert [job.arguments["code"] for job in started] == ["often", "daily"]
    assert schedule.start_due(at=moment(13, 18, 1), worker="a") == []


def test_scheduled_work_leaves_no_event_and_no_list(table, admin):
    schedule.start_due(at=moment(10, 9), worker="a")
    for minute in (15, 30, 45):
        schedule.start_due(at=moment(10, 9, minute), worker="a")
    assert not Event.objects.filter(kind="jobs.job.started").exists()
    assert Job.objects.count() == 1
    assert list(selectors.visible_jobs(user=admin)) == []


def test_administrators_see_a_failure_until_the_next_moment(table, admin, clerk, monkeypatch):
    real = schedule.import_string

    def failing(*, at):
        raise RuntimeError("the disk is full")

    schedule.start_due(at=moment(10, 9), worker="a")
    with monkeypatch.context() as patch:
        patch.setattr(
            schedule, "import_string", lambda path: failing if path == "often.run" else real(path)
        )
        schedule.start_due(at=moment(10, 9, 15), worker="a")
        schedule.start_due(at=moment(10, 9, 30), worker="a")
        (seen,) = selectors.visible_jobs(user=admin)
        assert (seen.state, seen.title) == ("failed", "Often")
        assert list(selectors.visible_jobs(user=clerk)) == []
    schedule.start_due(at=moment(10, 9, 45), worker="a")
    assert list(selectors.visible_jobs(user=admin)) == []


def test_every_entry_of_the_table_names_a_function_and_when_it_is_called():
    table = import_string(settings.SAURO["schedule"])
    codes = [entry.code for entry in table]
    assert len(codes) == len(set(codes))
    for entry in table:
        assert callable(import_string(entry.run))
        assert entry.minutes >= 0
        assert not (entry.minutes and entry.working_days)
