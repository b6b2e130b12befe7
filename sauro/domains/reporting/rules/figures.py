"""Every number a report prints: its key, how it is counted, and the rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from sauro.domains.bottlenecks.rules import Level
from sauro.domains.reporting.rules import subject as subjects
from sauro.domains.reporting.rules.picture import (
    REACHED,
    BottleneckRow,
    IndicatorRow,
    Past,
    PastRow,
    Picture,
    TargetRow,
    TaskRow,
    Value,
)
from sauro.domains.reporting.rules.subject import Subject

DONE = ("done_on_time", "done_late")
CLASSES = (
    *DONE,
    "in_time",
    "due_soon",
    "overdue",
    "no_deadline",
    "suspended",
    "cancelled",
)


_LEVELS = {
    subjects.SubjectKind.PROVINCE: Level.PROVINCE,
    subjects.SubjectKind.PROGRAMME: Level.PROVINCE,
    subjects.SubjectKind.AGENCY: Level.AGENCY,
    subjects.SubjectKind.COMMUNE: Level.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its rule; `of` is the whole it is a part of, `ids` the rows it counts."""

    key: str
    value: Decimal | None
    what: str  # tasks, targets, bottlenecks, indicator
    rule: str
    of: int | None = None
    ids: tuple[int, ...] = ()
    percent: bool = False


