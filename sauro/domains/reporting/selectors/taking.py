"""Taking the picture of a province: a handful of queries, whatever the number of reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import translation

from sauro.core import clock
from sauro.domains.bottlenecks.selectors import past as past_bottlenecks
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes import figures as target_words
from sauro.domains.programmes.models import (
    Group,
    Programme,
    ProgressUpdate,
    Suspension,
    Target,
    Task,
)
from sauro.domains.programmes.rules import UpdateState
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.rules import picture as rows
from sauro.domains.reporting.rules.picture import REACHED
from sauro.domains.reporting.selectors import corrections, measuring
from sauro.engines import periods

_TASK = (
    "pk",
    "programme_id",
    "group_id",
    "parent_id",
    "number",
    "title",
    "as_lead_id",
    "deadline_text",
    "as_due_on",
    "as_state",
    "deadline_class",
    "as_percent",
    "as_completed_on",
    "deliverable",
    "fanned_out",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which province and period a picture is taken, and until which day figures count."""

    owner: Organisation
    period: periods.Period
    today: date
    known_on: date
    soon_days: int

    @property
    def day(self) -> date:
        """The closing day, or today while the period still runs."""
        return min(periods.closing_day(self.period), self.today)

    def as_of(self, day: date) -> AsOf:
        """A day as the selectors of tasks take it."""
        return AsOf(day, self.today, self.soon_days)


def picture_of(*, asked: Asked) -> rows.Picture:
    """The picture of a province as of the closing day of a period, in Vietnamese."""
    with translation.override("vi"):
        return _picture(asked)


def _picture(asked: Asked) -> rows.Picture:
    programmes = list(
        Programme.objects.filter(
            owner__path__startswith=asked.owner.path, starts_on__lte=asked.day
        ).order_by("starts_on", "code")
    )
    ids = [one.pk for one in programmes]
    tasks = _tasks(ids, asked.as_of(asked.day))
    targets = _targets(ids, asked.as_of(asked.day))
    following = _following(asked.period)
    return rows.Picture(
        owner=asked.owner.pk,
        period=asked.period.code,
        label=asked.period.label("vi"),
        first=periods.window(asked.period).first,
        day=asked.day,
        next_label=following.label("vi"),
        next_day=periods.closing_day(following),
        programmes=tuple(rows.Programme(one.pk, one.code, one.title) for one in programmes),
        groups=_groups(ids),
        agencies=_agencies(
            asked.owner, [*(one.lead for one in tasks), *(one.lead for one in targets)]
        ),
        tasks=tasks,
        targets=targets,
        indicators=measuring.indicator_rows(
            owner=asked.owner, period=asked.period, day=asked.known_on
        ),
        before=_past(ids, asked, periods.closing_day(asked.period.previous())),
        year_ago=_past(ids, asked, periods.closing_day(asked.period.same_last_year())),
        corrections=corrections.since_previous(
            owner=asked.owner, period=asked.period, until=clock.end_of(asked.known_on)
        ),
        bottlenecks=tuple(
            rows.BottleneckRow(**asdict(one))
            for one in past_bottlenecks.holding_on(owner=asked.owner, day=asked.day)
        ),
    )


def _following(period: periods.Period) -> periods.Period:
    """The period to come; after the first months of a year the rest of that year."""
    rest = date(period.end.year, 12, 31)
    if isinstance(period, periods.Custom) and period.whole_months and period.end < rest:
        return periods.Custom(period.end + timedelta(days=1), rest)
    return period.next()


def _tasks(programmes: list[int], as_of: AsOf) -> tuple[rows.TaskRow, ...]:
    found = standing.tasks_as_of(
        tasks=Task.objects.filter(programme__in=programmes), as_of=as_of
    ).order_by("programme__starts_on", "programme__code", "position", "pk")
    told = last_words(programmes=programmes, day=as_of.day)
    grounds = _grounds(programmes, as_of.day)
    nothing = ("", "")
    return tuple(
        rows.TaskRow(*cells)
        for cells in (
            (*values, *told.get(values[0], nothing), grounds.get(values[0], ""))
            for values in found.values_list(*_TASK)
        )
    )


