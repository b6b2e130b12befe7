"""Comparing our rows with theirs: headings read liberally, values compared, nothing guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sauro.domains.reporting.rules.layouts import Cell, Layout, LayoutColumn, SheetRow

Fold = Callable[[str], str]
_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y")
_DAY_WITH_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_SCANNED = 30  # the heading stands among the first lines of a sheet


@dataclass(frozen=True, slots=True)
class Theirs:
    """Their sheet as it was read: rows by code, what could not be read, what is not compared."""

    rows: dict[str, dict[str, str]]
    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    without_code: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which they and we differ."""

    code: str
    task: int
    column: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sheets of rows; `same` rows are equal in all compared cells."""

    only_theirs: tuple[tuple[str, str], ...]
    only_ours: tuple[SheetRow, ...]
    differences: tuple[Difference, ...]
    same: int
    our_doubled: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not (self.only_theirs or self.only_ours or self.differences)


class NoHeading(ValueError):
    """No line of the file has the heading of the key column and of another one."""


def read_theirs(layout: Layout, lines: Iterable[Sequence[str]], fold: Fold) -> Theirs:
    """Their rows; raises NoHeading when no heading of the layout is found."""
    rows = [list(line) for line in lines]
    at, places = _heading(layout, rows, fold)
    known = set(places.values())
    unknown = [
        text.strip() for place, text in enumerate(rows[at]) if text.strip() and place not in known
    ]
    key = layout.key_column.key
    found: dict[str, dict[str, str]] = {}
    codes: Counter[str] = Counter()
    bare = 0
    for line in rows[at + 1 :]:
        cells = {
            name: _text(line[place]) if place < len(line) else "" for name, place in places.items()
        }
        if not any(cells.values()):
            continue
        code = cells[key]
        if not code:
            bare += 1
            continue
        codes[code] += 1
        found.setdefault(code, cells)
    doubled = tuple(code for code, n in codes.items() if n > 1)
    for code in doubled:
        del found[code]
    return Theirs(
        rows=found,
        columns=tuple(one.key for one in layout.columns if one.key in places),
        unknown=tuple(unknown),
        missing=tuple(one.title for one in layout.columns if one.key not in places),
        doubled=doubled,
        without_code=bare,
    )


def _heading(
    layout: Layout, rows: Sequence[Sequence[str]], fold: Fold
) -> tuple[int, dict[str, int]]:
    """The line with the most headings of the layout, and where each column stands in it."""
    names = {
        fold(_text(name)): one.key
        for one in reversed(layout.columns)
        for name in (*reversed(one.aliases), one.title)
    }
    best: tuple[int, dict[str, int]] = (0, {})
    for at, line in enumerate(rows[:_SCANNED]):
        places: dict[str, int] = {}
        for place, text in enumerate(line):
            key = names.get(fold(_text(text)))
            if key is not None:
                places.setdefault(key, place)
        if len(places) > len(best[1]):
            best = (at, places)
    if layout.key_column.key not in best[1] or len(best[1]) < 2:
        raise NoHeading
    return best


def compare(layout: Layout, ours: Sequence[SheetRow], theirs: Theirs) -> Comparison:
    """Rows by code, and the cells of rows both have; codes that stand twice are left out."""
    counts = Counter(row.code for row in ours)
    doubled = tuple(code for code, n in counts.items() if n > 1)
    mine = {row.code: row for row in ours if counts[row.code] == 1}
    left_out = set(theirs.doubled)
    both = [code for code in mine if code in theirs.rows]
    differences = [
        one for code in both for one in _differences(layout, mine[code], theirs.rows[code], theirs)
    ]
    differing = {one.code for one in differences}
    title = next((one.key for one in layout.columns if one.source == "title"), "")
    return Comparison(
        only_theirs=tuple(
            (code, cells.get(title, ""))
            for code, cells in theirs.rows.items()
            if code not in counts
        ),
        only_ours=tuple(
            row for code, row in mine.items() if code not in theirs.rows and code not in left_out
        ),
        differences=tuple(differences),
        same=len(both) - len(differing),
        our_doubled=doubled,
    )


def _differences(
    layout: Layout, ours: SheetRow, theirs: Mapping[str, str], read: Theirs
) -> Iterable[Difference]:
    for column, cell in zip(layout.columns, ours.cells, strict=True):
        if column.is_key or column.key not in read.columns:
            continue
        mine, other = shown(cell), theirs[column.key]
        if _comparable(layout, column, mine) != _comparable(layout, column, other):
            yield Difference(ours.code, ours.task, column.title, mine, other)


def as_sent(layout_keys: Sequence[str], rows: Iterable[tuple[str, Sequence[Cell]]]) -> Theirs:
    """What was sent, as if they had it: rows by code with the columns of that time."""
    found = {
        code: {key: shown(cell) for key, cell in zip(layout_keys, cells, strict=True)}
        for code, cells in rows
    }
    return Theirs(rows=found, columns=tuple(layout_keys))


def shown(cell: Cell) -> str:
    """A cell as text."""
    return "" if cell is None else str(cell)


def _text(value: str) -> str:
    return " ".join(value.split())


def _comparable(layout: Layout, column: LayoutColumn, text: str) -> object:
    """A value two spellings of which are equal; what is no day or number is compared as text."""
    if column.format == "date":
        return day_in(text, layout.day_pattern) or _text(text)
    if column.format == "number":
        number = number_in(text)
        return _text(text) if number is None else number
    return _text(text).casefold()


def day_in(text: str, pattern: str) -> date | None:
    """A day as the layout or as people write it; a time behind it is left out."""
    bare = _DAY_WITH_TIME.sub("", _text(text))
    for one in (pattern, *_DAYS):
        try:
            return datetime.strptime(bare, one).date()  # noqa: DTZ007 - a day without a time
        except ValueError:
            continue
    return None


def number_in(text: str) -> Decimal | None:
    """A number as 40, 40%, 40,5 or 40.5."""
    bare = _text(text).removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        return Decimal(bare.replace(",", ".")).normalize()
    except InvalidOperation:
        return None
