"""Annexes as they are circulated: I the targets, II the tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import TargetRow, TaskRow
from sauro.domains.reporting.sections.building import Built, day_words, deadline_words, section
from sauro.domains.reporting.sections.results import STATUS_WORDS, lead_label
from sauro.engines.office.papers.shapes import Block, Column, Run, Runs, Table

_Row = TypeVar("_Row", TargetRow, TaskRow)
CLASS_WORDS = {
    "no_deadline": "Đang thực hiện (không thời hạn)",
    "in_time": "Đang thực hiện, còn trong hạn",
    "due_soon": "Đang thực hiện, sắp đến hạn",
    "overdue": "Quá hạn",
    "done_on_time": "Hoàn thành đúng hạn",
    "done_late": "Hoàn thành chậm",
    "suspended": "Tạm dừng",
    "cancelled": "Hủy",
}
_TARGETS = (
    Column("STT", 12, "center"),
    Column("Chỉ tiêu", 78),
    Column("Đơn vị tính", 22, "center"),
    Column("Mục tiêu", 28, "center"),
    Column("Kết quả", 34, "center"),
    Column("Đánh giá", 28, "center"),
    Column("Cơ quan chủ trì", 40),
)
_TASKS = (
    Column("STT", 12, "center"),
    Column("Nhiệm vụ", 76),
    Column("Cơ quan chủ trì", 34),
    Column("Thời hạn", 26, "center"),
    Column("Tiến độ", 16, "center"),
    Column("Tình trạng", 30, "center"),
    Column("Kết quả thực hiện", 58),
)


def target_annex(view: View) -> Built:
    """Annex I; without blocks when there is no target."""
    return section("annex_targets", "Kết quả thực hiện các chỉ tiêu", _targets(view), annex=True)


def _targets(view: View) -> Iterator[Block]:
    if view.targets:
        yield Table(_TARGETS, _grouped(view, view.targets, _target_cells))


def _target_cells(view: View, row: TargetRow, place: int) -> list[Runs]:
    on = f" ({day_words(row.last_on)})" if row.last and row.last_on else ""
    return [
        row.number or str(place),
        [Run(row.title, ref=f"target.{row.id}")],
        row.unit,
        row.asked,
        f"{row.last}{on}" or "–",
        STATUS_WORDS.get(row.status, row.status).capitalize(),
        row.lead_name or lead_label(view, row.lead),
    ]


def task_annex(view: View) -> Built:
    """Annex II; without blocks when there is no task."""
    return section("annex_tasks", "Kết quả thực hiện các nhiệm vụ", _tasks(view), annex=True)


def _tasks(view: View) -> Iterator[Block]:
    if view.tasks:
        yield Table(_TASKS, _grouped(view, view.tasks, _task_cells))


def _task_cells(view: View, row: TaskRow, place: int) -> list[Runs]:
    said = row.ground if row.cls == "suspended" else row.told
    return [
        row.number or str(place),
        [Run(row.title, ref=f"task.{row.id}")],
        lead_label(view, row.lead),
        deadline_words(row),
        f"{row.percent}%",
        CLASS_WORDS[row.cls],
        " ".join(said.split()),
    ]


def _grouped(
    view: View, rows: Sequence[_Row], cells: Callable[[View, _Row, int], list[Runs]]
) -> Iterator[list[Runs]]:
    """Rows under a line for each programme and group."""
    titles = {one.id: f"{one.number} {one.title}".strip() for one in view.picture.groups}
    programmes = {one.id: one.title for one in view.picture.programmes}
    several = len({row.programme for row in rows}) > 1
    place = 0
    for programme, inside in groupby(rows, lambda row: row.programme):
        if several:
            yield [[Run(programmes.get(programme, ""), bold=True)]]
        for group, members in groupby(inside, lambda row: row.group):
            if group in titles:
                yield [[Run(titles[group], bold=True)]]
            for row in members:
                place += 1
                yield cells(view, row, place)
