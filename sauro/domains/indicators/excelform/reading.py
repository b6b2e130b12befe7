"""Reading a form back from a sheet: rows and columns are found by keys wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from sauro.domains.indicators.excelform import keys
from sauro.domains.indicators.excelform.keys import Place
from sauro.engines import text
from sauro.engines.office.grid import Cell, Grid

HEADINGS: dict[str, tuple[str, ...]] = {
    keys.VALUE: (
        "so lieu",
        "gia tri",
        "thuc hien",
        "ket qua",
        "tu so",
        "ky nay",
        "figure",
        "value",
    ),
    keys.BASE: ("mau so", "trong so", "denominator", "weight"),
    keys.REASON: ("giai trinh", "ly do", "giai thich", "reason", "why"),
    keys.CODE: ("ma", "ma chi so", "ma so", "code"),
    keys.NAME: ("chi so", "ten chi so", "chi tieu", "noi dung", "indicator"),
}
_WHOLE_WORDS = (keys.CODE, keys.NAME)  # headings that must be the whole cell
_NOTHING = {"-", "–", "—", "…", "...", "x", "X"}
_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}")
_FINEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that keeps it from being read, or is only worth knowing."""

    where: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    hard: bool = True


@dataclass(frozen=True, slots=True)
class Typed:
    """One line of the form as typed, and where each of its cells stands."""

    value: str = ""
    base: str = ""
    reason: str = ""
    where: str = ""


@dataclass(slots=True)
class Found:
    """What a sheet holds, by code of the indicator."""

    place: Place
    rows: dict[str, Typed] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def place_of(grid: Grid) -> Place | None:
    """The form, unit and period a sheet is for, by the key that most of its rows carry."""
    counted: dict[Place, int] = {}
    for cell in _cells(grid):
        if (key := keys.read_key(cell.text)) is not None:
            counted[key[0]] = counted.get(key[0], 0) + 1
    return max(counted, key=lambda place: counted[place]) if counted else None


def read_sheet(grid: Grid, place: Place, names: Mapping[str, str]) -> Found:
    """What a sheet holds of the form it is for; `names` gives the indicators' names by code."""
    found = Found(place)
    columns, header = _columns(grid)
    if keys.VALUE not in columns:
        found.faults.append(Fault(grid.where(1), "no_value_column"))
        return found
    by_words = {text.fold(text.clean(name)): code for code, name in names.items()}
    empty = {(note.row, note.col) for note in grid.notes if note.code == "formula_empty"}
    for row in grid.rows[header:]:
        _read_row(found, _Row(grid, row, columns, empty), names, by_words)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet with the columns known."""

    grid: Grid
    cells: Sequence[Cell]
    columns: Mapping[str, int]
    empty_formulas: set[tuple[int, int]]

    def cell(self, mark: str) -> Cell | None:
        place = self.columns.get(mark)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def text(self, mark: str) -> str:
        cell = self.cell(mark)
        return cell.text.strip() if cell is not None else ""

    def where(self, mark: str) -> str:
        cell = self.cell(mark) or self.cells[0]
        return self.grid.where(cell.row, cell.col)


def _cells(grid: Grid) -> Iterable[Cell]:
    for row in grid.rows:
        for cell in row:
            if cell.text and cell.merged_from is None:
                yield cell


def _columns(grid: Grid) -> tuple[dict[str, int], int]:
    """Places of the columns by mark, and of the row below which figures stand."""
    columns: dict[str, int] = {}
    header = 0
    for at, row in enumerate(grid.rows):
        marks = {cell.text: place for place, cell in enumerate(row) if cell.text.startswith("@")}
        if keys.KEY in marks or keys.VALUE in marks:
            columns, header = marks, at + 1
            break
    if keys.VALUE in columns:
        return columns, header
    for at, row in enumerate(grid.rows):
        named = _headings(row)
        if keys.VALUE in named and len(named) > 1:
            return named | columns, at + 1
    return columns, header


def _headings(row: Sequence[Cell]) -> dict[str, int]:
    """The columns that a row of headings names in words."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        words = text.fold(text.clean(cell.text))
        for mark, known in HEADINGS.items():
            fits = words in known if mark in _WHOLE_WORDS else words.startswith(known)
            if words and fits and mark not in found:
                found[mark] = place
                break
    return found


