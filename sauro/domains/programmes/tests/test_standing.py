"""Totals that add up, classes equal in SQL and Python, past days from spans, visibility."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.models import Task, TaskSpan
from sauro.domains.programmes.models.classes import class_expression
from sauro.domains.programmes.rules import DeadlineClass, State, deadline_class
from sauro.domains.programmes.selectors import standing, status, visibility
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import parts, requests, tasks, verification
from sauro.domains.programmes.tests.factories import make_programme, make_task, report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)


def as_of(day=TODAY, today=TODAY):
    return AsOf(day=day, today=today, soon_days=7)


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


DAYS = st.none() | st.dates(date(2025, 5, 20), date(2025, 7, 1))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(list(State)), DAYS, DAYS, DAYS), min_size=1, max_size=8
    ),
    today=st.dates(date(2025, 5, 20), date(2025, 7, 1)),
    soon=st.integers(0, 20),
)
def test_the_class_in_sql_equals_the_class_in_python(programme, monitor, at, rows, today, soon):
    Task.objects.all().delete()
    made = []
    for place, (state, due, submitted, completed) in enumerate(rows):
        done_on = completed or (today if state == State.COMPLETED else None)
        sent_on = submitted or (today if state == State.SUBMITTED else None)
        made.append(
            Task(
                programme=programme,
                title=f"Nhiệm vụ {place}",
                folded="",
                state=state.value,
                due_on=due,
                submitted_on=sent_on,
                completed_on=done_on,
                created_at=at,
                created_by=monitor,
            )
        )
    Task.objects.bulk_create(made)
    in_sql = class_expression(today=today, soon_days=soon)
    for task in Task.objects.annotate(deadline_class=in_sql):
        expected = deadline_class(
            state=task.state,
            due_on=task.due_on,
            submitted_on=task.submitted_on,
            completed_on=task.completed_on,
            today=today,
            soon_days=soon,
        )
        assert task.deadline_class == expected.code


@pytest.fixture
def history(programme, department, clerk, monitor, at):
    """Three tasks whose standing changes over June: completed, suspended, late."""
    made = [
        make_task(
            programme=programme,
            lead=department,
            by=monitor,
            at=at - timedelta(days=30),
            title=f"Nhiệm vụ số {n}",
            due_on=date(2025, 6, 5 + n),
        )
        for n in (1, 2, 3)
    ]
    claim = report(task=made[0], by=clerk, at=at - timedelta(days=5), claims=True)
    verification.verify_update(update=claim, by=monitor, at=at - timedelta(days=2))
    requests.suspend_task(
        task=made[1],
        ground="Sắp xếp đơn vị hành chính",
        approver="Chủ tịch UBND tỉnh",
        by=monitor,
        at=at - timedelta(days=1),
    )
    return made


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 5, 1), {}),
        (date(2025, 5, 20), {"in_time": 3}),
        (date(2025, 6, 1), {"due_soon": 3}),
        (date(2025, 6, 6), {"due_soon": 2, "in_time": 1}),
        (date(2025, 6, 8), {"done_on_time": 1, "overdue": 1, "due_soon": 1}),
        (date(2025, 6, 9), {"done_on_time": 1, "suspended": 1, "overdue": 1}),  # due on 8 June
    ],
)
def test_a_past_day_reads_as_it_stood(history, monitor, day, expected):
    found = standing.totals(tasks=visibility.visible_tasks(user=monitor), as_of=as_of(day))
    assert {k: n for k, n in found.classes.items() if n} == expected
    assert found.total == sum(found.states.values()) == sum(found.classes.values())


def test_the_open_span_equals_the_task(history):
    for task in Task.objects.all():
        span = TaskSpan.objects.get(task=task, until_at__isnull=True)
        for name in ("state", "due_on", "submitted_on", "completed_on", "percent", "lead_id"):
            assert getattr(span, name) == getattr(task, name)


def test_today_and_the_end_of_today_agree(history, monitor):
    mine = visibility.visible_tasks(user=monitor)
    now = standing.totals(tasks=mine, as_of=as_of())
    later = standing.totals(tasks=mine, as_of=as_of(TODAY, TODAY + timedelta(days=30)))
    assert dict(now.classes) == dict(later.classes)


def test_a_status_adds_up_every_way(history, programme, monitor):
    found = status.programme_status(programme=programme, user=monitor, as_of=as_of())
    assert found["total"] == 3
    assert sum(found["by_class"].values()) == 3
    assert sum(found["by_state"].values()) == 3
    assert sum(group["total"] for group in found["by_group"]) == 3
    assert set(found["by_class"]) == {code.value for code in DeadlineClass}


def test_a_fanned_out_task_counts_once(programme, department, other_department, monitor, at):
    parent = make_task(programme=programme, lead=department, by=monitor, at=at)
    parts.fan_out_task(task=parent, organisations=[department, other_department], by=monitor, at=at)
    mine = visibility.visible_tasks(user=monitor)
    assert standing.totals(tasks=standing.countable(tasks=mine), as_of=as_of()).total == 1
    assert standing.totals(tasks=mine, as_of=as_of()).total == 3


def test_who_sees_which_tasks(programme, department, other_department, request, monitor, at):
    from sauro.domains.programmes.rules import PartyRole
    from sauro.domains.programmes.services.tasks import Party

    make_task(
        programme=programme,
        lead=department,
        by=monitor,
        at=at,
        parties=(Party(PartyRole.COORDINATE, organisation=other_department),),
    )
    make_task(programme=programme, lead=department, by=monitor, at=at, title="Nháp", assigned=False)
    expected = {
        "monitor": 2,
        "leader": 2,
        "inspector": 2,
        "admin": 2,
        "clerk": 1,
        "head": 1,
        "other_clerk": 1,
        "commune_clerk": 0,
        "stranger": 0,
    }
    for person, count in expected.items():
        user = request.getfixturevalue(person)
        assert visibility.visible_tasks(user=user).count() == count, person


def test_sight_costs_the_same_for_officer_and_administrator(
    programme, clerk, monitor, admin, django_assert_max_num_queries
):
    for person in (clerk, monitor, admin):
        person.__dict__.pop("_sauro_access", None)
        with django_assert_max_num_queries(4):
            list(visibility.visible_tasks(user=person)[:50])


def test_a_programme_of_another_province_does_not_exist(programme, stranger):
    assert not visibility.visible_programmes(user=stranger).exists()


def test_events_of_a_cancelled_task_remain(history, leader, at):
    before = Event.objects.count()
    tasks.cancel_task(task=history[2], reason="Trùng", by=leader, at=at)
    assert Event.objects.count() == before + 1
    found = standing.totals(tasks=visibility.visible_tasks(user=leader), as_of=as_of())
    assert found.classes["cancelled"] == 1
