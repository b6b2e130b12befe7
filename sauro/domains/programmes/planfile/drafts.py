"""What a plan file says, before any of it is matched with or written to records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .agencies import Mention
from .deadlines import Deadline
from .problems import ERROR, Problem


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group of a plan; `parent` is an index into the draft's groups."""

    number: str
    title: str
    parent: int | None = None
    level: int = 1
    horizon: int | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as written; `group` and `parent` are indexes into the draft's groups and tasks."""

    number: str
    title: str
    content: str = ""
    group: int | None = None
    parent: int | None = None
    lead_text: str = ""
    leads: tuple[Mention, ...] = ()
    coordinate_text: str = ""
    coordinators: tuple[Mention, ...] = ()
    deadline: Deadline = field(default_factory=Deadline)
    result: str = ""
    authority: str = ""
    supervisor: str = ""
    basis: str = ""
    budget: str = ""
    note: str = ""
    code: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as written and as understood; `low` and `high` are equal unless it is a range.

    `doubts` are codes of the catalogue of problems: what a person should check in this reading.
    """

    text: str = ""
    comparator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    assumed: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached by a day: a figure, or the word that it is met, or not measurable yet."""

    on: date
    text: str
    value: Decimal | None = None
    met: bool | None = None
    measurable: bool = True


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A target as written; `value` is the one for `horizon`, `values` holds each year's.

    `horizon_assumed` says that the row itself names no year; `falling` that lower is better;
    `indicator` is the title with what stands above it, when the title alone says too little.
    """

    number: str
    title: str
    unit: str = ""
    value: Value = Value()
    values: tuple[tuple[int, Value], ...] = ()
    horizon: int | None = None
    horizon_assumed: bool = False
    due_on: date | None = None
    falling: bool = False
    indicator: str = ""
    results: tuple[Result, ...] = ()
    baseline: Value = Value()
    baseline_year: int | None = None
    group: int | None = None
    parent: int | None = None
    lead_text: str = ""
    leads: tuple[Mention, ...] = ()
    coordinate_text: str = ""
    coordinators: tuple[Mention, ...] = ()
    source: str = ""
    note: str = ""
    code: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    where: str = field(default="", compare=False)

    @property
    def comparator(self) -> str:
        """ge, gt, le, lt, eq, range, rank_top, keep_above, yes_no or text."""
        return self.value.comparator

    @property
    def low(self) -> Decimal | None:
        """The figure, or the lower end of a range."""
        return self.value.low

    @property
    def high(self) -> Decimal | None:
        """The figure, or the upper end of a range."""
        return self.value.high


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Everything a file says: title lines, groups, tasks, targets, and what to look at."""

    titles: tuple[str, ...] = ()
    groups: tuple[GroupDraft, ...] = ()
    tasks: tuple[TaskDraft, ...] = ()
    targets: tuple[TargetDraft, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that must be solved first."""
        return tuple(found for found in self.problems if found.level == ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems to look at."""
        return tuple(found for found in self.problems if found.level != ERROR)
