"""Read a plan from the tables of a file: which hold tasks, which targets, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sauro.engines import text as vn
from sauro.engines.office.grid import Cell, Grid

from . import headers, numbers, targets, tasks
from . import structure as rows
from .agencies import Known
from .drafts import GroupDraft, PlanDraft, TargetDraft, TaskDraft
from .headers import TARGETS, TASKS, Header
from .items import Group, Structure
from .lines import Reader
from .problems import Problem, problem

AUTO = "auto"
_KIND_NAMES = {TASKS: "nhiệm vụ", TARGETS: "chỉ tiêu"}
_PLAIN_SHEET = re.compile(
    r"(?:sheet|trang|trang tinh|bang|bieu|phu luc|phu luc so|pl|table|csv)[ _]*\d*[ _a-z]{0,2}|"
    r"[ivx]+"
)
_PLAN_YEAR = re.compile(r"(?<!thang \d )(?<!thang \d\d )\bnam (20[2-9]\d)\b")
_ISSUE_DAY = re.compile(r"ngay *\.* *\d* *thang *\.* *\d* *nam *20\d\d")
_SMALLEST = 5
_MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with the header that holds for it, the row its items begin in, and its kind."""

    grid: Grid
    header: Header
    start: int
    kind: str
    own_header: bool


def read(
    grids: Sequence[Grid],
    *,
    kind: str = AUTO,
    default_year: int | None = None,
    horizon: int | None = None,
    known: Known | None = None,
) -> PlanDraft:
    """What the tables say as a plan; strange content gives problems, never an exception.

    `kind` is auto, tasks or targets; `default_year` completes deadlines without a year, `horizon`
    is the year of targets of which the file names none; `known` says that a text is the whole
    name of one agency.
    """
    problems = [found for grid in grids for found in _cell_problems(grid)]
    tables = _tables(grids, problems)
    chosen = _chosen(tables, kind, problems)
    if not chosen:
        problems.append(problem("no_table", ""))
        return PlanDraft(problems=tuple(problems))
    titles = _titles(chosen[0])
    year = _plan_year(titles) or default_year
    task_part, target_part = Structure(TASKS), Structure(TARGETS)
    for place, table in enumerate(chosen):
        structure = task_part if table.kind == TASKS else target_part
        _take(structure, table, chosen, place)
    task_list, task_problems = tasks.build(task_part, default_year=year, known=known)
    target_list, target_problems = targets.build(
        target_part, horizon=targets.horizon_in(titles) or horizon, known=known
    )
    groups, task_list, target_list = _with_groups(task_part, target_part, task_list, target_list)
    for part in (task_part, target_part):
        problems += part.problems + tasks.number_problems(part)
    problems += task_problems + target_problems
    if not (task_list or target_list):
        problems.append(problem("no_rows", chosen[0].grid.where(chosen[0].start)))
    return PlanDraft(tuple(titles), groups, tuple(task_list), tuple(target_list), tuple(problems))


def _cell_problems(grid: Grid) -> list[Problem]:
    """What the reader of the file remarked about single cells."""
    return [
        problem(
            note.code,
            grid.where(note.row, note.col),
            row=grid.where(note.row),
            params={"text": note.detail},
        )
        for note in grid.notes
    ]


def _tables(grids: Sequence[Grid], problems: list[Problem]) -> list[_Table]:
    """Tables with a header, and tables without one that go on with the one before."""
    found: list[_Table] = []
    for grid, start in _parts(grids):
        header = headers.find(grid, start)
        if header is not None:
            kind, sure = headers.table_kind(grid, header)
            found.append(_Table(grid, header, header.last_row + 1, kind, own_header=True))
            if not sure:
                where = grid.where(header.first_row)
                problems.append(problem("kind_unsure", where, params={"found": _KIND_NAMES[kind]}))
        elif found and not grid.is_sheet and grid.width == found[-1].grid.width:
            found.append(_Table(grid, found[-1].header, 1, found[-1].kind, own_header=False))
        elif len(grid.rows) >= _SMALLEST and grid.width >= 3:
            problems.append(problem("no_header", grid.where(1)))
    return found


def _parts(grids: Sequence[Grid]) -> Iterator[tuple[Grid, int]]:
    """Tables, and the row to look for their header from; one under another is one of its own.

    The part below keeps its row numbers: what stands above it is blank.
    """
    for grid in grids:
        rest, start = grid, 0
        for _most in range(_MOST_PARTS):
            header = headers.find(rest, start)
            below = headers.second(rest, header) if header else None
            if header is None or below is None:
                break
            cut = below
            while cut > header.last_row and _is_title_row(rest.rows[cut - 1]):
                cut -= 1
            yield replace(rest, rows=rest.rows[:cut]), start
            blank = [[Cell("", cell.row, cell.col) for cell in row] for row in rest.rows[:cut]]
            rest, start = replace(rest, rows=[*blank, *rest.rows[cut:]], titles=[]), cut
        yield rest, start


def _is_title_row(row: Sequence[Cell]) -> bool:
    """Whether a row above a header is blank or one line of a title."""
    own = [cell for cell in row if cell.text and cell.merged_from is None]
    return not own or (len(own) == 1 and not numbers.read(own[0].text).text and own[0].col == 1)


