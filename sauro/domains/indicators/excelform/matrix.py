"""One sheet for many units: a row for each unit, columns for each indicator, out and back in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

from sauro.domains.indicators import filling, rules
from sauro.domains.indicators.excelform import keys, layout
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.foreign import amounts
from sauro.domains.indicators.foreign.shapes import BASE, VALUE, CellTold, Fate, TableRead
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.selectors.blanks import Blank
from sauro.engines.office.forms import FormColumn, FormRow, FormSheet, write_form
from sauro.engines.office.grid import Cell, Grid
from sauro.engines.office.tables import Value
from sauro.engines.office.uploads import safe_name

_MARKS = {"@v|": VALUE, "@b|": BASE}


def workbook_of(blanks: Sequence[Blank]) -> bytes:
    """A workbook with one sheet: the form of all these units for one period."""
    first = blanks[0]
    sheet = FormSheet(
        name=first.form.code,
        columns=list(_columns(first)),
        rows=[_row(blank) for blank in blanks],
        key_mark=keys.KEY,
        titles=[
            f"{first.form.code}. {first.form.name}",
            filling.label_of(first.form, first.period),
            _("Fill in the light yellow cells only. An empty cell leaves what was typed before."),
        ],
    )
    return write_form([sheet])


def file_name(blank: Blank) -> str:
    """“B1 - 2025-06.xlsx”."""
    code = rules.period_at(blank.form.periodicity, blank.period).code
    return safe_name(f"{blank.form.code} - {code}.x", "xlsx")


def is_matrix(grid: Grid) -> bool:
    """Whether the sheet is one of these: its hidden row of marks is still there."""
    return _marks(grid) is not None


def read(grid: Grid) -> tuple[TableRead, dict[str, Place]]:
    """The sheet as it was read, and the places that its rows name, by unit."""
    found = TableRead(grid.name)
    places: dict[str, Place] = {}
    marked = _marks(grid)
    if marked is None:
        return found, places
    marks, top = marked
    for row in grid.rows:
        own = _place(row) if row[0].row > top.row + 1 else None
        if own is not None:
            places[own.unit] = own
        for cell in row:
            if told := _cell(grid, cell, marks, own, top):
                found.cells.append(told)
    return found, places


def _columns(blank: Blank) -> Iterator[FormColumn]:
    yield FormColumn(keys.CODE, _("Code"), 12)
    yield FormColumn(keys.UNIT, _("Unit"), 34)
    for item in blank.items:
        one = item.indicator
        measure = f" ({one.unit})" if one.unit else ""
        base = filling.base_label(one)
        head = f"{one.name}{measure}"
        yield FormColumn(
            _mark("@v|", one), f"{head}: {_('Numerator')}" if base and _is_ratio(one) else head, 16
        )
        if base:
            yield FormColumn(_mark("@b|", one), f"{one.name}: {base}", 16)


def _is_ratio(indicator: Indicator) -> bool:
    return indicator.rollup == "ratio"


def _mark(kind: str, indicator: Indicator) -> str:
    return f"{kind}{quote(indicator.code, safe='')}"


def _row(blank: Blank) -> FormRow:
    values: dict[str, Value] = {
        keys.CODE: blank.organisation.code,
        keys.UNIT: blank.organisation.name,
    }
    inputs = {}
    for item in blank.items:
        one = item.indicator
        if one.pk in blank.exempt:
            values[_mark("@v|", one)] = "x"
            continue
        typed = blank.draft.get(str(one.pk), {})
        checks = layout.checks_of(item)
        for kind, name, mark in (("@v|", "value", keys.VALUE), ("@b|", "base", keys.BASE)):
            if mark in checks:
                values[_mark(kind, one)] = layout.number_of(typed.get(name, ""))
                inputs[_mark(kind, one)] = checks[mark]
    return FormRow(keys.reference_of(blank.place), values, inputs)


def _marks(grid: Grid) -> tuple[dict[int, tuple[str, str]], Cell] | None:
    """The role and indicator of each column by the hidden row, and a cell of that row."""
    for row in grid.rows[:40]:
        found = {
            cell.col: (_MARKS[cell.text[:3]], unquote(cell.text[3:].strip()))
            for cell in row
            if cell.text[:3] in _MARKS
        }
        if found:
            return found, row[0]
    return None


def _place(row: Sequence[Cell]) -> Place | None:
    key = next((key for cell in row if cell.text and (key := keys.read_key(cell.text))), None)
    return key[0] if key else None


def _cell(
    grid: Grid, cell: Cell, marks: dict[int, tuple[str, str]], own: Place | None, top: Cell
) -> CellTold | None:
    """The fate of one cell."""
    empty = any(
        note.code == "formula_empty" and (note.row, note.col) == (cell.row, cell.col)
        for note in (grid.notes if not cell.text else ())
    )
    if cell.merged_from is not None or not (cell.text.strip() or cell.error or empty):
        return None
    told = CellTold(grid.where(cell.row, cell.col), cell.text or cell.error, cell.row, cell.col)
    if cell.col not in marks or own is None:
        told.why = (
            "title" if cell.row < top.row else "heading" if cell.row <= top.row + 1 else "label"
        )
        if cell.col in marks and cell.row > top.row + 1 and amounts.is_number(cell.text):
            told.in_area, told.fate, told.why = True, Fate.REFUSED, "no_unit"
        return told
    told.in_area = True
    told.role, told.indicator = marks[cell.col]
    told.unit, told.period = own.unit, own.period
    amount = amounts.Amount("formula_empty") if empty else amounts.of_cell(cell, "")
    if amount.code == "nothing":
        told.why = "nothing"
    elif cell.rows > 1 or cell.span > 1:
        told.fate, told.why = Fate.REFUSED, "merged"
    elif amount.code or amount.base:
        told.fate, told.why = Fate.REFUSED, amount.code or "not_a_figure"
        told.facts = {"error": cell.error}
    else:
        told.fate, told.amount = Fate.READ, amount.value
    return told
