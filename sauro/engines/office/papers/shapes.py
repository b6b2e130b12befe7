"""An official paper as data: what it says, not how it looks.

Texts may be given where runs are expected (`Paragraph("…")`), lists where tuples are stored; so
what is built by hand equals what comes back from storage. Stored form: plain JSON data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

Form = Literal["state", "party"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `ref` names the figure it prints, which a page turns into a link."""

    text: str
    bold: bool = False
    italic: bool = False
    ref: str = ""


Runs = Sequence[Run] | str
Cell = tuple[Run, ...]


def _runs(value: Runs) -> tuple[Run, ...]:
    if isinstance(value, str):
        return (Run(value),) if value else ()
    return tuple(value)


def _store(target: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(target, name, value)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body; level 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, init=False)
class Paragraph:
    """A paragraph; `indent` puts its first line in."""

    runs: tuple[Run, ...]
    indent: bool = True

    def __init__(self, runs: Runs, indent: bool = True) -> None:
        _store(self, runs=_runs(runs), indent=indent)


@dataclass(frozen=True, slots=True, init=False)
class Bullets:
    """A list of items, each introduced by a dash."""

    items: tuple[tuple[Run, ...], ...]

    def __init__(self, items: Iterable[Runs]) -> None:
        _store(self, items=tuple(_runs(item) for item in items))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths are shares when they do not fit the page."""

    title: str
    width_mm: float
    align: Align = "left"


@dataclass(frozen=True, slots=True, init=False)
class Table:
    """A table whose header repeats over pages.

    A row with fewer cells than columns lets its last cell span the rest (a group line);
    `total_rows` are the places of the rows set in bold.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total_rows: tuple[int, ...] = ()

    def __init__(
        self,
        columns: Iterable[Column],
        rows: Iterable[Iterable[Runs]],
        caption: str = "",
        total_rows: Iterable[int] = (),
    ) -> None:
        heads, totals = tuple(columns), tuple(total_rows)
        stored = tuple(tuple(_runs(cell) for cell in row) for row in rows)
        if not heads or any(not 0 < len(row) <= len(heads) for row in stored):
            raise ValueError("a row of a table has no cells, or more than the table has columns")
        _store(self, columns=heads, rows=stored, caption=caption, total_rows=totals)


Block = Heading | Paragraph | Bullets | Table
Section = Sequence[Block]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, which begins a page of its own."""

    title: str
    blocks: Section = ()
    landscape: bool = False

    def __post_init__(self) -> None:
        _store(self, blocks=tuple(self.blocks))


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines over a name, from the top: `on_behalf` ("TM. ỦY BAN NHÂN DÂN"), `authority`
    ("KT. CHỦ TỊCH"), `position` ("PHÓ CHỦ TỊCH").
    """

    authority: str = ""
    position: str = ""
    name: str = ""
    on_behalf: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines over the name, without the empty ones."""
        found = (self.on_behalf, self.authority, self.position)
        return tuple(line for text in found for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of the state (Decree 30/2020) or of the Party.

    Without a number or a day it is a draft, and space is left to write them in. `kind` is "BÁO
    CÁO", "KẾ HOẠCH" …, and empty for an official letter (công văn). `copy_mark` is SY, TrS or SL.
    `as_of` is the day of its figures: the files of a draft are described with it.
    """

    form: Form = "state"
    parent: str = ""
    issuer: str
    number: int | None = None
    symbol: str
    place: str
    day: date | None = None
    kind: str = ""
    abstract: str
    addressed_to: Sequence[str] = ()
    grounds: Sequence[str] = ()
    blocks: Section = ()
    recipients: Sequence[str] = ()
    drafter_mark: str = ""
    signature: Signature = Signature()
    annexes: Sequence[Annex] = ()
    urgency: str = ""
    copy_mark: str = ""
    language: str = "vi"
    as_of: date | None = None

    def __post_init__(self) -> None:
        for name in ("addressed_to", "grounds", "blocks", "recipients", "annexes"):
            _store(self, **{name: tuple(getattr(self, name))})


_BLOCKS: dict[str, type[Any]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "bullets": Bullets,
    "table": Table,
}
_BLOCK_NAMES = {shape: name for name, shape in _BLOCKS.items()}


def _data(value: Any) -> Any:
    """A shape as JSON data; what has its default value is left out."""
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if not hasattr(value, "__dataclass_fields__"):
        return value
    found: dict[str, Any] = {}
    if type(value) in _BLOCK_NAMES:
        found["block"] = _BLOCK_NAMES[type(value)]
    for field in fields(value):
        item = getattr(value, field.name)
        if item != field.default:
            found[field.name] = _data(item)
    return found


def _runs_from(data: Iterable[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**run) for run in data)


def _block_from(data: dict[str, Any]) -> Block:
    """Raises ValueError for a block of a kind that is not known."""
    values = dict(data)
    shape = _BLOCKS.get(values.pop("block", ""))
    if shape is None:
        raise ValueError(f"unknown block: {data.get('block')!r}")
    if "runs" in values:
        values["runs"] = _runs_from(values["runs"])
    if "items" in values:
        values["items"] = [_runs_from(item) for item in values["items"]]
    if "columns" in values:
        values["columns"] = [Column(**column) for column in values["columns"]]
        values["rows"] = [[_runs_from(cell) for cell in row] for row in values["rows"]]
    block: Block = shape(**values)
    return block


def blocks_to_data(blocks: Section) -> list[dict[str, Any]]:
    """A section as JSON data."""
    return [_data(block) for block in blocks]


def blocks_from_data(data: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
    """The section that was stored; raises ValueError or TypeError when it is none."""
    return tuple(_block_from(block) for block in data)


def paper_to_data(paper: Paper) -> dict[str, Any]:
    """A paper as JSON data."""
    found: dict[str, Any] = _data(paper)
    return found


def paper_from_data(data: dict[str, Any]) -> Paper:
    """The paper that was stored; raises ValueError or TypeError when it is none."""
    values = dict(data)
    for name in ("day", "as_of"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    values["blocks"] = blocks_from_data(values.get("blocks", ()))
    values["signature"] = Signature(**values.get("signature", {}))
    values["annexes"] = [
        Annex(**{**annex, "blocks": blocks_from_data(annex.get("blocks", ()))})
        for annex in values.get("annexes", ())
    ]
    return Paper(**values)


def text_of(runs: Iterable[Run]) -> str:
    """The runs as one plain text."""
    return "".join(run.text for run in runs)
