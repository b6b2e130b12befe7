"""The header of a table found by its words, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sauro.engines import text as vn
from sauro.engines.office.grid import Cell, Grid

from .heading_words import (
    ACTUAL,
    ASSESSMENT,
    AUTHORITY,
    BASELINE,
    BASIS,
    BUDGET,
    CODE,
    CONTENT,
    COORDINATE,
    DEADLINE,
    EXTRA,
    GROUP,
    LEAD,
    MONITOR,
    NOTE,
    NUMBER,
    PERIOD,
    RESULT,
    ROLES,
    START,
    STATUS,
    SUPERVISOR,
    TITLE,
    UNIT,
    VALUE,
    WORDS,
    YEAR,
)  # fmt: skip

__all__ = [
    "ACTUAL", "ASSESSMENT", "AUTHORITY", "BASELINE", "BASIS", "BUDGET", "CODE", "CONTENT",
    "COORDINATE", "DEADLINE", "EXTRA", "GROUP", "LEAD", "MARK", "MONITOR", "NOTE", "NUMBER",
    "PERIOD", "RESULT", "ROLES", "START", "STATUS", "SUPERVISOR", "TARGETS", "TASKS", "TITLE",
    "UNIT", "VALUE", "WORDS", "YEAR", "Column", "Header", "find", "folded", "is_index_row",
    "meaning", "table_kind",
]  # fmt: skip

TASKS, TARGETS = "tasks", "targets"

_LOOK_AHEAD = 60
_LONGEST_HEADING = 90
_LONGEST_MARK = 20
_FEWEST_COLUMNS = 3
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in WORDS)
_TARGET_TITLE = re.compile(r"\b(?:chi tieu|muc tieu|chi so|tieu chi)\b")
_TASK_TITLE = re.compile(
    r"\b(?:nhiem vu|cong viec|giai phap|hoat dong|de an|du an|dau viec|viec)\b"
)
_FIGURES = frozenset({YEAR, VALUE})
_DONE = frozenset({"thuc hien", "da thuc hien"})
_REPEATABLE = frozenset(
    {YEAR, PERIOD, BASELINE, EXTRA, STATUS, MONITOR, CONTENT, ACTUAL, ASSESSMENT}
)
_INDEX_MARK = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?(?:\s*=.*)?")
_YEAR = re.compile(r"20[2-9]\d")
MARK = re.compile(r"[xX×✓✔√vV*●•■+]+|\(?x\)?")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is for; `col` counts from 1; `year` is set for year and baseline columns."""

    kind: str
    col: int
    heading: str
    last: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its rows (from 1) and its columns."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    texts: frozenset[str] = field(default=frozenset())

    def of(self, kind: str) -> Column | None:
        """The first column of a kind."""
        return next((column for column in self.columns if column.kind == kind), None)

    def all(self, kind: str) -> list[Column]:
        """The columns of a kind, from left to right."""
        return [column for column in self.columns if column.kind == kind]


def find(grid: Grid, start: int = 0) -> Header | None:
    """The header of a table from a row (from 0) on, or None when no row reads like one.

    It is the first row that reads like one; a row soon below that names more columns wins, unless
    it is the second row of the same header.
    """
    best: tuple[int, int] | None = None
    for index, row in enumerate(grid.rows[start : start + _LOOK_AHEAD], start):
        if best and index > best[1] + 3:
            break
        score = _score(row)
        better = score and (best is None or score > best[0])
        if better and not (
            best and all(_goes_on(grid, best[1], at) for at in range(best[1] + 1, index + 1))
        ):
            best = (score, index)
    return None if best is None else _header(grid, best[1])


def second(grid: Grid, header: Header) -> int | None:
    """The row (from 0) of another header further down in the same sheet or table, if any."""
    for index in range(header.last_row, len(grid.rows)):
        own = [cell for cell in grid.rows[index] if cell.text and cell.merged_from is None]
        if len(own) < _FEWEST_COLUMNS or len(own[0].text) > _LONGEST_MARK:
            continue
        if own[0].text[:1].isdigit() or meaning(own[0].text) != NUMBER:
            continue
        kinds = [meaning(cell.text) for cell in own]
        repeats = all(folded(cell.text) in header.texts for cell in own)
        if not repeats and all(kinds) and {TITLE, VALUE} & set(kinds[1:3]):
            return index
    return None