def _read_row(
    found: Found, row: _Row, names: Mapping[str, str], by_words: Mapping[str, str]
) -> None:
    code = _indicator(found, row, names, by_words)
    if code is None:
        return
    if code not in names:
        found.faults.append(Fault(row.where(keys.VALUE), "not_on_form", {"code": code}))
        return
    value, base, reason = (_typed(found, row, mark) for mark in keys.INPUTS)
    typed = Typed(value, base, reason, row.where(keys.VALUE))
    before = found.rows.get(code)
    if before is None or not (before.value or before.base or before.reason):
        found.rows[code] = typed
    elif (typed.value, typed.base) not in (("", ""), (before.value, before.base)):
        facts = {"code": code, "where": before.where}
        found.faults.append(Fault(typed.where, "twice", facts))


def _indicator(
    found: Found, row: _Row, names: Mapping[str, str], by_words: Mapping[str, str]
) -> str | None:
    """The indicator of a row: by its key, else by the code or name that is written there."""
    key = next((key for cell in row.cells if (key := _own_key(cell)) is not None), None)
    written = row.text(keys.CODE)
    if key is None or not key[1]:
        named = _named(row, names, by_words)
        if named is None and key is None and re.search(r"\d", row.text(keys.VALUE)):
            found.faults.append(Fault(row.where(keys.VALUE), "row_not_read", hard=False))
        return named
    place, code = key
    if place != found.place:
        found.faults.append(Fault(row.where(keys.VALUE), "other_form"))
        return None
    if written in names and written != code:
        found.faults.append(
            Fault(row.where(keys.CODE), "row_moved", {"written": written, "code": code})
        )
        return None
    return code


def _named(row: _Row, names: Mapping[str, str], by_words: Mapping[str, str]) -> str | None:
    """The indicator whose code or name stands in a row, beside the cells that are filled in.

    A bare number counts as a code only in the column of codes: elsewhere it numbers the rows.
    """
    if (written := row.text(keys.CODE)) in names:
        return written
    filled = {row.columns.get(mark) for mark in keys.INPUTS}
    told = [
        cell.text.strip()
        for place, cell in enumerate(row.cells)
        if place not in filled and cell.merged_from is None and cell.text
    ]
    named = (by_words.get(text.fold(text.clean(words))) for words in told)
    coded = (words for words in told if words in names and not words.isdecimal())
    return next((code for code in (*named, *coded) if code is not None), None)


def _own_key(cell: Cell) -> tuple[Place, str] | None:
    """The key in a cell; a merge repeats the text of another row, which is not its own."""
    if cell.merged_from is not None or not cell.text:
        return None
    return keys.read_key(cell.text)


def _typed(found: Found, row: _Row, mark: str) -> str:
    """What a person typed in a cell; nothing for an empty one."""
    cell = row.cell(mark)
    if cell is None:
        return ""
    where = row.grid.where(cell.row, cell.col)
    if cell.error:
        found.faults.append(Fault(where, "error_value", {"error": cell.error}))
        return ""
    if (cell.row, cell.col) in row.empty_formulas:
        found.faults.append(Fault(where, "formula_empty"))
        return ""
    if cell.covered_from_left:
        return ""
    if cell.covered_from_above and cell.text and cell.merged_from is not None:
        facts = {"where": row.grid.where(*cell.merged_from)}
        found.faults.append(Fault(where, "merged", facts))
        return ""
    return cell.text if mark == keys.REASON else _number(cell)


def _number(cell: Cell) -> str:
    """A number as the checks understand it: English marks turned, computed noise cut off."""
    words = cell.text.strip()
    if words in _NOTHING:
        return ""
    if cell.is_number and cell.is_formula:
        return _cut(words)
    if not cell.is_number and _ENGLISH.fullmatch(words):
        return words.replace(",", "").replace(".", ",")
    return words


def _cut(words: str) -> str:
    """A computed figure with four digits after the mark, as many as are kept."""
    try:
        exact = Decimal(words.removesuffix("%").replace(",", "."))
    except InvalidOperation:
        return words
    if exact == exact.quantize(_FINEST):
        return words
    return f"{exact.quantize(_FINEST).normalize():f}".replace(".", ",")
