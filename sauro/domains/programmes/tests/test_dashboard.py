"""What a dashboard reads: one day or another, one programme or all, in one pass."""

from collections import Counter
from datetime import date, timedelta

import pytest

from sauro.domains.programmes.models import Task
from sauro.domains.programmes.selectors import bags, overview
from sauro.domains.programmes.selectors import dashboard as selectors
from sauro.domains.programmes.selectors.standing import AsOf, tasks_as_of
from sauro.domains.programmes.selectors.trend import burn_up
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.domains.programmes.tests.plans import make_plan, make_target

pytestmark = pytest.mark.django_db
DAYS = [date(2025, 5, 1), date(2025, 6, 9), date(2025, 6, 10)]


@pytest.fixture
def plan(programme, department, other_department, commune, clerk, monitor, at):
    make_target(programme=programme, lead=department, by=monitor, at=at)
    return make_plan(
        programme=programme,
        department=department,
        other_department=other_department,
        commune=commune,
        clerk=clerk,
        monitor=monitor,
        at=at,
    )


def shown(day, user, code=""):
    return selectors.dashboard(user=user, code=code, as_of=on(day))


def on(day):
    return AsOf(day=day, today=date(2025, 6, 10), soon_days=7)


def test_a_past_day_shows_how_it_stood(leader, plan):
    past = shown(date(2025, 6, 9), leader)
    assert past.cube.whole.total == 0
    assert shown(date(2025, 6, 10), leader).cube.whole.total == 7
    assert (past.tallies.waiting, past.tallies.silent) == (0, 0)


def test_one_programme_or_all(leader, plan, province, monitor, department, at):
    other = make_programme(owner=province, by=monitor, at=at, code="LV-DA06")
    make_task(programme=other, lead=department, by=monitor, at=at)
    assert shown(at.date(), leader).cube.whole.total == 8
    assert shown(at.date(), leader, "LV-DA06").cube.whole.total == 1
    assert shown(at.date(), leader, "KHONG-CO").cube.whole.total == 8


def test_a_cancelled_task_leaves_the_trend(leader, plan, at):
    tasks.cancel_task(task=plan["late"], reason="Trùng", by=leader, at=at)
    points = shown(at.date(), leader).points
    assert points[-1].due == 5
    assert [point.done for point in points if point.done is not None][-1] == 1


@pytest.mark.parametrize("day", DAYS)
def test_one_pass_counts_what_grouping_counts(leader, plan, day):
    found = shown(day, leader)
    grouped = overview.cube_of(tasks=found.tasks, as_of=found.as_of)
    for name in ("programmes", "groups", "leads"):
        ours, theirs = getattr(found.cube, name), getattr(grouped, name)
        assert {key: dict(one.classes) for key, one in ours.items()} == {
            key: dict(one.classes) for key, one in theirs.items()
        }
    assert found.cube.whole.classes == grouped.whole.classes
    if day == DAYS[-1]:
        assert found.tallies.missing == overview.missing_counts(tasks=found.tasks).missing


def test_names_are_those_of_what_is_counted(leader, plan, department):
    found = shown(date(2025, 6, 10), leader)
    groups, leads = overview.names_of(groups=found.cube.groups, organisations=found.cube.leads)
    assert list(found.group_names.items()) == list(groups.items())
    assert found.lead_names == leads
    assert found.names.kinds[department.pk] == "department"


def test_the_worrying_are_of_the_class_that_the_rule_gives(
    programme, department, monitor, at, leader
):
    day = at.date()
    states = [("in_progress", None), ("submitted", day - timedelta(days=9)), ("submitted", day)]
    states += [("completed", day), ("suspended", None), ("returned", None), ("cancelled", None)]
    for state, submitted_on in states:
        for days in (-20, -9, -1, 0, 3, 7, 8):
            Task.objects.create(
                programme=programme,
                lead=department,
                title=f"{state} {days}",
                folded="x",
                state=state,
                submitted_on=submitted_on,
                completed_on=day if state == "completed" else None,
                due_on=day + timedelta(days=days),
                created_at=at,
                created_by=monitor,
            )
    every = tasks_as_of(tasks=Task.objects.all(), as_of=on(day))
    classes = Counter(every.values_list("deadline_class", flat=True))
    listed = overview.worrying_tasks(tasks=Task.objects.all(), as_of=on(day), limit=99)
    worrying = Counter(one.deadline_class for one in listed)
    assert worrying == {code: classes[code] for code in ("overdue", "due_soon", "suspended")}


def test_a_key_of_text_keeps_its_dots(plan, leader):
    as_of = on(date(2025, 6, 10))
    found = shown(as_of.day, leader)
    bag = bags.bags_of(
        programmes=found.shown,
        as_of=as_of,
        more=[lambda day: {"level": bags.by_text(name="level", as_of=day)}],
    )["level"]
    levels = bags.classes_in(bag)
    assert sum(one.total for one in levels.values()) == 7


def test_burn_up_carries_what_lies_before_and_stops_at_the_present_month():
    due = {date(2023, 1, 31): 2, date(2025, 6, 30): 3, date(2025, 9, 30): 1}
    points = burn_up(due=due, done={date(2025, 5, 4): 1}, day=date(2025, 6, 10))
    assert points[0].month == date(2024, 7, 1)
    assert points[0].due == 2
    assert points[-1].month == date(2025, 9, 1)
    assert (points[-1].due, points[-1].done) == (6, None)
    assert [p.done for p in points if p.month == date(2025, 6, 1)] == [1]
    assert burn_up(due={}, done={}, day=date(2025, 6, 10)) == []
