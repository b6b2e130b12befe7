"""Open bottlenecks of the register, and what is asked of the levels that can lift them."""

from __future__ import annotations

from collections.abc import Iterator

from sauro.domains.bottlenecks.rules import Kind, Level
from sauro.domains.reporting.phrases import phrases
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import BottleneckRow
from sauro.domains.reporting.sections.building import day_words, listed, one_line, say, say_text
from sauro.engines.office.papers.shapes import Block, Run

KIND_WORDS = {
    Kind.MECHANISM_POLICY: "cơ chế, chính sách",
    Kind.MONEY: "kinh phí, nguồn lực",
    Kind.PEOPLE: "nhân lực",
    Kind.INFRASTRUCTURE_DATA: "hạ tầng, dữ liệu",
    Kind.PROCEDURE_AUTHORITY: "thủ tục, thẩm quyền",
    Kind.COORDINATION: "phối hợp giữa các cơ quan",
}
LEVEL_WORDS = {
    Level.COMMUNE: "cấp xã",
    Level.AGENCY: "sở, ban, ngành",
    Level.PROVINCE: "cấp tỉnh",
    Level.MINISTRY: "bộ, ngành Trung ương",
    Level.GOVERNMENT: "Chính phủ",
    Level.NATIONAL_ASSEMBLY: "Quốc hội",
}


def standing(view: View) -> Iterator[Block]:
    """Each open bottleneck with its kind, who can lift it, by when, and what waits for it.

    That there is none is said only where nothing else is in the way.
    """
    if view.bottlenecks:
        yield say(view, "bottlenecks.some")
        yield listed([_line(view, row) for row in view.bottlenecks], whole=True)
    elif view.picture.bottlenecks is not None and not view.obstacles:
        yield say(view, "bottlenecks.none")


def asked(view: View) -> Iterator[Block]:
    """What is asked of each higher level, and of those who can lift something themselves."""
    for level in Level:
        rows = [row for row in view.bottlenecks if row.level == level and view.above(row)]
        if rows:
            text = _filled("proposals.level", n=f"bottlenecks.level.{level}")
            yield say_text(view, text, level=LEVEL_WORDS[level])
            yield listed([_wish(row) for row in rows], whole=True)
    if view.number("bottlenecks.own") and not view.subject.of_agency:
        yield say(view, "proposals.own")


def _line(view: View, row: BottleneckRow) -> list[Run]:
    level = LEVEL_WORDS[Level(row.level)]
    said = say(
        view,
        "bottleneck.line",
        kind=KIND_WORDS[Kind(row.kind)],
        lifter=f"{level}, {one_line(row.lifter)}" if row.lifter else level,
        responsible=row.responsible_name,
        lift_by=day_words(row.lift_by) if row.lift_by else "chưa xác định",
    )
    runs = [_title(row), Run(" "), *said.runs]
    for place, part in enumerate(_parts(view, row)):
        runs += [Run("; " if place else ": "), *part]
    return runs


def _parts(view: View, row: BottleneckRow) -> Iterator[tuple[Run, ...]]:
    """What is said behind the colon, where there is something to say."""
    if row.condition:
        yield say(view, "bottleneck.condition", condition=one_line(row.condition)).runs
    for what in ("tasks", "targets"):
        if getattr(row, what):
            key = f"bottleneck.{row.id}.{what}"
            yield say_text(view, _filled(f"bottleneck.{what}", **{what: key})).runs
    if row.escalated_on:
        yield say(view, "bottleneck.escalated", on=day_words(row.escalated_on)).runs
    if row.lift_by and row.lift_by < view.picture.day:
        days = (view.picture.day - row.lift_by).days
        yield say(view, "bottleneck.overdue", days=str(days)).runs


def _filled(phrase: str, **keys: str) -> str:
    """The text of a phrase whose places name the figures of one row."""
    text = phrases()[phrase].text
    for name, key in keys.items():
        text = text.replace(f"{{{name}}}", f"{{{key}}}")
    return text


def _wish(row: BottleneckRow) -> list[Run]:
    condition = f": {one_line(row.condition)}" if row.condition else ""
    return [_title(row), *([Run(condition)] if condition else [])]


def _title(row: BottleneckRow) -> Run:
    """The title of a bottleneck, which leads to it."""
    return Run(f"{row.code} {one_line(row.title)}", ref=f"bottleneck.{row.id}")