def last_words(*, programmes: list[int], day: date) -> dict[int, tuple[str, str]]:
    """What the last update of each task handed in by a day says was done, and what blocks it."""
    said = (UpdateState.SUBMITTED.value, UpdateState.VERIFIED.value, UpdateState.NOTED.value)
    inside = ProgressUpdate.objects.filter(
        task__programme__in=programmes, submitted_at__lte=clock.end_of(day), state__in=said
    ).filter(no_change=False)
    grouped = inside.order_by().values("task").annotate(last=Max("pk"))
    last = list(grouped.values_list("last", flat=True))  # a subquery here is planned row by row
    found = ProgressUpdate.objects.filter(pk__in=last).values_list("task_id", "done", "obstacle")
    return {task: (done.strip(), obstacle.strip()) for task, done, obstacle in found}


def _grounds(programmes: list[int], day: date) -> dict[int, str]:
    moment = clock.end_of(day)
    found = Suspension.objects.filter(task__programme__in=programmes, at__lte=moment).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
    )
    return dict(found.order_by("pk").values_list("task_id", "ground"))


def _targets(programmes: list[int], as_of: AsOf) -> tuple[rows.TargetRow, ...]:
    targets: QuerySet[Target] = Target.objects.filter(programme__in=programmes).order_by(
        "programme__starts_on", "programme__code", "position", "pk"
    )
    lines = (
        target_words.target_line(one, as_of=as_of)
        for one in target_selectors.targets_as_of(targets=targets, as_of=as_of)
    )
    return tuple(_target_row(line) for line in lines)


def _target_row(line: target_words.TargetLine) -> rows.TargetRow:
    target, reading = line.target, line.standing.reading
    return rows.TargetRow(
        id=target.pk,
        programme=target.programme_id,
        group=target.group_id,
        number=target.number,
        title=target.title,
        lead=target.lead_id,
        lead_name=target.lead.label if target.lead else target.lead_mention,
        unit=target.indicator.unit,
        asked=line.asked,
        last=line.last,
        last_on=reading.on if reading else None,
        status=line.status,
        rule=line.rule,
        outlook=line.standing.outlook.value if line.standing.foreseen else "",
        foreseen=line.foreseen,
        note=target.note,
    )


def _past(programmes: list[int], asked: Asked, day: date) -> rows.Past | None:
    """The same tasks on an earlier day; nothing when there were none yet."""
    if day >= asked.day:
        return None
    as_of = asked.as_of(day)
    then = standing.tasks_as_of(tasks=Task.objects.filter(programme__in=programmes), as_of=as_of)
    columns = ("pk", "programme_id", "parent_id", "as_lead_id", "as_state", "deadline_class")
    tasks = tuple(rows.PastRow(*values) for values in then.order_by("pk").values_list(*columns))
    if not tasks:
        return None
    targets = target_selectors.targets_as_of(
        targets=Target.objects.filter(programme__in=programmes), as_of=as_of
    )
    reached = sum(one.status in REACHED for one in targets)
    return rows.Past(day, tasks, len(targets), reached)


def _groups(programmes: list[int]) -> tuple[rows.Group, ...]:
    found = Group.objects.filter(programme__in=programmes).order_by(
        "programme__starts_on", "programme__code", F("position"), "pk"
    )
    return tuple(
        rows.Group(*values) for values in found.values_list("pk", "programme_id", "number", "title")
    )


def _agencies(owner: Organisation, leads: Iterable[int | None]) -> tuple[rows.Agency, ...]:
    wanted = {lead for lead in leads if lead}
    found: Any = Organisation.objects.filter(Q(path__startswith=owner.path) | Q(pk__in=wanted))
    return tuple(
        rows.Agency(one.pk, one.name, one.label, one.path, one.kind)
        for one in found.order_by("path").only("name", "short_name", "path", "kind")
    )