@dataclass
class View:
    """The picture as one subject sees it; all figures and lists of a report come from here."""

    picture: Picture
    subject: Subject
    figures: dict[str, Figure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._count_tasks()
        self._count_past()
        self._count_parts()
        self._count_targets()
        for row in self.indicators:
            self._count_indicator(row)
        if self.picture.bottlenecks is not None:
            self._count_bottlenecks()

    @cached_property
    def tasks(self) -> tuple[TaskRow, ...]:
        """The tasks of the subject."""
        return subjects.tasks_of(self.picture, self.subject)

    @cached_property
    def targets(self) -> tuple[TargetRow, ...]:
        """The targets of the subject."""
        return subjects.targets_of(self.picture, self.subject)

    @cached_property
    def indicators(self) -> tuple[IndicatorRow, ...]:
        """The indicators a report of the subject tells, with its own figures."""
        kind = self.subject.kind
        if kind == subjects.SubjectKind.PROVINCE:
            return self.picture.indicators
        if kind == subjects.SubjectKind.PROGRAMME:
            return ()
        found = (_of_unit(row, self.subject.id) for row in self.picture.indicators)
        return tuple(row for row in found if row is not None)

    @cached_property
    def past(self) -> dict[str, Past]:
        """The earlier days (before, year_ago) on which the subject had tasks to compare with."""
        days = {"before": self.picture.before, "year_ago": self.picture.year_ago}
        return {
            name: past
            for name, past in days.items()
            if past and subjects.past_tasks_of(self.picture, past, self.subject)
        }

    @cached_property
    def completed(self) -> tuple[TaskRow, ...]:
        """Tasks confirmed as completed within the window, in order of the day."""
        inside = (
            row
            for row in self.tasks
            if row.state == "completed" and row.completed and self._in_window(row.completed)
        )
        return tuple(sorted(inside, key=lambda row: (row.completed or date.max, row.id)))

    @cached_property
    def late(self) -> tuple[TaskRow, ...]:
        """Overdue tasks, the longest overdue first."""
        return self._of_class("overdue")

    @cached_property
    def suspended(self) -> tuple[TaskRow, ...]:
        """Suspended tasks."""
        return self._of_class("suspended")

    @cached_property
    def ahead(self) -> tuple[TaskRow, ...]:
        """Open tasks that fall due in the next period, in order of the day."""
        after, last = self.picture.day, self.picture.next_day
        closed = {*DONE, "cancelled", "suspended"}
        found = (
            row
            for row in self.tasks
            if row.due and after < row.due <= last and row.cls not in closed
        )
        return tuple(sorted(found, key=lambda row: (row.due or date.max, row.id)))

    @cached_property
    def obstacles(self) -> tuple[TaskRow, ...]:
        """Open tasks whose last update names an obstacle."""
        return tuple(row for row in self.tasks if row.obstacle and row.cls not in subjects.CLOSED)

    @cached_property
    def bottlenecks(self) -> tuple[BottleneckRow, ...]:
        """Open bottlenecks, the one for which most waits first."""
        rows = subjects.bottlenecks_of(self.picture, self.subject)
        return tuple(
            sorted(
                rows,
                key=lambda row: (
                    -len(row.tasks) - len(row.targets),
                    row.lift_by or date.max,
                    row.id,
                ),
            )
        )

    @cached_property
    def beside(self) -> tuple[TaskRow, ...]:
        """Tasks with an obstacle that wait for no bottleneck of the register."""
        waiting = {pk for row in self.bottlenecks for pk in row.tasks}
        return tuple(row for row in self.obstacles if row.id not in waiting)

    def above(self, row: BottleneckRow) -> bool:
        """Whether a bottleneck is for a level above that of the subject."""
        levels = list(Level)
        return levels.index(Level(row.level)) > levels.index(_LEVELS[self.subject.kind])

    def number(self, key: str) -> int:
        """A counted figure; 0 when nothing was counted under the key."""
        found = self.figures.get(key)
        return int(found.value or 0) if found else 0

    def _in_window(self, day: date) -> bool:
        return self.picture.first <= day <= self.picture.day

    def _of_class(self, cls: str) -> tuple[TaskRow, ...]:
        found = (row for row in self.tasks if row.cls == cls)
        return tuple(sorted(found, key=lambda row: (row.due or date.max, row.id)))

    def _put(self, key: str, rows: Iterable[int], what: str, rule: str, of: int | None) -> None:
        ids = tuple(rows)
        self.figures[key] = Figure(key, Decimal(len(ids)), what, rule, of, ids)

    def _put_share(self, key: str, part: str, whole: int) -> None:
        source = self.figures[part]
        share = percent(len(source.ids), whole)
        self.figures[key] = Figure(
            key, share, source.what, f"share:{part}", whole, source.ids, percent=True
        )

    def _tasks_where(self, key: str, rule: str, test: Callable[[TaskRow], bool]) -> None:
        rows = (row.id for row in self.tasks if test(row))
        self._put(key, rows, "tasks", rule, len(self.tasks))

    def _count_tasks(self) -> None:
        self._tasks_where("tasks.total", "tasks", lambda _row: True)
        for cls in CLASSES:
            self._put_class(f"tasks.{cls}", cls, self.tasks)
        self._tasks_where("tasks.done", "done", lambda row: row.cls in DONE)
        self._tasks_where(
            "tasks.open", "open", lambda row: row.cls in ("in_time", "due_soon", "no_deadline")
        )
        self._put_share("tasks.done_share", "tasks.done", len(self.tasks))
        self._put_share("tasks.overdue_share", "tasks.overdue", len(self.tasks))
        for name, rows in (
            ("completed", self.completed),
            ("ahead", self.ahead),
            ("obstacles", self.obstacles),
        ):
            self._put(f"tasks.{name}", (one.id for one in rows), "tasks", name, len(self.tasks))

    def _put_class(self, key: str, cls: str, rows: Sequence[TaskRow | PastRow]) -> None:
        wanted = DONE if cls == "done" else (cls,)
        ids = (one.id for one in rows if one.cls in wanted)
        self._put(key, ids, "tasks", f"class:{cls}", len(rows))

    def _count_past(self) -> None:
        for name, past in self.past.items():
            rows = subjects.past_tasks_of(self.picture, past, self.subject)
            self._put(f"{name}.total", (one.id for one in rows), "tasks", "tasks", len(rows))
            for cls in (*CLASSES, "done"):
                self._put_class(f"{name}.{cls}", cls, rows)

    def _count_parts(self) -> None:
        for what, key_of in (("group", _group_of), ("agency", _lead_of)):
            by_key: dict[int, list[TaskRow]] = {}
            for row in self.tasks:
                by_key.setdefault(key_of(row) or 0, []).append(row)
            for pk, rows in by_key.items():
                self._count_part(f"{what}.{pk}", rows)

    def _count_part(self, stem: str, rows: list[TaskRow]) -> None:
        whole = len(rows)
        self._put(f"{stem}.total", (one.id for one in rows), "tasks", "tasks", whole)
        for cls in (*CLASSES, "done"):
            self._put_class(f"{stem}.{cls}", cls, rows)
        self._put_share(f"{stem}.done_share", f"{stem}.done", whole)

    def _count_targets(self) -> None:
        whole = len(self.targets)
        self._put("targets.total", (one.id for one in self.targets), "targets", "targets", whole)
        for status in sorted({row.status for row in self.targets} | set(REACHED)):
            ids = (one.id for one in self.targets if one.status == status)
            self._put(f"targets.{status}", ids, "targets", f"status:{status}", whole)
        reached = (one.id for one in self.targets if one.status in REACHED)
        self._put("targets.reached", reached, "targets", "reached", whole)
        self._put_share("targets.reached_share", "targets.reached", whole)
        for outlook in sorted({row.outlook for row in self.targets if row.outlook}):
            ids = (one.id for one in self.targets if one.outlook == outlook)
            self._put(f"targets.outlook.{outlook}", ids, "targets", f"outlook:{outlook}", whole)

    def _count_bottlenecks(self) -> None:
        rows, day = self.bottlenecks, self.picture.day
        self._count_held("bottlenecks", rows)
        for row in rows:
            self._count_held(f"bottleneck.{row.id}", [row])
        for name, some in (
            ("total", rows),
            ("escalated", [row for row in rows if row.escalated_on]),
            ("overdue", [row for row in rows if row.lift_by and row.lift_by < day]),
            ("own", [row for row in rows if not self.above(row)]),
        ):
            self._put_bottlenecks(f"bottlenecks.{name}", name, some)
        for level in Level:
            some = [row for row in rows if row.level == level]
            self._put_bottlenecks(f"bottlenecks.level.{level}", f"level:{level}", some)
        beside = (row.id for row in self.beside)
        self._put("tasks.obstacles_beside", beside, "tasks", "obstacles_beside", len(self.tasks))

    def _put_bottlenecks(self, key: str, rule: str, rows: Iterable[BottleneckRow]) -> None:
        ids = (row.id for row in rows)
        self._put(key, ids, "bottlenecks", f"bottlenecks_{rule}", len(self.bottlenecks))

    def _count_held(self, stem: str, rows: Iterable[BottleneckRow]) -> None:
        """The tasks and targets that wait for some bottlenecks, each once."""
        rows = list(rows)
        for what in ("tasks", "targets"):
            ids = dict.fromkeys(pk for row in rows for pk in getattr(row, what))
            self._put(f"{stem}.{what}", ids, what, "waiting", None)

    def _count_indicator(self, row: IndicatorRow) -> None:
        for name in ("now", "before", "year_ago"):
            value: Value = getattr(row, name)
            key = f"indicator.{row.code}.{name}"
            self.figures[key] = Figure(
                key, value.value, "indicator", f"indicator:{name}", None, (row.id,)
            )
        units = f"indicator.{row.code}.units"
        self.figures[units] = Figure(
            units, Decimal(row.now.units), "indicator", "indicator:units", row.expected, (row.id,)
        )


def percent(part: int, whole: int) -> Decimal | None:
    """A share in percent with one decimal; none of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None


def tally(rows: Iterable[TaskRow | PastRow]) -> Counter[str]:
    """Deadline classes of some tasks; they add up to the number of rows."""
    return Counter(row.cls for row in rows)


def _group_of(row: TaskRow) -> int | None:
    return row.group


def _lead_of(row: TaskRow) -> int | None:
    return row.lead


def _of_unit(row: IndicatorRow, unit: int) -> IndicatorRow | None:
    own = row.by_unit.get(unit)
    if own is None:
        return None
    return IndicatorRow(
        id=row.id,
        code=row.code,
        name=row.name,
        unit=row.unit,
        heading=row.heading,
        phrase="",
        period=row.period,
        expected=1,
        now=own,
        before=Value(),
        year_ago=Value(),
    )
