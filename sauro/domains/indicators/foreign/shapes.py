"""What is known before a foreign table is read, and what becomes of each of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VALUE, BASE, REASON = "value", "base", "reason"


class Fate(StrEnum):
    """What became of a cell."""

    READ = "read"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator of the form, as far as reading needs it."""

    code: str
    name: str
    name_en: str = ""
    base_name: str = ""
    unit: str = ""
    rollup: str = "sum"
    over_time: str = "periodic"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that reports on the form: its code and all the names by which it goes."""

    code: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The form, what the person said of the file, and names he accepted for what stands there."""

    indicators: tuple[KnownIndicator, ...]
    units: tuple[KnownUnit, ...]
    periodicity: str
    above: tuple[str, ...] = ()  # names of the units above, whose rows are totals
    unit: str = ""
    period: int | None = None
    own: str = ""  # the one unit for which the person enters figures, when there is one
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CellTold:
    """A cell that is not empty, and what became of it; `why` is a code of `words.WHY`."""

    where: str
    text: str
    row: int
    col: int
    fate: str = Fate.IGNORED
    why: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    in_area: bool = False  # among the figures, not beside them
    unit: str = ""
    indicator: str = ""
    period: int | None = None
    role: str = ""
    amount: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A name that nobody is sure of, with what it may mean: pairs of code and name."""

    kind: str  # unit or indicator
    text: str
    where: str
    candidates: tuple[tuple[str, str], ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a place; a hard one means that figures were left out."""

    where: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    hard: bool = True


@dataclass(slots=True)
class TableRead:
    """A sheet as it was read."""

    sheet: str
    cells: list[CellTold] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