def _score(row: Sequence[Cell]) -> int:
    """How many different columns a row names; nothing when it cannot be a header."""
    texts = [cell.text for cell in row if cell.text and not cell.covered_from_left]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADING * 2 for text in texts):
        return 0
    kinds = [kind for text in texts if (kind := meaning(text))]
    distinct = set(kinds) - {PERIOD, STATUS, ACTUAL, ASSESSMENT}
    named = len(kinds) * 2 >= len(texts)
    return (
        len(distinct)
        if len(distinct) >= 2 and named and distinct & {TITLE, LEAD, ROLES, VALUE}
        else 0
    )


def meaning(heading: str) -> str:
    """What a heading means, or an empty text."""
    text = folded(heading)
    if not text or len(text) > _LONGEST_HEADING:
        return ""
    found = next((kind for kind, words in _PATTERNS if words.fullmatch(text)), "")
    bare = re.sub(r"\s*\([^()]*\)$", "", text)
    return found or (meaning(bare) if bare != text else "")


def folded(heading: str) -> str:
    """A heading in one line, folded, without column numbers and stray marks."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", vn.fold(heading))
    return re.sub(r"\s*(?:\(\d+\)|\*+|:)\s*$", "", text).strip(" .:*")


def _header(grid: Grid, index: int) -> Header:
    """The header that begins in a row, with the rows below that belong to it."""
    last = index
    while last + 1 < len(grid.rows) and _goes_on(grid, index, last + 1):
        last += 1
    columns = tuple(_resolved(list(_columns(grid, index, last))))
    texts = frozenset(
        folded(cell.text) for row in grid.rows[index : last + 1] for cell in row if cell.text
    )
    while last + 1 < len(grid.rows) and is_index_row(grid.rows[last + 1]):
        last += 1
    return Header(index + 1, last + 1, columns, texts)


def _goes_on(grid: Grid, first: int, index: int) -> bool:
    """Whether a row under the header still names columns."""
    if index - first > 2:
        return False
    row = grid.rows[index]
    own = [cell for cell in row if cell.text and cell.merged_from is None]
    if not own or is_index_row(row):
        return False
    under_merge = any(
        cell.covered_from_above and cell.merged_from[0] > first for cell in row if cell.merged_from
    )
    above = grid.rows[index - 1]
    wide = {
        col
        for cell in above
        if cell.span > 1 and cell.text
        for col in range(cell.col, cell.col + cell.span)
    }
    under_wide = all(cell.col in wide for cell in own)
    named = sum(1 for cell in own if meaning(cell.text) or len(cell.text) < 25)
    if (
        under_wide
        and named == len(own)
        and not any(re.fullmatch(r"\d+\.?", cell.text) for cell in own[:1])
    ):
        return True
    return under_merge and named == len(own) and any(meaning(cell.text) for cell in own)


def is_index_row(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2."""
    own = [cell.text for cell in row if cell.text and cell.merged_from is None]
    if any(len(text) > _LONGEST_MARK for text in own):
        return False
    texts = [vn.fold(text) for text in own]
    if len(texts) < 3 or not all(_INDEX_MARK.fullmatch(text) for text in texts):
        return False
    digits = [
        int(found[0]) for text in texts if (found := re.match(r"\(?\s*\d{1,2}", text.strip("( ")))
    ]
    return digits == sorted(set(digits)) and digits[-1:] != [0] and (not digits or digits[0] <= 2)


