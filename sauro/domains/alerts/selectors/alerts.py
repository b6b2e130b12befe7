"""Which alerts a person sees, how many, and of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from sauro.core import clock
from sauro.domains.alerts.models import Alert, AlertRun
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Level
from sauro.domains.alerts.rules.standing import AlertState
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

SHOWN_ON_PAGE = 5


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many alerts of a rule go on; `serious` are those that nobody put aside."""

    code: str
    total: int
    serious: int
    acknowledged: int
    snoozed: int


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How many alerts an agency answers for, and how many of them are serious or unanswered."""

    organisation: Organisation
    total: int
    serious: int
    unanswered: int


def visible_alerts(*, user: Any) -> QuerySet[Alert]:
    """Alerts of what the person oversees, and those his own units answer for."""
    scope = access.scope(user, Perm.VIEW)
    if not scope:
        return Alert.objects.none()
    found = Alert.objects.select_related("owner", "organisation", "programme")
    if scope.everywhere:
        return found
    # asked once, where a join would be followed for every alert
    units = Organisation.objects.filter(scope.q("path")).order_by().values("pk")
    return found.filter(Q(owner__in=units) | Q(organisation__in=units))


def open_alerts(*, user: Any, today: date) -> QuerySet[Alert]:
    """Alerts going on that nobody put aside, the gravest and oldest first."""
    found = visible_alerts(user=user).filter(closed_at__isnull=True)
    return found.filter(awake(today)).order_by("-weight", "opened_at", "pk")


def awake(today: date) -> Q:
    """Not put aside on a day."""
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lt=today)


def alert_for(*, user: Any, alert_id: int) -> Alert | None:
    """An alert the person may see."""
    found = visible_alerts(user=user).select_related("acknowledged_by", "snoozed_by")
    return found.filter(pk=alert_id).first()


def alerts_on(*, keys: Iterable[tuple[str, str]], user: Any) -> dict[tuple[str, str], list[Alert]]:
    """The alerts going on of some records, by kind and number, the gravest first; one SQL."""
    wanted: dict[str, list[str]] = {}
    for kind, number in keys:
        wanted.setdefault(kind, []).append(str(number))
    condition = Q(pk__in=())
    for kind, numbers in wanted.items():
        condition |= Q(subject_kind=kind, subject_id__in=numbers)
    found: dict[tuple[str, str], list[Alert]] = {}
    going_on = visible_alerts(user=user).filter(condition, closed_at__isnull=True)
    for one in going_on.order_by("-weight", "opened_at", "pk"):
        found.setdefault((one.subject_kind, one.subject_id), []).append(one)
    return found


def counts_by_rule(
    *, user: Any, today: date, programme_ids: Sequence[int] | None = None
) -> list[RuleCount]:
    """How many alerts of each rule go on, in the order of the rules; one SQL."""
    found = visible_alerts(user=user).filter(closed_at__isnull=True)
    if programme_ids is not None:
        found = found.filter(programme__in=programme_ids)
    rows = (
        found.with_state(today=today)  # type: ignore[attr-defined]
        .order_by()
        .values_list("rule")
        .annotate(
            total=Count("pk"),
            serious=Count("pk", filter=Q(level=Level.SERIOUS.value) & awake(today)),
            acknowledged=Count("pk", filter=Q(state=AlertState.ACKNOWLEDGED.value)),
            snoozed=Count("pk", filter=Q(state=AlertState.SNOOZED.value)),
        )
    )
    by_code = {row[0]: RuleCount(*row) for row in rows}
    return [by_code[code] for code in RULES if code in by_code]


def counts_by_agency(*, user: Any, today: date) -> list[AgencyCount]:
    """How many alerts each agency answers for, most first; two SQL."""
    rows = (
        open_alerts(user=user, today=today)
        .order_by()
        .values_list("organisation")
        .annotate(
            total=Count("pk"),
            serious=Count("pk", filter=Q(level=Level.SERIOUS.value)),
            unanswered=Count("pk", filter=Q(acknowledged_at__isnull=True)),
        )
        .order_by("-total", "organisation")
    )
    known = Organisation.objects.in_bulk([row[0] for row in rows])
    return [AgencyCount(known[pk], *numbers) for pk, *numbers in rows if pk in known]


def ended_since(*, user: Any, day: date, days: int = 30) -> tuple[int, int]:
    """How many alerts opened and how many closed in the last days; one SQL."""
    since = days_before(day=day, days=days)
    found = visible_alerts(user=user).aggregate(
        opened=Count("pk", filter=Q(opened_at__gte=since)),
        closed=Count("pk", filter=Q(closed_at__gte=since)),
    )
    return found["opened"], found["closed"]


def days_before(*, day: date, days: int) -> datetime:
    """The first moment of the day so many days before a day."""
    return clock.start_of(day - timedelta(days=days))


def last_run(*, owner: Organisation | None = None) -> AlertRun | None:
    """The last search that covered an owner, or everything; one SQL."""
    whole = Q(owner__isnull=True)
    if owner is not None:
        prefixes = [
            owner.path[:end]
            for end in range(Organisation.steplen, len(owner.path) + 1, Organisation.steplen)
        ]
        whole |= Q(owner__path__in=prefixes)
    return AlertRun.objects.filter(whole).order_by("-id").first()
