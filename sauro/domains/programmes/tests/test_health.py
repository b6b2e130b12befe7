"""Health: the rule by its cases, the same in SQL, on a past day, and what bottlenecks do to it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.domains.indicators.rules import TargetStatus
from sauro.domains.programmes.models import Task, TaskSpan
from sauro.domains.programmes.models.health import health_expression, reason_expression
from sauro.domains.programmes.rules import (
    HEALTH_OF,
    Health,
    HealthFacts,
    HealthRule,
    State,
    target_health,
    task_health,
)
from sauro.domains.programmes.selectors import health, standing
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import requests, tasks, verification
from sauro.domains.programmes.services.blocking import set_blockers
from sauro.domains.programmes.tests.factories import make_task, report

TODAY = date(2025, 6, 10)
NEAR, FAR = TODAY + timedelta(days=5), TODAY + timedelta(days=60)
LATELY, LONG_AGO = TODAY - timedelta(days=10), TODAY - timedelta(days=100)


def judged(**more):
    facts = {"state": "in_progress", "due_on": FAR, "percent": 50, "assigned_on": LATELY}
    return task_health(HealthFacts(**{**facts, **more}), today=TODAY, soon_days=7)


@pytest.mark.parametrize(
    ("facts", "rule", "number"),
    [
        ({"state": "completed"}, HealthRule.CLOSED, None),
        ({"state": "cancelled", "blockers": 2}, HealthRule.CLOSED, None),
        ({"state": "draft", "due_on": LONG_AGO}, HealthRule.NOT_ASSIGNED, None),
        ({"state": "suspended", "due_on": LONG_AGO}, HealthRule.SUSPENDED, None),
        ({"state": "submitted", "submitted_on": TODAY, "blockers": 1}, HealthRule.CLAIMED, None),
        ({"state": "submitted", "submitted_on": TODAY, "due_on": None}, HealthRule.CLAIMED, None),
        (
            {"state": "submitted", "submitted_on": TODAY, "due_on": LATELY},
            HealthRule.CLAIMED_LATE,
            None,
        ),
        ({"blockers": 2, "due_on": LONG_AGO}, HealthRule.HELD, 2),
        ({"state": "refused"}, HealthRule.REFUSED, None),
        ({"due_on": TODAY - timedelta(days=3)}, HealthRule.OVERDUE, 3),
        ({"due_on": TODAY, "percent": 90}, HealthRule.ON_ITS_WAY, None),
        ({"state": "returned"}, HealthRule.RETURNED, None),
        ({"due_on": NEAR, "percent": 79}, HealthRule.SOON_WITH_LITTLE, 80),
        ({"due_on": NEAR, "percent": 80}, HealthRule.ON_ITS_WAY, None),
        # 100 of 160 days: 62% of the time
        ({"starts_on": LONG_AGO, "percent": 37, "last_update_on": LATELY}, HealthRule.BEHIND, 25),
        (
            {"starts_on": LONG_AGO, "percent": 38, "last_update_on": LATELY},
            HealthRule.ON_ITS_WAY,
            None,
        ),
        ({"assigned_on": LONG_AGO, "percent": 60}, HealthRule.UNHEARD, 100),
        ({"assigned_on": None, "percent": 60}, HealthRule.UNHEARD, None),
        (
            {"assigned_on": None, "due_on": None, "last_update_on": LATELY},
            HealthRule.ON_ITS_WAY,
            None,
        ),
        ({"assigned_on": LONG_AGO, "percent": 0, "fanned_out": True}, HealthRule.ON_ITS_WAY, None),
        ({"due_on": NEAR, "percent": 0, "fanned_out": True}, HealthRule.SOON_WITH_LITTLE, 80),
    ],
)
def test_the_first_rule_that_applies_decides(facts, rule, number):
    verdict = judged(**facts)
    assert (verdict.rule, verdict.number) == (rule, number)
    assert verdict.health == HEALTH_OF[rule]


def test_nobody_is_behind_before_the_first_report_is_due():
    young = {"assigned_on": TODAY - timedelta(days=29), "due_on": TODAY + timedelta(days=9)}
    assert judged(**young, percent=0).rule == HealthRule.ON_ITS_WAY
    assert judged(**young | {"assigned_on": TODAY - timedelta(days=30)}, percent=0).rule == (
        HealthRule.BEHIND
    )


@pytest.mark.parametrize(
    ("status", "blockers", "expected"),
    [
        (TargetStatus.MET, 1, Health.GOOD),
        (TargetStatus.ON_TRACK, 0, Health.GOOD),
        (TargetStatus.ON_TRACK, 1, Health.BLOCKED),
        (TargetStatus.MISSED, 0, Health.AT_RISK),
        (TargetStatus.AT_RISK, 0, Health.AT_RISK),
        (TargetStatus.NO_DATA, 0, Health.UNKNOWN),
        (TargetStatus.NOT_YET_MEASURABLE, 3, Health.BLOCKED),
    ],
)
def test_a_target_is_as_well_as_its_status_unless_something_holds_it(status, blockers, expected):
    assert target_health(status=status, blockers=blockers).health == expected


def test_every_status_of_a_target_has_a_health():
    assert all(target_health(status=status, blockers=0).health for status in TargetStatus)


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2025, 9, 1))
ROWS = st.fixed_dictionaries(
    {
        "state": st.sampled_from([state.value for state in State]),
        "due_on": DAYS,
        "submitted_on": DAYS,
        "starts_on": DAYS,
        "assigned_on": DAYS,
        "last_update_on": DAYS,
        "percent": st.integers(0, 100),
        "blockers": st.integers(0, 2),
        "fanned_out": st.booleans(),
    }
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=12),
    today=st.dates(date(2025, 4, 1), date(2025, 8, 1)),
    soon=st.integers(0, 20),
)
def test_health_in_sql_equals_health_in_python(programme, monitor, at, rows, today, soon):
    Task.objects.all().delete()
    facts = []
    for row in rows:
        sent = row["submitted_on"] or (today if row["state"] == State.SUBMITTED else None)
        facts.append(HealthFacts(**row | {"submitted_on": sent}))
    columns = HealthFacts.__dataclass_fields__
    Task.objects.bulk_create(
        Task(
            programme=programme,
            position=place,
            title=f"Nhiệm vụ {place}",
            folded="",
            completed_on=today if one.state == State.COMPLETED else None,
            created_at=at,
            created_by=monitor,
            **{name: getattr(one, name) for name in columns},
        )
        for place, one in enumerate(facts)
    )
    how = {"today": today, "soon_days": soon}
    found = Task.objects.annotate(
        health_code=health_expression(**how), health_rule=reason_expression(**how)
    ).order_by("position")
    for one, task in zip(facts, found, strict=True):
        expected = task_health(one, **how)
        assert (task.health_rule, task.health_code) == (expected.rule.value, expected.code)


def as_of(day, today=TODAY):
    return AsOf(day=day, today=today, soon_days=7)


@pytest.fixture
def history(programme, department, clerk, monitor, at):
    """Tasks whose health changes over half a year: reported, held, returned, suspended, done."""
    begun = at - timedelta(days=160)
    made = [
        make_task(
            programme=programme,
            lead=department,
            by=monitor,
            at=begun,
            title=f"Nhiệm vụ số {n}",
            due_on=date(2025, 5, 1) + timedelta(days=20 * n),
        )
        for n in range(5)
    ]
    first = report(task=made[0], by=clerk, at=begun + timedelta(days=30), percent=90)
    verification.verify_update(update=first, by=monitor, at=begun + timedelta(days=31))
    claim = report(task=made[1], by=clerk, at=begun + timedelta(days=60), claims=True)
    verification.return_update(
        update=claim, reason="Thiếu minh chứng", by=monitor, at=begun + timedelta(days=70)
    )
    requests.suspend_task(
        task=made[2],
        ground="Sắp xếp đơn vị hành chính",
        approver="Chủ tịch UBND tỉnh",
        by=monitor,
        at=begun + timedelta(days=90),
    )
    set_blockers(tasks={made[3].pk: 2}, targets={}, by=monitor, at=begun + timedelta(days=100))
    set_blockers(tasks={made[3].pk: 0}, targets={}, by=monitor, at=begun + timedelta(days=130))
    done = report(task=made[0], by=clerk, at=begun + timedelta(days=110), claims=True)
    verification.verify_update(update=done, by=monitor, at=begun + timedelta(days=120))
    return made


@pytest.mark.django_db
def test_every_past_day_reads_the_same_in_sql_and_in_python(history):
    seen = set()
    for days in range(0, 161, 5):
        day = as_of(TODAY - timedelta(days=days))
        rows = list(
            health.with_health(
                tasks=standing.tasks_as_of(tasks=Task.objects.all(), as_of=day), as_of=day
            )
        )
        health.attach(tasks=rows, as_of=day)
        for row in rows:
            assert (row.health.rule.value, row.health.code) == (row.health_rule, row.health_code)
            seen.add(row.health.rule)
    assert seen >= {
        HealthRule.CLOSED,
        HealthRule.CLAIMED,
        HealthRule.HELD,
        HealthRule.RETURNED,
        HealthRule.SUSPENDED,
        HealthRule.UNHEARD,
        HealthRule.BEHIND,
        HealthRule.OVERDUE,
        HealthRule.ON_ITS_WAY,
    }


@pytest.mark.django_db
def test_bottlenecks_are_counted_on_the_day_they_were_open(history, monitor, at):
    held = history[3]
    then = as_of(TODAY - timedelta(days=45))
    span = TaskSpan.objects.filter(task=held).at(at - timedelta(days=45)).get()
    held.refresh_from_db()
    assert health.task_verdict(task=held, as_of=then, standing=span).rule == HealthRule.HELD
    assert health.task_verdict(task=held, as_of=as_of(TODAY)).rule != HealthRule.HELD


@pytest.mark.django_db
def test_a_count_that_stands_already_writes_nothing(task, monitor, at, django_assert_num_queries):
    assert set_blockers(tasks={task.pk: 1}, targets={}, by=monitor, at=at) == (1, 0)
    before = Task.objects.get(pk=task.pk).version
    with django_assert_num_queries(3):  # savepoint, rows, release
        assert set_blockers(tasks={task.pk: 1}, targets={}, by=monitor, at=at) == (0, 0)
    assert Task.objects.get(pk=task.pk).version == before  # nobody's open form becomes stale
    assert TaskSpan.objects.get(task=task, until_at__isnull=True).blockers == 1


@pytest.mark.django_db
def test_assignment_leaves_its_day(programme, department, monitor, at):
    draft = make_task(programme=programme, lead=department, by=monitor, at=at, assigned=False)
    assert draft.assigned_on is None
    assert tasks.assign_task(task=draft, by=monitor, at=at).assigned_on == at.date()
