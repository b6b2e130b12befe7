"""The picture of a province on the day a period closes: plain rows, stored as canonical text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter

REACHED = ("exceeded", "met")
"""How a target stands that no longer waits for anything."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation of the province as it was called when the picture was taken."""

    id: int
    name: str
    label: str
    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme whose tasks and targets are in the picture."""

    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of tasks or targets, in the order of its programme."""

    id: int
    programme: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stood; `told`, `obstacle` are from its last update handed in by the day."""

    id: int
    programme: int
    group: int | None
    parent: int | None
    number: str
    title: str
    lead: int | None
    deadline: str
    due: date | None
    state: str
    cls: str
    percent: int
    completed: date | None
    deliverable: str
    fanned_out: bool
    told: str = ""
    obstacle: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class PastRow:
    """As much of a task on an earlier day as a comparison needs."""

    id: int
    programme: int
    parent: int | None
    lead: int | None
    state: str
    cls: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as it stood, in the words of the register."""

    id: int
    programme: int
    group: int | None
    number: str
    title: str
    lead: int | None
    lead_name: str
    unit: str
    asked: str
    last: str
    last_on: date | None
    status: str
    rule: str
    outlook: str = ""
    foreseen: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a window: its terms where it is a fraction, and on how many units it stands."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    units: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator over the window, before it, and in the same window of the last year."""

    id: int
    code: str
    name: str
    unit: str
    heading: str
    phrase: str
    period: int
    expected: int
    now: Value
    before: Value
    year_ago: Value
    by_unit: dict[int, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A figure of the previous period's report that was corrected since: then, now, when, why.

    `unit` is the organisation whose figure it is, `programmes` those whose reports tell it.
    """

    what: str
    unit: int | None
    programmes: tuple[int, ...]
    then: str
    now: str
    on: date
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class BottleneckRow:
    """An open bottleneck as it stood, with the tasks and targets that were linked to it.

    `level` is that which can lift it, `lifter` the body where one is named; `responsible` is none
    when the unit that answered for it is known by its name only.
    """

    id: int
    code: str
    title: str
    kind: str
    condition: str
    level: str
    lifter: str
    responsible: int | None
    responsible_name: str
    lift_by: date | None
    escalated_on: date | None
    tasks: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """The tasks of an earlier day, and how many targets there were and were reached."""

    day: date
    tasks: tuple[PastRow, ...] = ()
    targets: int = 0
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a report of a period can say; `day` is the closing day.

    `bottlenecks` is none in a picture that was taken before reports told them.
    """

    owner: int
    period: str
    label: str
    first: date
    day: date
    next_label: str
    next_day: date
    programmes: tuple[Programme, ...] = ()
    groups: tuple[Group, ...] = ()
    agencies: tuple[Agency, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    before: Past | None = None
    year_ago: Past | None = None
    corrections: tuple[CorrectionRow, ...] = ()
    bottlenecks: tuple[BottleneckRow, ...] | None = None


_ADAPTER: TypeAdapter[Picture] = TypeAdapter(Picture)


def to_text(picture: Picture) -> str:
    """The canonical text of a picture: the same rows give the same text."""
    data = _ADAPTER.dump_python(picture, mode="json")
    if picture.bottlenecks is None:  # an older picture keeps its text
        del data["bottlenecks"]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Picture:
    """The picture of a stored text; raises ValueError when it is none."""
    return _ADAPTER.validate_json(text)


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
