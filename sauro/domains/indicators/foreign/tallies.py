"""Figures and totals of a table as it is read from the top, compared at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sauro.domains.indicators.foreign import totals
from sauro.domains.indicators.foreign.amounts import Amount, decimal_of
from sauro.domains.indicators.foreign.shapes import CellTold, KnownIndicator, Remark
from sauro.domains.indicators.foreign.totals import TotalCell
from sauro.engines import text


@dataclass(slots=True)
class Tally:
    """What was read, by section, and the totals beside it."""

    parts: list[CellTold] = field(default_factory=list)
    section: int = 0
    sections: dict[int, int] = field(default_factory=dict)  # row of a cell to its section
    totals: list[tuple[TotalCell, bool, int]] = field(default_factory=list)

    def part(self, one: CellTold) -> None:
        """A figure that was read."""
        self.parts.append(one)
        self.sections[one.row] = self.section

    def new_section(self) -> None:
        """A group or a total ends: what follows belongs together."""
        self.section += 1

    def total(self, one: CellTold, amount: Amount, *, by_row: bool, label: str) -> None:
        """A cell of a total."""
        if amount.code or amount.percent or amount.base:
            return
        sub = text.fold(label).strip().startswith("cong")
        cell = TotalCell(one, decimal_of(amount.value), one.indicator, one.role, one.period, sub)
        self.totals.append((cell, by_row, self.section))

    def remarks(self, known: Sequence[KnownIndicator]) -> list[Remark]:
        """Each total that is not the sum of what was read."""
        by_code = {one.code: one for one in known}
        found = []
        for cell, by_row, section in self.totals:
            one = by_code.get(cell.indicator)
            if one is None:
                continue
            if by_row:
                parts = [part for part in self.parts if part.col == cell.told.col]
            else:
                parts = [part for part in self.parts if part.row == cell.told.row]
            same = [part for part in parts if self.sections.get(part.row) == section]
            several = len({part.period for part in parts}) > 1
            if not totals.adds_up(one, cell.role, over_time=several):
                continue
            free = TotalCell(cell.told, cell.amount, cell.indicator, cell.role, None, cell.section)
            if remark := totals.compared(free, parts, same if by_row else []):
                found.append(remark)
        return found
