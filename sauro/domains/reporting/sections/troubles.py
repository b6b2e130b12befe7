"""What is late, suspended or blocked, what is asked for, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import TaskRow
from sauro.domains.reporting.rules.subject import agency_of
from sauro.domains.reporting.sections.building import (
    Built,
    day_words,
    listed,
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
    why = f"; nguyên nhân theo báo cáo: {_one_line(row.obstacle)}" if row.obstacle else ""
    return f": quá hạn {days} ngày, tiến độ xác nhận {row.percent}%{why}"


def suspended(view: View) -> Built:
    """Suspended tasks with their grounds; nothing when there are none."""
    return section("suspended", "Nhiệm vụ tạm dừng", _suspended(view))


def _suspended(view: View) -> Iterator[Block]:
    if view.suspended:
        yield say(view, "suspended.some")
        yield listed(
            [
                task_line(view, row, tail=f": {_one_line(row.ground) or 'chưa ghi căn cứ'}")
                for row in view.suspended
            ]
        )


def obstacles(view: View) -> Built:
    """Obstacles as the updates name them, by agency."""
    return section("obstacles", "Khó khăn, vướng mắc", _obstacles(view))


def _obstacles(view: View) -> Iterator[Block]:
    if not view.obstacles:
        yield say(view, "obstacles.none")
        return
    yield say(view, "obstacles.some")
    names = {one.id: one.label for one in view.picture.agencies}
    ordered = sorted(view.obstacles, key=lambda row: (names.get(row.lead or 0, ""), row.id))
    for lead, rows in groupby(ordered, lambda row: row.lead):
        agency = agency_of(view.picture, lead) if lead else None
        if agency and not view.subject.of_agency:
            yield Heading(agency.name, 3)
        yield listed([[task_link(row), Run(f": {_one_line(row.obstacle)}")] for row in rows])


def proposals(view: View) -> Built:
    """What follows from obstacles and delays; an agency asks no other agencies."""
    keys = [
        *(["proposals.obstacles"] if view.obstacles else ()),
        *(["proposals.late"] if view.late and not view.subject.of_agency else ()),
    ]
    said = [say(view, key) for key in keys or ["proposals.none"]]
    return section("proposals", "Kiến nghị, đề xuất", said)


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


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".;")
