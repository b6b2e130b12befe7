"""A foreign sheet read: each cell that is not empty ends as read, refused or ignored, with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sauro.domains.indicators.foreign import amounts, headings, labels, times
from sauro.domains.indicators.foreign import columns as cols
from sauro.domains.indicators.foreign.context import Context, Line, context_of
from sauro.domains.indicators.foreign.headings import Facts, Head, Lexicon
from sauro.domains.indicators.foreign.labels import RowFacts
from sauro.domains.indicators.foreign.names import Hit, Indicators, Units
from sauro.domains.indicators.foreign.shapes import (
    BASE,
    REASON,
    VALUE,
    CellTold,
    Fate,
    Known,
    KnownIndicator,
    Question,
    Remark,
    TableRead,
)
from sauro.domains.indicators.foreign.tallies import Tally
from sauro.engines.office.grid import Cell, Grid

_SKIPPED = (headings.PLAN, headings.RATIO, headings.OTHER)


def read_sheet(grid: Grid, known: Known, file_name: str = "") -> TableRead:
    """The sheet as it was read: figures with their unit, indicator and period, and all the rest."""
    lexicon = Lexicon(
        Units(known.units, known.choices), Indicators(known.indicators, known.choices)
    )
    found = TableRead(grid.name)
    told = _cells(grid)
    found.cells = list(told.values())
    heads = headings.find_heads(grid, lexicon)
    if not heads:
        if any(amounts.is_number(one.text) for one in found.cells):
            found.remarks.append(Remark(grid.where(1), "no_heading"))
        return found
    begin = 0
    for place, head in enumerate(heads):
        end = heads[place + 1].first if place + 1 < len(heads) else len(grid.rows)
        part = _Part(grid, known, lexicon, found, told, head, (begin, end), file_name)
        part.read()
        begin = head.last + 1
    _refuse_twice(found)
    return found


def _cells(grid: Grid) -> dict[tuple[int, int], CellTold]:
    """Every cell of a sheet that holds something, by its place; as yet all are beside the table."""
    found = {
        (cell.row, cell.col): CellTold(
            grid.where(cell.row, cell.col), cell.text or cell.error, cell.row, cell.col, why="title"
        )
        for row in grid.rows
        for cell in row
        if cell.merged_from is None and (cell.text.strip() or cell.error)
    }
    for note in grid.notes:
        if note.code == "formula_empty" and (note.row, note.col) not in found:
            where = grid.where(note.row, note.col)
            found[note.row, note.col] = CellTold(where, "=", note.row, note.col, why="title")
    return found


@dataclass(slots=True)
class _Part:
    """One heading and the rows below it."""

    grid: Grid
    known: Known
    lexicon: Lexicon
    found: TableRead
    told: Mapping[tuple[int, int], CellTold]
    head: Head
    span: tuple[int, int]
    file_name: str
    context: Context = field(default_factory=Context)
    columns: dict[int, Facts] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    unit_above: str = ""
    indicator_above: str = ""
    asked: set[str] = field(default_factory=set)

    def read(self) -> None:
        begin, end = self.span
        rows = self.grid.rows[self.head.last + 1 : end]
        self.columns = cols.settled(self.head.columns, rows, self.lexicon)
        self._mark(range(self.head.first, self.head.last + 1), "heading")
        self._look_around(begin)
        footer = False
        for row in rows:
            facts = labels.read_row(row, self.columns, self.lexicon, self.known.above)
            footer = footer or facts.kind == labels.FOOTER
            if self._is_repeated_numbering(row):
                self._mark_row(row, "heading")
            elif facts.kind == labels.FOOTER or (footer and not self._has_figures(row)):
                self._mark_row(row, "footer")
            else:
                self._read_row(row, facts)
        self.found.remarks += self.tally.remarks(self.known.indicators)

    def _look_around(self, begin: int) -> None:
        titles = [
            Line(cell.text, self.grid.where(cell.row, cell.col))
            for row in self.grid.rows[begin : self.head.first]
            for cell in row
            if cell.text.strip() and cell.merged_from is None
        ]
        titles += [Line(line, self.grid.where(1)) for line in self.grid.titles]
        sheet = Line(self.grid.name, self.grid.where(self.head.first + 1))
        stem = Line(self.file_name.rsplit(".", 1)[0].replace("_", " "), sheet.where)
        self.context = context_of(titles, sheet, stem, self.known, self.lexicon)
        if not self._names(headings.UNIT):
            self.found.remarks += self.context.unit_faults
        if not self._names(headings.PERIOD):
            self.found.remarks += self.context.period_faults

    def _names(self, kind: str) -> bool:
        """Whether columns or labels say which unit or period a figure belongs to."""
        if any(facts.kind == kind for facts in self.columns.values()):
            return True
        if kind == headings.PERIOD:
            return any(facts.time or facts.kind == headings.YEAR for facts in self.columns.values())
        return any(facts.unit for facts in self.columns.values())

    def _ask(self, hit: Hit, kind: str, words: str, where: str) -> None:
        key = f"{kind}:{words}"
        if key in self.asked:
            return
        self.asked.add(key)
        names = self.lexicon.units.names if kind == headings.UNIT else self._titles()
        pairs = tuple((code, names[code]) for code in hit.candidates if code in names)
        self.found.questions.append(Question(kind, words, where, pairs, hit.ambiguous))

    def _titles(self) -> dict[str, str]:
        return {one.code: one.name for one in self.known.indicators}

    def _is_repeated_numbering(self, row: Sequence[Cell]) -> bool:
        """A row below the heading that only numbers the columns, with the labels numbered too."""
        if row[0].row > self.head.last + 3:
            return False
        own = [cell for cell in row if cell.text.strip() and cell.merged_from is None]
        labelled = [cell for cell in own if cols.is_label(self.columns[cell.col - 1])]
        return len(labelled) > 1 and headings.is_numbering(own)

    def _has_figures(self, row: Sequence[Cell]) -> bool:
        return any(self._value_cells(row))

    def _value_cells(self, row: Sequence[Cell]) -> Iterator[CellTold]:
        """Cells of a row under headings of figures that hold more than a dash."""
        for col, facts in self.columns.items():
            one = self.told.get((row[col].row, row[col].col))
            if one is not None and not cols.is_label(facts) and not amounts.is_nothing(one.text):
                yield one

    def _mark(self, places: Iterator[int] | range, why: str) -> None:
        for place in places:
            self._mark_row(self.grid.rows[place], why)

    def _mark_row(self, row: Sequence[Cell], why: str) -> None:
        for cell in row:
            if one := self.told.get((cell.row, cell.col)):
                one.why = why

    def _read_row(self, row: Sequence[Cell], facts: RowFacts) -> None:
        figures = list(self._value_cells(row))
        self._fill_down(facts, figures)
        if not figures and facts.kind in (labels.GROUP, labels.UNKNOWN, labels.TOTAL):
            self.tally.new_section()
        if facts.kind == labels.UNKNOWN and figures and facts.hit is not None and facts.where:
            where = self.grid.where(facts.where.row, facts.where.col)
            self._ask(facts.hit, facts.hit_kind, facts.label, where)
        for cell, code in facts.loose:
            name = self.lexicon.units.names.get(code, code)
            note = {"written": cell.text, "name": name}
            place = self.grid.where(cell.row, cell.col)
            self.found.remarks.append(Remark(place, "read_as", note, hard=False))
        for col, column in self.columns.items():
            one = self.told.get((row[col].row, row[col].col))
            if one is None:
                continue
            if cols.is_label(column):
                self._label(one, column, facts)
            else:
                one.in_area = True
                self._figure(one, row[col], column, facts)
        if facts.kind in (labels.GROUP, labels.TOTAL):
            self.tally.new_section()

    def _fill_down(self, facts: RowFacts, figures: Sequence[CellTold]) -> None:
        """Names that a heading of a group or the row above gives to the rows below it."""
        if not figures and (facts.unit or facts.indicator) and facts.kind == labels.DATA:
            by_column = any(one.unit or one.indicator for one in self.columns.values())
            if not (facts.unit and facts.indicator) and not by_column:
                self.unit_above, self.indicator_above = facts.unit, facts.indicator
            else:
                self.indicator_above = facts.indicator or self.indicator_above
            return
        if facts.kind == labels.GROUP:
            self.unit_above = self.indicator_above = ""
            return
        if facts.unit:
            self.unit_above = facts.unit
        elif facts.indicator and self.unit_above and facts.hit is None:
            facts.unit = self.unit_above
        if facts.role and not facts.indicator:
            facts.indicator = self.indicator_above
        if facts.indicator:
            self.indicator_above = facts.indicator if not facts.unit else self.indicator_above
        elif facts.unit and self.indicator_above and facts.hit is None:
            facts.indicator = self.indicator_above

    def _label(self, one: CellTold, column: Facts, facts: RowFacts) -> None:
        one.why = "label"
        if column.kind in (headings.NOTE, headings.MEASURE):
            one.why = column.kind
        if column.kind == headings.REASONS and facts.kind == labels.DATA:
            one.role, one.unit, one.indicator = REASON, facts.unit, facts.indicator
            one.period = self._period(Facts(), facts)
            one.amount, one.why = one.text, "reason"

    def _figure(self, one: CellTold, cell: Cell, column: Facts, facts: RowFacts) -> None:
        """The fate of one cell among the figures."""
        self._settle(one, column, facts)
        known = self.lexicon.indicators.known.get(one.indicator)
        amount = amounts.of_cell(cell, known.unit if known else "")
        if one.text == "=" and not cell.text:
            amount = amounts.Amount("formula_empty")
        by_row = facts.kind == labels.TOTAL
        if why := _left_out(amount, column, facts) or self._summed(column):
            self._ignore(one, why)
        elif by_row or column.role == headings.TOTAL:
            self._ignore(one, "total")
            self.tally.total(one, amount, by_row=by_row, label=facts.label)
        elif why := self._unsure(one, cell, column, facts):
            heading = why == "unknown_heading"
            self._refuse(one, why, words=column.unknown if heading else facts.label)
            if heading and column.hit is not None:
                self._ask(column.hit, column.hit_kind, column.unknown, column.where)
        elif why := self._beside(one, column):
            self._ignore(one, why)
        elif why := self._wrong(one, amount, column, known):
            self._refuse(one, why, error=cell.error)
        else:
            one.fate, one.why, one.amount, one.base = Fate.READ, "", amount.value, amount.base
            self.tally.part(one)

    def _summed(self, column: Facts) -> str:
        """Whether the column adds up the periods beside it."""
        beside = any(one.time for one in self.columns.values())
        return headings.RATIO if column.way and column.time is None and beside else ""

    def _settle(self, one: CellTold, column: Facts, facts: RowFacts) -> None:
        """The unit, indicator, period and role of a cell, as far as anything says them."""
        one.indicator = column.indicator or facts.indicator or self.context.indicator
        one.unit = column.unit or facts.unit
        if not one.unit and not self._names(headings.UNIT):
            one.unit = self.context.unit
        one.role = BASE if BASE in (column.role, facts.role) else VALUE
        one.period = self._period(column, facts)

    def _wrong(
        self, one: CellTold, amount: amounts.Amount, column: Facts, known: KnownIndicator | None
    ) -> str:
        """Why what stands in the cell is no figure of its indicator."""
        if amount.code or known is None:
            return amount.code
        why = _unfit(known.rollup, known.unit, amount, one.role)
        return why or ("ratio_unclear" if self._is_unclear(one, column) else "")

    def _unsure(self, one: CellTold, cell: Cell, column: Facts, facts: RowFacts) -> str:
        """Why nobody can say whose figure this is, or of what, or when."""
        return (
            _contradicted(column, facts)
            or self._shared(cell)
            or self._unnamed(one, column)
            or self._untimed(one, column, facts)
        )

    def _shared(self, cell: Cell) -> str:
        """Whether the cell is merged over several figures."""
        beside = range(cell.col, cell.col + cell.span - 1)
        wide = any(
            not cols.is_label(self.columns[col]) and self.columns[col].texts for col in beside
        )
        return "merged" if wide or cell.rows > 1 else ""

    def _unnamed(self, one: CellTold, column: Facts) -> str:
        if not one.indicator:
            return "ambiguous_base" if column.bases else "no_indicator"
        if self._in_doubt(headings.UNIT, self.context.unit_faults):
            return "unit_in_doubt"
        return "" if one.unit else "no_unit"

    def _untimed(self, one: CellTold, column: Facts, facts: RowFacts) -> str:
        if facts.bad_time is not None:
            return "no_such_period"
        if self._in_doubt(headings.PERIOD, self.context.period_faults):
            return "period_in_doubt"
        return "" if self._time(column, facts) or one.period is not None else "no_period"

    def _is_unclear(self, one: CellTold, column: Facts) -> bool:
        """A ratio beside its denominator may be the numerator or the ratio itself."""
        if column.role or not column.indicator or one.role != VALUE:
            return False
        return any(column.indicator in other.bases for other in self.columns.values())

    def _in_doubt(self, kind: str, faults: Sequence[Remark]) -> bool:
        """Whether the lines around the table contradict what it is to be read as."""
        return not self._names(kind) and any(fault.hard for fault in faults)

    def _beside(self, one: CellTold, column: Facts) -> str:
        """Why a sound figure is not one that is asked for."""
        if one.period is None:
            return "other_periodicity"
        if self.known.unit and one.unit != self.known.unit:
            return "unit_not_chosen"
        if self.known.period is not None and one.period != self.known.period:
            return "period_not_chosen"
        way = self.lexicon.indicators.known[one.indicator].over_time
        return "other_way" if column.way and column.way != way else ""

    def _time(self, column: Facts, facts: RowFacts) -> times.Time | None:
        return column.time or facts.time

    def _period(self, column: Facts, facts: RowFacts) -> int | None:
        time = self._time(column, facts)
        if time is None:
            return self.context.period
        year = (column.year if column.time else None) or facts.year or self.context.year
        index = times.index_of(time, self.known.periodicity, year)
        if index is None and time.kind == "year" and time is column.time and facts.time is None:
            return self.context.period
        return index

    def _ignore(self, one: CellTold, why: str) -> None:
        one.fate, one.why = Fate.IGNORED, why

    def _refuse(self, one: CellTold, why: str, *, words: str = "", error: str = "") -> None:
        one.fate, one.why = Fate.REFUSED, why
        one.facts = {"words": words[:120], "error": error}


def _left_out(amount: amounts.Amount, column: Facts, facts: RowFacts) -> str:
    """Why a cell is none of the figures that are asked for, whatever it says."""
    if amount.code == "nothing":
        return "nothing"
    if facts.kind == labels.GROUP and not facts.unit:
        return "group"
    return column.role if column.role in _SKIPPED else ""


def _contradicted(column: Facts, facts: RowFacts) -> str:
    """Why the names beside and above a cell do not lead to one unit and indicator."""
    if facts.kind == labels.UNKNOWN and facts.hit is not None:
        kind = "unit" if facts.hit_kind == headings.UNIT else "indicator"
        return f"ambiguous_{kind}" if facts.hit.ambiguous else f"unknown_{kind}"
    if column.unknown or (column.hit is not None and column.hit.candidates):
        return "unknown_heading"
    if column.indicator and facts.indicator and column.indicator != facts.indicator:
        return "two_indicators"
    return "two_units" if column.unit and facts.unit and column.unit != facts.unit else ""


def _unfit(rollup: str, unit: str, amount: amounts.Amount, role: str) -> str:
    """Why a number with a sign of percent or a fraction does not fit the indicator."""
    with_base = rollup in ("ratio", "average")
    if amount.base and (not with_base or role == BASE):
        return "not_a_figure"
    if amount.percent and rollup == "ratio":
        return "percent_of_ratio"
    if amount.percent and "%" not in unit and "phần trăm" not in unit.casefold():
        return "percent"
    return ""


def _refuse_twice(found: TableRead) -> None:
    """A figure that stands in two places: the same again is left out, another is refused."""
    first: dict[tuple[str, str, int | None, str], CellTold] = {}
    for one in found.cells:
        if one.fate != Fate.READ:
            continue
        before = first.setdefault((one.unit, one.indicator, one.period, one.role), one)
        if before is one:
            continue
        if (before.amount, before.base) == (one.amount, one.base):
            one.fate, one.why, one.facts = Fate.IGNORED, "repeated", {"where": before.where}
        else:
            for here, there in ((one, before), (before, one)):
                here.fate, here.why, here.facts = Fate.REFUSED, "twice", {"where": there.where}
