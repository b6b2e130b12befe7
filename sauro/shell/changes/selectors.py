"""What changed between two moments, as far as a person may see it: few reads, all set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Length

from sauro.core import clock
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.selectors import alerts
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors import overview, visibility
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf, tasks_as_of
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.engines.history.models import Event
from sauro.shell.changes import rules, sources
from sauro.shell.changes.models import Visit
from sauro.shell.changes.rules import ChangeKind

LIMIT = 5
_COLUMNS = ("id", "kind", "subject_type", "subject_id", "subject_label", "by_name", "at")


@dataclass(frozen=True, slots=True)
class Move:
    """A target with its status before and after."""

    before: TargetStanding
    after: TargetStanding


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of change: how many records, and the first: events, tasks, alerts or moves."""

    kind: ChangeKind
    count: int
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two moments, the most important kind first; empty kinds left out."""

    since: datetime
    until: datetime
    found: tuple[Found, ...]

    @property
    def total(self) -> int:
        """All records of all kinds."""
        return sum(one.count for one in self.found)


def since_of(*, user: Any, at: datetime) -> datetime:
    """From when on a person's changes count: the end of the visit before, else some days back."""
    return visited_until(user=user, at=at) or first_since(at)


def visited_until(*, user: Any, at: datetime) -> datetime | None:
    """The end of the visit before; none on the first; one SQL."""
    known = Visit.objects.filter(user=user).first()
    return rules.presence(known.presence, now=at).since_at if known else None


def first_since(at: datetime) -> datetime:
    """From when on the changes of a first visit count."""
    return at - timedelta(days=rules.FIRST_DAYS)


def changes_for(
    *,
    user: Any,
    since: datetime,
    until: datetime,
    limit: int = LIMIT,
    today: date | None = None,
    kinds: Iterable[str] = (),
) -> Changes:
    """What others changed, and what became late, between two moments; at most eight SQL.

    Each kind has its count and at most `limit` rows; `kinds` asks for some kinds alone. `today`
    is given when the second moment lies on a past day.
    """
    wanted = {ChangeKind(code) for code in kinds} or set(ChangeKind)
    day = clock.day_of(until)
    now = AsOf(day=day, today=today or day, soon_days=0)  # what is near is no change
    found = _from_events(user, since, until, limit, wanted)
    if ChangeKind.NEWLY_LATE in wanted:
        found.append(_newly_late(user, since, now, limit))
    if ChangeKind.ALERT in wanted:
        found.append(_new_alerts(user, since, until, limit))
    if wanted & {ChangeKind.TARGET_UP, ChangeKind.TARGET_DOWN}:
        found += [one for one in _moved(user, since, until, now, limit) if one.kind in wanted]
    order = list(ChangeKind)
    kept = sorted((one for one in found if one.count), key=lambda one: order.index(one.kind))
    return Changes(since, until, tuple(kept))


def _from_events(
    user: Any, since: datetime, until: datetime, limit: int, wanted: set[ChangeKind]
) -> list[Found]:
    events = [event for event, kind in sources.EVENT_KINDS.items() if kind in wanted]
    if not events:
        return []
    rows = (
        Event.objects.filter(kind__in=events, at__gt=since, at__lte=until)
        .exclude(by_id=user.pk)
        .annotate(**sources.units(), said=Length(KeyTextTransform("obstacle", "after")))
        .filter(sources.seen_events(user=user))
        .filter(~Q(kind__in=sources.OBSTACLE_EVENTS) | Q(said__gt=0))
        .annotate(what=_what())
        .order_by()
        .values_list("what", "subject_type", "subject_id")
        .annotate(last=Max("id"))
    )
    last: dict[str, list[int]] = defaultdict(list)
    for what, _type, _number, newest in rows:
        last[what].append(newest)
    shown = {what: sorted(ids, reverse=True)[:limit] for what, ids in last.items()}
    known = Event.objects.in_bulk([one for ids in shown.values() for one in ids])
    return [
        Found(ChangeKind(what), len(ids), tuple(known[one] for one in shown[what]))
        for what, ids in last.items()
    ]


def _what() -> Case:
    by_kind: dict[ChangeKind, list[str]] = defaultdict(list)
    for event, kind in sources.EVENT_KINDS.items():
        by_kind[kind].append(event)
    return Case(
        *(When(kind__in=events, then=Value(kind.value)) for kind, events in by_kind.items()),
        output_field=CharField(),
    )


def _newly_late(user: Any, since: datetime, now: AsOf, limit: int) -> Found:
    """Tasks whose due day passed after the first moment and that are overdue at the second."""
    then = tasks_as_of(tasks=overview.counted_tasks(user=user), as_of=now)
    late = then.filter(as_due_on__gte=clock.day_of(since), as_due_on__lt=now.day)
    rows = list(
        late.filter(deadline_class=DeadlineClass.OVERDUE.value)
        .annotate(whole=Window(Count("pk")))
        .select_related("lead", "programme")
        .defer("content", "note", "folded", "acceptance", "ground")
        .order_by(F("as_due_on").desc(), "pk")[:limit]
    )
    return Found(ChangeKind.NEWLY_LATE, rows[0].whole if rows else 0, tuple(rows))


def _new_alerts(user: Any, since: datetime, until: datetime, limit: int) -> Found:
    """Alerts going on at the second moment that others opened or woke since the first.

    They are read as rows: what a nightly search opens has one event for the whole search. Each has
    `changed_at`, the moment it was woken last or else opened, and `woken_by`, none when it opened.
    """
    span = {"at__gt": since, "at__lte": until}
    mine = Event.objects.filter(kind=sources.OPENED, by_id=user.pk, **span)
    woken = Event.objects.filter(kind__in=sources.WOKEN, **span).exclude(by_id=user.pk)
    opened = Alert.objects.filter(opened_at__gt=since, opened_at__lte=until)
    # one list of numbers, where alternatives would be tried on every alert that ever was
    new = opened.exclude(pk__in=_alert_ids(mine)).order_by().values("pk").union(_alert_ids(woken))
    last = woken.filter(
        subject_type=Alert._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
        at__gt=OuterRef("opened_at"),
    ).order_by("-id")[:1]
    rows = list(
        alerts.visible_alerts(user=user)
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gt=until), pk__in=new)
        .annotate(
            changed_at=Coalesce(Subquery(last.values("at")), "opened_at"),
            woken_by=Subquery(last.values("by_name")),
            whole=Window(Count("pk")),
        )
        .order_by("-weight", "-changed_at", "-pk")[:limit]
    )
    return Found(ChangeKind.ALERT, rows[0].whole if rows else 0, tuple(rows))


def _alert_ids(events: QuerySet[Event]) -> QuerySet[Any]:
    """The numbers of the alerts that events are about."""
    return events.order_by().values_list(Cast("subject_id", BigIntegerField()))


def _moved(user: Any, since: datetime, until: datetime, now: AsOf, limit: int) -> list[Found]:
    """Targets whose status is better or worse than what was known at the first moment."""
    seen = visibility.visible_targets(user=user)
    then = replace(now, day=clock.day_of(since))
    after, known = target_selectors.targets_at(targets=seen, moments=[(now, until), (then, since)])
    before = {one.target.pk: one for one in known}
    moves: dict[int, list[Move]] = {1: [], -1: []}
    for one in after:
        way = rules.direction(before[one.target.pk].status, one.status)
        if way:
            moves[way].append(Move(before[one.target.pk], one))
    return [
        Found(kind, len(moves[way]), tuple(moves[way][:limit]))
        for way, kind in ((-1, ChangeKind.TARGET_DOWN), (1, ChangeKind.TARGET_UP))
    ]