def _columns(grid: Grid, first: int, last: int) -> Iterator[Column]:
    """Columns as their own lowest heading says, or the headings above it together with it."""
    for col in range(1, grid.width + 1):
        path: list[str] = []
        for row in grid.rows[first : last + 1]:
            text = row[col - 1].text
            if text and text not in path:
                path.append(text)
        if not path or (last == first and grid.rows[first][col - 1].covered_from_left):
            continue
        own = grid.rows[first][col - 1]
        heading = " ".join(path).replace("\n", " ")
        kind = meaning(path[-1]) or meaning(heading) or (meaning(path[0]) if len(path) > 1 else "")
        kind = _by_parents(kind, path)
        years = _YEAR.findall(path[-1]) or _YEAR.findall(heading)
        year = int(years[-1]) if years and kind in {YEAR, BASELINE} else None
        span = own.span if last == first else 1
        yield Column(kind or EXTRA, col, heading, col + span - 1, year)


def _by_parents(kind: str, path: list[str]) -> str:
    """The kind corrected by the headings above: 2024 under "Hiện trạng" is a baseline."""
    above = {meaning(text) for text in path[:-1]}
    if kind == YEAR and BASELINE in above:
        return BASELINE
    if kind != YEAR and YEAR in above:
        return meaning(f"{path[-1]} {path[-2]}") or kind
    if kind in {"", LEAD} and COORDINATE in above and LEAD not in above:
        return COORDINATE
    return kind


def _resolved(columns: list[Column]) -> Iterator[Column]:
    """Columns with their kinds settled: no kind twice where only one makes sense."""
    kinds = [column.kind for column in columns]
    seen: dict[str, int] = {}
    for place, column in enumerate(columns):
        kind = column.kind
        if (kind == MONITOR and LEAD not in kinds and ROLES not in kinds) or (
            kind == ROLES and COORDINATE in kinds
        ):
            kind = LEAD
        elif kind == VALUE and TITLE not in kinds and VALUE not in seen:
            kind = TITLE
        elif kind == UNIT and not {YEAR, VALUE, BASELINE} & set(kinds) and LEAD not in kinds:
            kind = LEAD
        elif kind == VALUE and TITLE in kinds[place + 1 :] and _FIGURES & set(kinds[place + 1 :]):
            kind = GROUP
        elif kind == TITLE and TITLE in seen:
            aim = _TARGET_TITLE.search(folded(column.heading)) and not _FIGURES & set(kinds)
            kind = VALUE if aim else CONTENT
        elif kind == LEAD and folded(column.heading) in _DONE and _FIGURES & set(kinds):
            kind = ACTUAL
        elif kind == LEAD and LEAD in seen:
            kind = COORDINATE if COORDINATE not in kinds else EXTRA
        elif kind in seen and kind not in _REPEATABLE:
            kind = EXTRA
        seen[kind] = place
        yield Column(kind, column.col, column.heading, column.last, column.year)


def table_kind(grid: Grid, header: Header) -> tuple[str, bool]:
    """Whether a table holds tasks or targets, and whether that is certain."""
    kinds = {column.kind for column in header.columns}
    if YEAR in kinds and _only_marks(grid, header):
        kinds = kinds - {YEAR} | {PERIOD}
    title = header.of(TITLE)
    heading = folded(title.heading) if title else ""
    above = " ".join(vn.fold(line) for line in [grid.name, *grid.titles[-4:]])
    points = 0
    points += 3 * bool(kinds & {YEAR, VALUE}) + 2 * (UNIT in kinds) + 2 * (BASELINE in kinds)
    points += 3 * bool(_TARGET_TITLE.search(heading)) - 3 * bool(_TASK_TITLE.search(heading))
    points -= (
        2 * (DEADLINE in kinds) + (RESULT in kinds) + 2 * (PERIOD in kinds) + (AUTHORITY in kinds)
    )
    points += bool(_TARGET_TITLE.search(above)) - bool(_TASK_TITLE.search(above))
    return (TARGETS if points > 0 else TASKS), abs(points) > 1


def _only_marks(grid: Grid, header: Header) -> bool:
    """Whether the columns for years only hold marks: a schedule, not figures."""
    cols = [column.col for column in header.all(YEAR)]
    rows = grid.rows[header.last_row : header.last_row + _LOOK_AHEAD]
    texts = [row[col - 1].text for row in rows for col in cols if row[col - 1].text]
    return bool(texts) and all(MARK.fullmatch(text) for text in texts)
