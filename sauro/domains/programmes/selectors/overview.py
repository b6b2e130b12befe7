"""Figures of programmes: by group, by agency, and what a dashboard shows, each in one SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import (
    Group,
    Programme,
    ProgressUpdate,
    Suspension,
    Task,
    TaskParty,
)
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import (
    LOW_PERCENT,
    Clear,
    PartyRole,
    State,
    UpdateState,
)
from sauro.domains.programmes.selectors import syntheses
from sauro.domains.programmes.selectors.standing import (
    AsOf,
    Totals,
    countable,
    tasks_as_of,
)
from sauro.domains.programmes.selectors.tasks import silent_since
from sauro.domains.programmes.selectors.visibility import sight_of, visible_tasks
from sauro.engines import access

LISTED = 8
_CLOSED = {State.COMPLETED, State.CANCELLED, State.SUSPENDED}
_OPEN = [state.value for state in State if state not in _CLOSED]


@dataclass(slots=True)
class Cube:
    """Deadline classes of some tasks, whole and by programme, group and main lead agency."""

    whole: Totals = field(default_factory=Totals)
    programmes: dict[int, Totals] = field(default_factory=lambda: defaultdict(Totals))
    groups: dict[int | None, Totals] = field(default_factory=lambda: defaultdict(Totals))
    leads: dict[int | None, Totals] = field(default_factory=lambda: defaultdict(Totals))

    def add(self, what: str, first: int | None, second: int | None, code: str, n: int) -> None:
        """Count one line of the two ways in which the tasks are added up."""
        if what == "lead":
            self.leads[first].classes[code] += n
            return
        self.whole.classes[code] += n
        self.groups[second].classes[code] += n
        if first is not None:
            self.programmes[first].classes[code] += n


@dataclass(slots=True)
class Tallies:
    """Small counts of a dashboard: what was due and done in which month, clears, what waits."""

    due: dict[date, int] = field(default_factory=dict)
    done: dict[date, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    unclear: int = 0
    waiting: int = 0
    silent: int = 0
    more: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Names:
    """Titles of groups in their order; (label, code) and kinds of organisations."""

    groups: dict[int, str] = field(default_factory=dict)
    leads: dict[int, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)


def wide_view(*, user: Any) -> bool:
    """Whether the person sees whole programmes, and so counts a task given to many once."""
    sight = sight_of(user=user)
    return sight.everywhere or bool(sight.programmes)


def counted_tasks(*, user: Any) -> QuerySet[Task]:
    """The tasks the person may see, counted as the list of tasks counts them."""
    tasks = visible_tasks(user=user)
    return countable(tasks=tasks) if wide_view(user=user) else tasks


def programmes_followed(*, user: Any) -> list[Programme]:
    """Programmes of which the person sees the whole, newest first; one SQL."""
    scope = access.scope(user, Perm.VIEW_ALL)
    found = Programme.objects.filter(scope.q("owner__path")).select_related("owner")
    return list(found.order_by("closed_on", "-starts_on", "code")) if scope else []


def cube_of(*, tasks: QuerySet[Task], as_of: AsOf) -> Cube:
    """Deadline classes of the tasks by programme, group and main lead agency; one SQL."""
    then = tasks_as_of(tasks=tasks, as_of=as_of)
    nothing = Cast(Value(None), BigIntegerField())
    by_group = _counted("group", then, F("programme_id"), F("group_id"))
    by_lead = _counted("lead", then, F("as_lead_id"), nothing)
    cube = Cube()
    for row in by_group.union(by_lead, all=True):
        cube.add(*row)
    return cube


def pairs_by_agency(*, tasks: QuerySet[Task]) -> dict[int, int]:
    """Task–agency pairs: for each organisation, the given tasks it leads alone or with others."""
    rows = (
        TaskParty.objects.filter(
            task__in=tasks.order_by(), role=PartyRole.LEAD.value, organisation__isnull=False
        )
        .order_by()
        .values_list("organisation_id")
        .annotate(n=Count("task_id", distinct=True))
    )
    return dict(rows)


def names_of(
    *, groups: Iterable[int | None], organisations: Iterable[int | None]
) -> tuple[dict[int, str], dict[int, tuple[str, str]]]:
    """Titles of groups in their order, and (label, code) of organisations; one SQL for both."""
    text = CharField()
    group_rows = Group.objects.filter(pk__in=[pk for pk in groups if pk]).order_by()
    org_rows = Organisation.objects.filter(pk__in=[pk for pk in organisations if pk]).order_by()
    rows = group_rows.annotate(
        what=Value("group", output_field=text),
        label=Concat("number", Value(" "), "title", output_field=text),
        code_=Cast("position", text),
    ).values_list("what", "pk", "label", "code_")
    both = rows.union(
        org_rows.annotate(
            what=Value("lead", output_field=text),
            label=Concat("short_name", Value("\n"), "name", output_field=text),
            code_=Cast("code", text),
        ).values_list("what", "pk", "label", "code_"),
        all=True,
    )
    found_groups: list[tuple[int, int, str]] = []
    leads: dict[int, tuple[str, str]] = {}
    for what, pk, label, code in both:
        if what == "group":
            found_groups.append((int(code), pk, label.strip()))
        else:
            leads[pk] = (next(filter(None, label.split("\n"))), code)
    return {pk: label for _place, pk, label in sorted(found_groups)}, leads


def tally(*, what: str, rows: QuerySet[Any], key: Any) -> Any:
    """How many of the rows have each key, as a part of `tallies_of`."""
    text = CharField()
    return (
        rows.order_by()
        .annotate(what=Value(what, output_field=text), key=Cast(key, text))
        .values("what", "key")
        .annotate(n=Count("pk"))
        .values_list("what", "key", "n")
    )


def name_tallies(
    *, groups: Iterable[int | None], organisations: Iterable[int | None]
) -> list[QuerySet[Any, Any]]:
    """The names of groups and organisations as parts of `tallies_of`, for `names_in`."""
    text = CharField()
    group_rows = Group.objects.filter(pk__in=[pk for pk in groups if pk])
    org_rows = Organisation.objects.filter(pk__in=[pk for pk in organisations if pk])
    line = Value("\n")
    place = Concat(Cast("position", text), line, "number", Value(" "), "title", output_field=text)
    label = Concat("code", line, "kind", line, "short_name", line, "name", output_field=text)
    return [
        _named("group_name", group_rows, place),
        _named("lead_name", org_rows, label),
    ]


def names_in(tallies: Tallies) -> Names:
    """The names that were read with the tallies."""
    places = []
    for key, pk in tallies.more.get("group_name", {}).items():
        place, label = key.split("\n", 1)
        places.append((int(place), pk, label.strip()))
    found = Names({pk: label for _place, pk, label in sorted(places)})
    for key, pk in tallies.more.get("lead_name", {}).items():
        code, kind, short_name, name = key.split("\n", 3)
        found.leads[pk], found.kinds[pk] = (short_name or name, code), kind
    return found


def missing_counts(*, tasks: QuerySet[Task]) -> Tallies:
    """How many tasks lack each of the six clears, and how many lack any; one SQL."""
    tallies = Tallies()
    lacking = tasks.filter(missing_clears__gt=0).order_by()
    count_missing(
        tallies=tallies, rows=lacking.values_list("missing_clears").annotate(n=Count("pk"))
    )
    return tallies


def tallies_of(
    *, programmes: Iterable[int], as_of: AsOf, more: Iterable[QuerySet[Any, Any]] = ()
) -> Tallies:
    """What waits for verification and who is silent; one SQL, none when nothing is asked.

    Both are facts of today and stay at nought for a past day. `more` are further counts made by
    `tally`, which are read with them.
    """
    parts = [*more]
    if not as_of.is_past:
        followed = Task.objects.filter(pk=OuterRef("task_id"), programme__in=programmes)
        waiting = ProgressUpdate.objects.filter(Exists(followed), state=UpdateState.SUBMITTED.value)
        silent = silent_since(
            tasks=Task.objects.filter(programme__in=programmes), day=as_of.day.replace(day=1)
        )
        parts += [
            tally(what="waiting", rows=waiting, key=F("state")),
            tally(what="silent", rows=silent.filter(lead__isnull=False), key=F("lead_id")),
        ]
    tallies = Tallies()
    for what, key, n in parts[0].union(*parts[1:], all=True) if parts else ():
        if what == "waiting":
            tallies.waiting = n
        elif what == "silent":
            tallies.silent += 1
        else:
            tallies.more.setdefault(what, {})[key] = n
    return tallies


def worrying_tasks(*, tasks: QuerySet[Task], as_of: AsOf, limit: int = LISTED) -> list[Any]:
    """The first overdue, at-risk and suspended tasks, each with the reason on record; one SQL.

    Each has `as_state`, `as_due_on`, `as_percent`, `deadline_class`, and `why`: the last obstacle
    reported, or the ground of the suspension; `said`, `said_at` and `said_by` tell its synthesis.
    """
    moment = clock.end_of(as_of.day)
    then = tasks_as_of(tasks=tasks, as_of=as_of)
    wanted = (_late(as_of), _near(as_of), Q(as_state=State.SUSPENDED.value))
    first, *others = [_first(then, condition, limit) for condition in wanted]
    urgent = Q(pk__in=first.union(*others, all=True))
    obstacle = (
        ProgressUpdate.objects.filter(task=OuterRef("pk"), submitted_at__lte=moment)
        .exclude(obstacle="")
        .order_by("-pk")
        .values("obstacle")[:1]
    )
    ground = (
        Suspension.objects.filter(task=OuterRef("pk"), at__lte=moment)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment))
        .order_by("-pk")
        .values("ground")[:1]
    )
    found = tasks_as_of(tasks=Task.objects.filter(urgent), as_of=as_of)
    return list(
        found.annotate(obstacle=Subquery(obstacle), suspension_ground=Subquery(ground))
        .annotate(**syntheses.last_words(moment=moment))
        .select_related("lead", "programme")
        .defer("content", "note", "folded", "acceptance", "ground", "programme__folded")
        .order_by(F("as_due_on").asc(nulls_last=True), "pk")
    )


def _late(as_of: AsOf) -> Q:
    """The class “overdue” told shorter, for a list; one test holds it to the class."""
    in_time = Q(as_state=State.SUBMITTED.value, as_submitted_on__lte=F("as_due_on"))
    return Q(as_due_on__lt=as_of.day, as_state__in=_OPEN) & ~in_time


def _near(as_of: AsOf) -> Q:
    """The class “due soon” told shorter, with little progress."""
    soon = as_of.day + timedelta(days=as_of.soon_days)
    still = [state for state in _OPEN if state != State.SUBMITTED.value]
    near = Q(as_due_on__gte=as_of.day, as_due_on__lte=soon)
    return near & Q(as_state__in=still, as_percent__lt=LOW_PERCENT)


def _first(then: Any, condition: Q, limit: int) -> Any:
    """Ids of the first tasks that fulfil a condition, as a part of a union."""
    found = then.filter(condition).order_by(F("as_due_on").asc(nulls_last=True), "pk")
    return Task.objects.filter(pk__in=found.values("pk")[:limit]).order_by().values("pk")


def _counted(what: str, tasks: Any, first: Any, second: Any) -> Any:
    return (
        tasks.order_by()
        .annotate(what=Value(what, output_field=CharField()), first=first, second=second)
        .values("what", "first", "second", "deadline_class")
        .annotate(n=Count("pk"))
        .values_list("what", "first", "second", "deadline_class", "n")
    )


def _named(what: str, rows: QuerySet[Any], key: Any) -> Any:
    """Names instead of counts: the key carries the words, the number is the id."""
    text = CharField()
    named = rows.order_by().annotate(what=Value(what, output_field=text), key=key, n=F("pk"))
    return named.values_list("what", "key", "n")


def count_missing(*, tallies: Tallies, rows: Iterable[tuple[int, int]]) -> None:
    """Put how many tasks lack each clear, from masks and counts, into the tallies."""
    counts = {clear.value: 0 for clear in Clear}
    for mask, n in rows:
        tallies.unclear += n
        for place, clear in enumerate(Clear):
            if mask & (1 << place):
                counts[clear.value] += n
    tallies.missing = counts
