"""The rows under a header, each with its texts by column and what kind of row it seems to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sauro.engines import text as vn
from sauro.engines.office.grid import Cell, Grid

from . import headers, numbers
from .headers import Column, Header
from .numbers import Number

_TOTAL = re.compile(
    r"(?:tong cong|tong so|tong|cong)\b[ :]*(?:chung|so)?[ :]*(?:\d+ )?(?:nhiem vu|chi tieu|kinh "
    r"phi)?[ :.\d]*"
)
_FOOTNOTE = re.compile(
    r"(?:ghi chu|chu thich|luu y|nguon|noi nhan|tm\.|kt\.|nguoi lap|tl\.|chu tich|giam doc|thu "
    r"truong|truong phong|\*+)\b"
    r"|(?:ghi chu|chu thich|luu y|noi nhan)\s*:|\*|\(\*+\)"
)
_DATA = (
    headers.LEAD, headers.COORDINATE, headers.ROLES, headers.DEADLINE, headers.START,
    headers.RESULT,
    headers.AUTHORITY, headers.YEAR, headers.VALUE, headers.UNIT, headers.BASELINE, headers.PERIOD,
    headers.CONTENT, headers.MONITOR, headers.BUDGET, headers.ACTUAL, headers.ASSESSMENT,
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """One row: its texts by column number, and which of them belong to a merge from above."""

    row: int
    texts: dict[int, str]
    number: Number
    number_text: str
    title: str
    title_col: int
    covered: frozenset[int] = frozenset()
    band: bool = False
    bold: bool = False
    data: frozenset[int] = frozenset()
    after_gap: bool = False

    @property
    def bare(self) -> bool:
        """Whether the row says nothing but its number and title."""
        return not self.data


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table by its header."""

    grid: Grid
    header: Header
    titles: Sequence[str] = ()
    columns: list[Column] = field(init=False)
    number: Column | None = field(init=False)
    title: Column | None = field(init=False)
    data_cols: frozenset[int] = field(init=False)
    year_cols: frozenset[int] = field(init=False)
    by_kind: dict[str, Column] = field(init=False)
    group_numbers: bool = False

    def __post_init__(self) -> None:
        self.columns = list(self.header.columns)
        self._take_merged_titles_as_groups()
        self.header = replace(self.header, columns=tuple(self.columns))
        self.number = self.header.of(headers.NUMBER)
        self.title = self.header.of(headers.TITLE)
        self.by_kind = {column.kind: column for column in reversed(self.columns)}
        self.data_cols = frozenset(column.col for column in self.columns if column.kind in _DATA)
        self.year_cols = frozenset(one.col for one in self.columns if one.kind == headers.YEAR)

    def of(self, kind: str) -> Column | None:
        """The first column of a kind."""
        return self.by_kind.get(kind)

    def _take_merged_titles_as_groups(self) -> None:
        """A title merged over rows with contents of their own names the group of these."""
        title, content = self.header.of(headers.TITLE), self.header.of(headers.CONTENT)
        if title is None or content is None or self.header.of(headers.GROUP):
            return
        merged = [
            row
            for row in self.grid.rows[self.header.last_row :]
            if row[title.col - 1].covered_from_above
            and row[content.col - 1].text
            and not row[content.col - 1].covered_from_above
        ]
        if not merged:
            return
        number = self.header.of(headers.NUMBER)
        self.group_numbers = number is not None and all(
            row[number.col - 1].covered_from_above for row in merged
        )
        kinds = {title.col: headers.GROUP, content.col: headers.TITLE}
        self.columns = [
            replace(column, kind=kinds.get(column.col, column.kind)) for column in self.columns
        ]

    def lines(self, start: int) -> Iterator[Line]:
        """The rows from a row on that are neither empty nor a repeat of the header."""
        gap = False
        for row in self.grid.rows[start - 1 :]:
            if not any(cell.text for cell in row):
                gap = True
                continue
            if self._repeats_header(row) or headers.is_index_row(row):
                continue
            line = self._line(row)
            line.after_gap = gap
            gap = False
            yield line

    def _repeats_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the header again, after a page break."""
        first = next((cell.text for cell in row if cell.text), "")
        if len(first) > 90 or headers.folded(first) not in self.header.texts:
            return False
        own = [headers.folded(cell.text) for cell in row if cell.text and cell.merged_from is None]
        return len(own) > 1 and all(text in self.header.texts for text in own)

    def _line(self, row: Sequence[Cell]) -> Line:
        """The texts of one row."""
        texts: dict[int, str] = {}
        covered = set()
        for column in self.columns:
            text, from_above = _text(row, column, shared=self.year_cols)
            if text:
                texts[column.col] = text
                if from_above:
                    covered.add(column.col)
        title_col = self.title.col if self.title else 0
        own = [cell for cell in row if cell.text and cell.merged_from is None]
        number_text = texts.get(self.number.col, "") if self.number else ""
        title = texts.get(title_col, "")
        band = _is_band(row, own, self.number, title_col)
        if band and not title:
            title = next((cell.text for cell in own if cell.text != number_text), "") or number_text
            number_text = "" if title == number_text else number_text
        if band:
            texts = {
                col: text for col, text in texts.items() if self.number and col == self.number.col
            }
            if not number_text:
                texts.clear()
            texts[title_col] = title
        bold = bool(own) and all(cell.is_bold for cell in own)
        data = frozenset() if band else self.data_cols & (texts.keys() - covered)
        return Line(
            row[0].row, texts, numbers.read(number_text) if number_text else Number(), number_text,
            title, title_col, frozenset(covered), band, bold, data,
        )  # fmt: skip


def _text(
    row: Sequence[Cell], column: Column, shared: frozenset[int] = frozenset()
) -> tuple[str, bool]:
    """The text of a row in a column, and whether it comes from a merge that began above.

    A cell merged over several of the `shared` columns holds for each of them.
    """
    own = row[column.col - 1]
    if column.col in shared and own.covered_from_left and own.merged_from is not None:
        return (own.text, False) if own.merged_from[1] in shared else ("", False)
    pieces: list[str] = []
    from_above = False
    for cell in row[column.col - 1 : max(column.last, column.col)]:
        if not cell.text or (
            cell.merged_from and cell.covered_from_left and cell.col == column.col
        ):
            continue
        if cell.merged_from and cell.covered_from_left:
            continue
        from_above = from_above or cell.covered_from_above
        if cell.text not in pieces:
            pieces.append(cell.text)
    return "\n".join(pieces), from_above


def _is_band(
    row: Sequence[Cell], own: Sequence[Cell], number: Column | None, title_col: int
) -> bool:
    """Whether one text runs across most of the table, beside a number at most."""
    others = [cell for cell in own if not (number and cell.col == number.col and cell.span == 1)]
    if len(others) != 1 or any(cell.covered_from_above and cell.text for cell in row):
        return False
    cell = others[0]
    return (
        cell.span > 1
        and (cell.span * 2 >= len(row) or cell.col + cell.span > len(row))
        and (cell.col <= max(title_col, 2))
    )


def is_total(line: Line) -> bool:
    """Whether a row only adds up: "Tổng cộng", "Tổng số: 140 nhiệm vụ"."""
    if line.number.text or len(line.title) > 60:
        return False
    return bool(_TOTAL.fullmatch(vn.fold(f"{line.number_text} {line.title}").strip(" .:")))


def is_footnote(line: Line) -> bool:
    """Whether a row without a number is a note, a signature or an addressee under the table."""
    if line.number.text and line.number.style != numbers.BULLET:
        return False
    first = line.number_text or line.title or next(iter(line.texts.values()), "")
    return bool(_FOOTNOTE.match(vn.fold(first[:40])))


def own_texts(line: Line) -> dict[int, str]:
    """The texts that begin in this row."""
    return {col: text for col, text in line.texts.items() if col not in line.covered}