def _chosen(tables: list[_Table], kind: str, problems: list[Problem]) -> list[_Table]:
    """The tables of the kind asked for; a lone kind of table is taken as the kind asked for."""
    if kind == AUTO:
        return tables
    fitting = [table for table in tables if table.kind == kind]
    if not fitting:
        return [
            _Table(table.grid, table.header, table.start, kind, table.own_header)
            for table in tables
        ]
    for table in tables:
        if table.kind != kind and table.own_header:
            where = table.grid.where(table.header.first_row)
            names = {"found": _KIND_NAMES[table.kind], "wanted": _KIND_NAMES[kind]}
            problems.append(problem("table_skipped", where, params=names))
    return fitting


def _titles(table: _Table) -> list[str]:
    """The lines above a table: paragraphs before it, or rows above its header."""
    above = [
        " ".join(cell.text.split())
        for row in table.grid.rows[: table.header.first_row - 1]
        for cell in row
        if cell.text and cell.merged_from is None
    ]
    return [*table.grid.titles, *(above if table.own_header else [])]


def _plan_year(titles: Sequence[str]) -> int | None:
    """The one year that the title says the plan is for; the day of issue does not count."""
    folded = _ISSUE_DAY.sub(" ", vn.fold(" . ".join(titles)))
    years = set(_PLAN_YEAR.findall(folded))
    return int(years.pop()) if len(years) == 1 else None


def _take(structure: Structure, table: _Table, chosen: Sequence[_Table], place: int) -> None:
    """Read one table into its structure, under the caption above it when it has no groups."""
    reader = Reader(table.grid, table.header, _titles(table))
    before = [other for other in chosen[:place] if other.kind == table.kind]
    if table.own_header:
        _report_columns(structure, reader)
        if before and not _carries_on(structure, reader, table.start):
            structure.close_groups()
        caption = _caption(table, chosen)
        if caption and not _begins_with_group(reader, table.start):
            structure.add_caption(caption, table.grid.where(table.header.first_row))
    rows.take(structure, reader, table.start)


def _carries_on(structure: Structure, reader: Reader, start: int) -> bool:
    """Whether a table under its own header only goes on with the numbers of the one before."""
    first = next(reader.lines(start), None)
    last = next((item for item in reversed(structure.items) if item.number.style == "arabic"), None)
    if first is None or last is None:
        return False
    ordinal = last.number.ordinal
    if not first.number.text:
        return not first.band and first.title[:1].islower()
    return (
        first.number.style == "arabic"
        and ordinal is not None
        and first.number.ordinal == ordinal + 1
    )


def _begins_with_group(reader: Reader, start: int) -> bool:
    """Whether the first row of a table names a group."""
    first = next(reader.lines(start), None)
    if first is None:
        return True
    number = first.number if first.number.text else numbers.leading(first.title)[0]
    return first.band or (first.bare and number.style in {"roman", "letter", "named", ""})


def _caption(table: _Table, chosen: Sequence[_Table]) -> str:
    """A heading right above a table that names a group, or the name of its sheet among several."""
    lines = _titles(table)
    for line in reversed(lines[-2:]):
        number, rest = numbers.leading(line)
        if (
            number.style in {"roman", "letter", "named", "arabic"}
            and rest
            and not rest.startswith("(")
        ):
            return line
    same = [other for other in chosen if other.kind == table.kind and other.own_header]
    plain = _PLAIN_SHEET.fullmatch(vn.fold(table.grid.name))
    return table.grid.name if table.grid.is_sheet and len(same) > 1 and not plain else ""


def _report_columns(structure: Structure, reader: Reader) -> None:
    """Columns that are not understood, and columns that every plan should have."""
    row = reader.header.first_row
    for column in reader.columns:
        if column.kind == headers.EXTRA and column.heading:
            where = reader.grid.where(row, column.col, column.heading)
            structure.problems.append(
                problem("column_unknown", where, params={"heading": column.heading})
            )
    wanted = {headers.LEAD: "Cơ quan chủ trì"}
    if structure.kind == TASKS:
        wanted[headers.DEADLINE] = "Thời gian hoàn thành"
    kinds = {column.kind for column in reader.columns}
    served = {
        headers.LEAD: {headers.LEAD, headers.ROLES},
        headers.DEADLINE: {headers.DEADLINE, headers.PERIOD},
    }
    for kind, heading in wanted.items():
        if not kinds & (served[kind] | ({headers.YEAR} if kind == headers.DEADLINE else set())):
            structure.problems.append(
                problem("column_missing", reader.grid.where(row), params={"heading": heading})
            )


def _with_groups(
    task_part: Structure,
    target_part: Structure,
    task_list: list[TaskDraft],
    target_list: list[TargetDraft],
) -> tuple[tuple[GroupDraft, ...], list[TaskDraft], list[TargetDraft]]:
    """One list of groups for both kinds, and the indexes into it set right."""
    shift = len(task_part.groups)
    groups = [_group(group, 0) for group in task_part.groups]
    groups += [_group(group, shift) for group in target_part.groups]
    moved = [
        target if target.group is None else _moved(target, target.group + shift)
        for target in target_list
    ]
    return tuple(groups), task_list, moved


def _moved(target: TargetDraft, group: int) -> TargetDraft:
    """A target under another group index."""
    return replace(target, group=group)


def _group(group: Group, shift: int) -> GroupDraft:
    """A group as part of the draft."""
    title = " ".join(group.title.split())
    parent = None if group.parent is None else group.parent + shift
    return GroupDraft(
        group.number.text, title, parent, group.level, targets.horizon_of(title), group.where
    )
