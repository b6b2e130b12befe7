"""What waits: for the person's units, for his decision; and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import DECIDED, OPEN, WAITS_FOR_UNIT, RequestState
from sauro.domains.explanations.selectors import visibility
from sauro.engines import access

SHOWN = 5
MINE, ASKED, RUNNING, LATE, ANSWERED, CLOSED = (
    *("mine", "asked", "open", "late"),
    *("answered", "decided"),
)
TABS = (MINE, ASKED, RUNNING, LATE, ANSWERED, CLOSED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a person, and the most urgent of it.

    `to_answer` waits for his units, `to_decide` for his decision; `late` are requests whose day
    has passed without an answer, of his units or asked in his province.
    """

    count: int
    to_answer: int
    to_decide: int
    late: int
    rows: tuple[Request, ...]


def _values(states: Sequence[RequestState] | frozenset[RequestState]) -> list[str]:
    return sorted(one.value for one in states)


def _for_unit(user: Any) -> Q:
    own = access.scope(user, Perm.ANSWER)
    return own.q("asked_of__path") & Q(state__in=_values(WAITS_FOR_UNIT))


def _for_decision(user: Any) -> Q:
    return access.scope(user, Perm.ASK).q("owner__path") & Q(state=RequestState.ANSWERED.value)


def _late(today: date) -> Q:
    return Q(state__in=_values(WAITS_FOR_UNIT), due_on__lt=today)


def tab_q(*, tab: str, user: Any, today: date) -> Q:
    """The condition of a tab of the list; everything for an unknown one."""
    if tab == MINE:
        return _for_unit(user) | _for_decision(user)
    conditions = {
        ASKED: Q(asked_by=user),
        RUNNING: Q(state__in=_values(OPEN)),
        LATE: _late(today),
        ANSWERED: Q(state=RequestState.ANSWERED.value),
        CLOSED: Q(state__in=_values(DECIDED)),
    }
    return conditions.get(tab, Q())


def tab_counts(*, user: Any, today: date) -> dict[str, int]:
    """How many requests each tab holds, and all under an empty name; one SQL."""
    counted = {
        f"n_{tab}": Count("pk", filter=tab_q(tab=tab, user=user, today=today)) for tab in TABS
    }
    found = visibility.visible_requests(user=user).order_by().aggregate(all=Count("pk"), **counted)
    return {"": found["all"], **{tab: found[f"n_{tab}"] for tab in TABS}}


def open_for(*, user: Any, today: date, shown: int = SHOWN) -> Waiting:
    """What waits for a person, the most urgent first; one SQL, none for who has no part in it."""
    asks, answers = access.scope(user, Perm.ASK), access.scope(user, Perm.ANSWER)
    if not asks and not answers:
        return Waiting(0, 0, 0, 0, ())
    unit, decision = _for_unit(user), _for_decision(user)
    late = _late(today) & (asks.q("owner__path") | answers.q("asked_of__path"))

    def counted(condition: Q) -> Window:
        return Window(Count("pk", filter=condition))

    rows: QuerySet[Any] = (
        Request.objects.filter(unit | decision | late)
        .select_related("asked_of", "asked_by")
        .defer("folded", "reason")
        .annotate(
            n=Window(Count("pk")),
            n_unit=counted(unit),
            n_decision=counted(decision),
            n_late=counted(late),
        )
        .order_by("due_on", "id")
    )
    found = tuple(rows[:shown])
    if not found:
        return Waiting(0, 0, 0, 0, ())
    first = found[0]
    return Waiting(first.n, first.n_unit, first.n_decision, first.n_late, found)
