"""Health in SQL; one test holds it equal to `rules.task_health`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from sauro.domains.programmes import rules
from sauro.domains.programmes.rules import HEALTH_OF, Health, HealthRule, State


class Days(Func):
    """Whole days from one day to another."""

    function = ""
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return super().as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ")

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        first, second = (Func(one, function="julianday") for one in self.source_expressions)
        days = Func(first, second, arg_joiner=" - ", template="CAST(%(expressions)s AS INTEGER)")
        return days.as_sql(compiler, connection)


def health_expression(
    *, today: date, soon_days: int, prefix: str = "", heard: Any | None = None
) -> Case:
    """The code of `rules.task_health` as an expression; empty for what is finished or cancelled.

    State, due day, submission, percent and blockers may stand behind a prefix; `heard` says
    whether an update came in since `heard_since(today)`, where the task itself cannot tell.
    """
    steps = _steps(today=today, soon_days=soon_days, prefix=prefix, heard=heard)
    return _first(steps, {rule: code.value if code else "" for rule, code in HEALTH_OF.items()})


def reason_expression(
    *, today: date, soon_days: int, prefix: str = "", heard: Any | None = None
) -> Case:
    """The rule of `rules.task_health` as an expression; the same conditions as the health."""
    steps = _steps(today=today, soon_days=soon_days, prefix=prefix, heard=heard)
    return _first(steps, {rule: rule.value for rule in HealthRule})


def heard_since(today: date) -> date:
    """The first day on which an update still counts as heard of lately."""
    return today - timedelta(days=rules.UNHEARD_DAYS)


def rules_of(healths: Any) -> list[str]:
    """The rules that lead to the given healths."""
    wanted = {Health(code) for code in healths}
    return [rule.value for rule, health in HEALTH_OF.items() if health in wanted]


def _first(steps: list[tuple[Q, HealthRule]], words: dict[HealthRule, str]) -> Case:
    return Case(
        *(When(condition, then=Value(words[rule])) for condition, rule in steps),
        default=Value(words[HealthRule.ON_ITS_WAY]),
        output_field=CharField(),
    )


def _steps(
    *, today: date, soon_days: int, prefix: str, heard: Any | None
) -> list[tuple[Q, HealthRule]]:
    def q(**conditions: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    sent_late = q(submitted_on__gt=F(f"{prefix}due_on"))
    submitted = q(state=State.SUBMITTED.value)
    near = q(due_on__lte=today + timedelta(days=soon_days))
    return [
        (q(state__in=[State.COMPLETED.value, State.CANCELLED.value]), HealthRule.CLOSED),
        (q(state=State.DRAFT.value), HealthRule.NOT_ASSIGNED),
        (q(state=State.SUSPENDED.value), HealthRule.SUSPENDED),
        (submitted & sent_late, HealthRule.CLAIMED_LATE),
        (submitted, HealthRule.CLAIMED),
        (q(blockers__gt=0), HealthRule.HELD),
        (q(state=State.REFUSED.value), HealthRule.REFUSED),
        (q(due_on__lt=today), HealthRule.OVERDUE),
        (q(state=State.RETURNED.value), HealthRule.RETURNED),
        (near & q(percent__lt=rules.LOW_PERCENT), HealthRule.SOON_WITH_LITTLE),
        (_behind(today, prefix), HealthRule.BEHIND),
        (_unheard(today, heard), HealthRule.UNHEARD),
    ]


def _behind(today: date, prefix: str) -> Q:
    begun = Coalesce("starts_on", "assigned_on")
    day = Cast(Value(today), DateField())
    passed, whole = Days(day, begun), Days(F(f"{prefix}due_on"), begun)
    share = (F(f"{prefix}percent") + rules.BEHIND_POINTS) * whole
    return Q(
        GreaterThanOrEqual(passed, Value(rules.GRACE_DAYS)),
        GreaterThanOrEqual(passed * Value(100), share),
        fanned_out=False,
    )


def _unheard(today: date, heard: Any | None) -> Q:
    since = heard_since(today)
    lately = Q(last_update_on__gte=since) if heard is None else Q(heard)
    begun = Q(starts_on__gte=since) | Q(assigned_on__gte=since)
    return Q(fanned_out=False) & ~(lately | begun)
