"""The annex of a plan as a file, in the words of Vietnamese plans so that it can be read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sauro.core.errors import DomainError
from sauro.domains.programmes.models import Programme, ProgressUpdate
from sauro.domains.programmes.selectors import annex
from sauro.domains.programmes.selectors.annex import GroupRow, TargetTable, TaskRow
from sauro.engines.office.writing import (
    Column,
    GroupLine,
    Sheet,
    WordTable,
    write_docx_tables,
    write_xlsx,
)

TASKS, TARGETS, ALL, MONTHS = KINDS = ("tasks", "targets", "all", "months")
XLSX, DOCX = FORMATS = ("xlsx", "docx")
MEDIA = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TASK_COLUMNS = (
    Column("STT", 7),
    Column("Nhiệm vụ", 50),
    Column("Mô tả", 30),
    Column("Cơ quan chủ trì", 25),
    Column("Cơ quan phối hợp", 25),
    Column("Cấp có thẩm quyền", 20),
    Column("Thời gian hoàn thành", 18),
    Column("Sản phẩm", 30),
    Column("Căn cứ", 20),
    Column("Ghi chú", 20),
)
_MONTH_COLUMNS = (
    Column("STT", 7),
    Column("Nhiệm vụ", 50),
    Column("Cơ quan chủ trì", 25),
    Column("Thời gian hoàn thành", 18),
)
_YEAR = re.compile(r"20\d\d")


class NothingToExport(DomainError):
    """The programme holds nothing of this kind that the person may see."""

    code = "nothing_to_export"


def write(*, programme: Programme, user: Any, kind: str, file_format: str, year: int) -> bytes:
    """The file: a plan's tasks, targets or both, or what was reported month by month of a year.

    Raises `NothingToExport`.
    """
    sheets = list(_sheets(programme, user, kind, year))
    if not sheets:
        raise NothingToExport
    if file_format == XLSX:
        return write_xlsx(sheets)
    return write_docx_tables([WordTable(one.columns, one.rows, one.titles) for one in sheets])


def _sheets(programme: Programme, user: Any, kind: str, year: int) -> Iterator[Sheet]:
    if kind == MONTHS:
        yield from _months(programme, user, year)
    if kind in (TASKS, ALL):
        yield from _tasks(programme, user)
    if kind in (TARGETS, ALL):
        yield from _targets(programme, user)


def _tasks(programme: Programme, user: Any) -> Iterator[Sheet]:
    rows = annex.task_rows(programme=programme, user=user)
    used = _used(rows)
    if rows:
        columns = [column for place, column in enumerate(_TASK_COLUMNS) if place in used]
        lines = [_line(row, used) for row in rows]
        titles = ("DANH MỤC NHIỆM VỤ", programme.title)
        yield Sheet("Nhiệm vụ", columns, lines, titles)


def _used(rows: Sequence[GroupRow | TaskRow]) -> set[int]:
    """Places of the columns that are wanted always, or hold something."""
    always = {0, 1, 3, 4, 6, 7, 9}
    cells = [_cells(row) for row in rows if isinstance(row, TaskRow)]
    return always | {
        place for place in range(len(_TASK_COLUMNS)) if any(row[place] for row in cells)
    }


def _cells(task: TaskRow) -> tuple[str, ...]:
    return (
        _number(task),
        task.title,
        task.content,
        task.lead,
        task.coordinate,
        task.authority,
        task.deadline,
        task.result,
        task.ground,
        task.note,
    )


def _number(task: TaskRow) -> str:
    """The number; a row that would read as the end of the one above gets a mark of its own."""
    stands_alone = task.lead and (task.deadline or task.result)
    return task.number or ("" if stands_alone else str(task.id))


def _line(row: GroupRow | TaskRow, used: set[int]) -> Any:
    if isinstance(row, GroupRow):
        return GroupLine(row.number, row.title)
    return [cell for place, cell in enumerate(_cells(row)) if place in used]


def _targets(programme: Programme, user: Any) -> Iterator[Sheet]:
    tables = annex.target_tables(programme=programme, user=user)
    for place, table in enumerate(tables):
        name = "Phụ lục" if place == 0 else f"Phụ lục {place + 1}"
        # a year in a title line would set the year of every target below it
        titles = ["DANH MỤC CHỈ TIÊU"]
        if not _YEAR.search(programme.title):
            titles.append(programme.title)
        yield Sheet(name, _target_columns(table), list(_target_lines(table)), titles)


def _target_columns(table: TargetTable) -> list[Column]:
    value = "Mục tiêu cần đạt" + (f" (năm {table.year})" if table.year else "")
    return [
        Column("STT", 7),
        Column("Chỉ tiêu", 50),
        Column("Đơn vị tính", 12),
        Column("Hiện trạng", 15),
        *(Column(_year_heading(table, year), 14) for year in table.years),
        *(() if table.years and _all_by_year(table) else (Column(value, 18),)),
        *((Column("Thời hạn hoàn thành", 14),) if _has_days(table) else ()),
        Column("Cơ quan chủ trì", 25),
        Column("Ghi chú", 20),
    ]


def _year_heading(table: TargetTable, year: int) -> str:
    return f"Tầm nhìn {year}" if year in table.visions else f"Năm {year}"


def _all_by_year(table: TargetTable) -> bool:
    return all(isinstance(row, GroupRow) or row.by_years for row in table.rows)


def _has_days(table: TargetTable) -> bool:
    return any(not isinstance(row, GroupRow) and row.due for row in table.rows)


def _target_lines(table: TargetTable) -> Iterator[Any]:
    alone = not (table.years and _all_by_year(table))
    for row in table.rows:
        if isinstance(row, GroupRow):
            yield GroupLine(row.number, row.title)
            continue
        value = [] if not alone else ["" if row.by_years else row.value]
        due = [row.due] if _has_days(table) else []
        by_year = [row.values.get(year, "") for year in table.years]
        yield [
            row.number,
            row.title,
            row.unit,
            row.baseline,
            *by_year,
            *value,
            *due,
            row.lead,
            row.note,
        ]


def _months(programme: Programme, user: Any, year: int) -> Iterator[Sheet]:
    rows = annex.month_rows(programme=programme, user=user, year=year)
    if rows:
        columns = [*_MONTH_COLUMNS, *(Column(f"Tháng {n}", 22) for n in range(1, 13))]
        lines = [
            [
                task.number,
                task.title,
                task.lead,
                task.deadline,
                *_told(told.get(n) for n in range(1, 13)),
            ]
            for task, told in rows
        ]
        titles = (f"KẾT QUẢ THỰC HIỆN TỪNG THÁNG NĂM {year}", programme.title)
        yield Sheet(f"Kết quả {year}", columns, lines, titles)


def _told(updates: Iterable[ProgressUpdate | None]) -> Iterator[str]:
    """What was reported for each month; an empty cell where nothing was."""
    for update in updates:
        if update is None:
            yield ""
        elif update.no_change:
            yield "Không phát sinh"
        else:
            obstacle = f"\nKhó khăn: {update.obstacle}" if update.obstacle else ""
            yield f"{update.percent}%: {update.done}{obstacle}"
