"""How requests of a span of days were answered, by unit and by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, CharField, Count, Q, Sum, Value, When
from django.db.models.functions import TruncMonth

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import RequestState, Tally, Term, total
from sauro.domains.explanations.selectors import visibility
from sauro.domains.orgs.models import Organisation

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of a span of days: of all, of each unit, of each month in which it was asked."""

    since: date
    until: date
    whole: Tally
    by_unit: tuple[tuple[Organisation, Tally], ...]
    by_month: tuple[tuple[date, Tally], ...]


def term_q(*, today: date) -> dict[Term, Q]:
    """`rules.term_of` as conditions; one test holds them equal."""
    unanswered = Q(was_in_time__isnull=True)
    running = unanswered & ~Q(state=RequestState.WITHDRAWN.value)
    return {
        Term.IN_TIME: Q(was_in_time=True),
        Term.LATE: Q(was_in_time=False),
        Term.WITHDRAWN: unanswered & Q(state=RequestState.WITHDRAWN.value),
        Term.OVERDUE: running & Q(due_on__lt=today),
        Term.WAITING: running & Q(due_on__gte=today),
    }


def term_expression(*, today: date) -> Case:
    """The term of a request as a column."""
    steps = term_q(today=today).items()
    return Case(
        *(When(condition, then=Value(term.value)) for term, condition in steps),
        default=Value(Term.WAITING.value),
        output_field=CharField(),
    )


def statistics(*, user: Any, since: date, until: date, today: date) -> Statistics:
    """The counts of the requests a person sees that were asked on these days; two SQL."""
    rows = list(_counted(user, since, until, today))
    units = Organisation.objects.in_bulk({row["asked_of_id"] for row in rows})
    by_unit = _gathered(rows, lambda row: int(row["asked_of_id"]))
    by_month = _gathered(rows, lambda row: row["month"])
    named = sorted(
        ((units[pk], tally) for pk, tally in by_unit.items()),
        key=lambda pair: (pair[0].sort_key, pair[0].pk),
    )
    return Statistics(
        since=since,
        until=until,
        whole=total(by_unit.values()),
        by_unit=tuple(named),
        by_month=tuple(sorted(by_month.items())),
    )


def _counted(user: Any, since: date, until: date, today: date) -> Iterable[dict[str, Any]]:
    terms = {f"n_{term.value}": Count("pk", filter=q) for term, q in term_q(today=today).items()}
    seen = visibility.visible_requests(user=user).filter(asked_on__range=(since, until))
    counted: Any = (
        Request.objects.filter(pk__in=seen.order_by().values("pk"))
        .annotate(month=TruncMonth("asked_on"))
        .values("asked_of_id", "month")
        .annotate(
            **terms,
            n_returned=Count("pk", filter=Q(returns__gt=0)),
            n_accepted=Count("pk", filter=Q(state=RequestState.ACCEPTED.value)),
            n_days=Sum("answer_days", default=0),
        )
        .order_by("asked_of_id", "month")
    )
    return counted


def _gathered(
    rows: Iterable[dict[str, Any]], key_of: Callable[[dict[str, Any]], Key]
) -> dict[Key, Tally]:
    found: dict[Key, Tally] = {}
    for row in rows:
        counts = {name[2:]: value for name, value in row.items() if name.startswith("n_")}
        found[key_of(row)] = found.get(key_of(row), Tally()) + Tally(**counts)
    return found
