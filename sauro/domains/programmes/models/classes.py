"""The deadline class in SQL; one test holds it equal to `rules.deadline_class`."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, CharField, F, Q, Value, When

from sauro.domains.programmes.rules import DeadlineClass, State


def class_expression(*, today: date, soon_days: int, prefix: str = "") -> Case:
    """`rules.deadline_class` as an expression over columns that may stand behind a prefix."""

    def q(**conditions: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    late = q(completed_on__gt=F(f"{prefix}due_on"))
    waiting = q(state=State.SUBMITTED.value, submitted_on__isnull=False)
    by_due = q(submitted_on__lte=F(f"{prefix}due_on"))
    soon = today + timedelta(days=soon_days)
    steps = [
        (q(state=State.CANCELLED.value), DeadlineClass.CANCELLED),
        (q(state=State.SUSPENDED.value), DeadlineClass.SUSPENDED),
        (q(state=State.COMPLETED.value) & late, DeadlineClass.DONE_LATE),
        (q(state=State.COMPLETED.value), DeadlineClass.DONE_ON_TIME),
        (q(due_on__isnull=True), DeadlineClass.NO_DEADLINE),
        (waiting & by_due, DeadlineClass.IN_TIME),
        (waiting, DeadlineClass.OVERDUE),
        (q(due_on__lt=today), DeadlineClass.OVERDUE),
        (q(due_on__lte=soon), DeadlineClass.DUE_SOON),
    ]
    return Case(
        *(When(condition, then=Value(code.value)) for condition, code in steps),
        default=Value(DeadlineClass.IN_TIME.value),
        output_field=CharField(),
    )
