"""What is late, suspended or blocked, what is asked for, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import TaskRow
from sauro.domains.reporting.rules.subject import agency_of
from sauro.domains.reporting.sections import bottlenecks
from sauro.domains.reporting.sections.building import (
    Built,
    day_words,
    listed,
    one_line,
    say,
    section,
    task_line,
    task_link,
)
from sauro.engines.office.papers.shapes import Block, Heading, Run


def late(view: View) -> Built:
    """Overdue tasks with the obstacle their last update names."""
    return section("late", "Nhiệm vụ quá hạn", _late(view))


def _late(view: View) -> Iterator[Block]:
    if not view.late:
        yield say(view, "late.none")
        return
    yield say(view, "late.some")
    yield listed([task_line(view, row, tail=_delay(view, row)) for row in view.late])


def _delay(view: View, row: TaskRow) -> str:
    days = (view.picture.day - row.due).days if row.due else 0
    why = f"; nguyên nhân theo báo cáo: {one_line(row.obstacle)}" if row.obstacle else ""
    return f": quá hạn {days} ngày, tiến độ xác nhận {row.percent}%{why}"


def suspended(view: View) -> Built:
    """Suspended tasks with their grounds; nothing when there are none."""
    return section("suspended", "Nhiệm vụ tạm dừng", _suspended(view))


def _suspended(view: View) -> Iterator[Block]:
    if view.suspended:
        yield say(view, "suspended.some")
        yield listed(
            [
                task_line(view, row, tail=f": {one_line(row.ground) or 'chưa ghi căn cứ'}")
                for row in view.suspended
            ]
        )


def obstacles(view: View) -> Built:
    """Open bottlenecks, then obstacles as the updates name them, by agency."""
    return section("obstacles", "Khó khăn, vướng mắc", _obstacles(view))


def _obstacles(view: View) -> Iterator[Block]:
    yield from bottlenecks.standing(view)
    if not view.beside:
        if not view.obstacles:
            yield say(view, "obstacles.none")
        return
    yield say(view, "obstacles.beside" if view.bottlenecks else "obstacles.some")
    yield from _by_agency(view, view.beside)


def _by_agency(view: View, rows: Iterable[TaskRow]) -> Iterator[Block]:
    names = {one.id: one.label for one in view.picture.agencies}
    ordered = sorted(rows, key=lambda row: (names.get(row.lead or 0, ""), row.id))
    for lead, some in groupby(ordered, lambda row: row.lead):
        agency = agency_of(view.picture, lead) if lead else None
        if agency and not view.subject.of_agency:
            yield Heading(agency.name, 3)
        yield listed([[task_link(row), Run(f": {one_line(row.obstacle)}")] for row in some])


def proposals(view: View) -> Built:
    """What follows from bottlenecks, obstacles and delays; an agency asks no other agencies."""
    keys = [
        *(["proposals.obstacles"] if view.beside else ()),
        *(["proposals.late"] if view.late and not view.subject.of_agency else ()),
    ]
    said = [*bottlenecks.asked(view), *(say(view, key) for key in keys)]
    return section("proposals", "Kiến nghị, đề xuất", said or [say(view, "proposals.none")])


def ahead(view: View) -> Built:
    """Tasks that fall due in the next period."""
    words = {
        "next_period": view.picture.next_label.lower(),
        "next_day": day_words(view.picture.next_day),
    }
    if not view.ahead:
        return section("ahead", "Nhiệm vụ kỳ tới", [say(view, "ahead.none", **words)])
    rows = listed([task_line(view, row) for row in view.ahead])
    return section("ahead", "Nhiệm vụ kỳ tới", [say(view, "ahead.some", **words), rows])
