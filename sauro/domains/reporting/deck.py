"""The deck of a report: the figures to remember, agencies, what is late, targets."""

from __future__ import annotations

from collections.abc import Iterator

from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import TargetRow
from sauro.domains.reporting.sections.annexes import CLASS_WORDS
from sauro.domains.reporting.sections.building import day_words, deadline_words
from sauro.domains.reporting.sections.results import STATUS_WORDS, lead_label
from sauro.engines.office.papers.shapes import Column
from sauro.engines.office.papers.slides import (
    Bar,
    BarsSlide,
    Deck,
    Figure,
    FiguresSlide,
    TableSlide,
    TitleSlide,
)

_LATE = 16
_TITLE = 110


def deck_of(view: View, abstract: str) -> Deck:
    """Five or six slides from the figures of a report."""
    day = day_words(view.picture.day)
    first = TitleSlide(abstract, view.subject.name, f"Số liệu đến ngày {day}")
    slides = (first, *_slides(view))
    return Deck(abstract, slides, view.picture.day, view.subject.name)


def _slides(view: View) -> Iterator[FiguresSlide | BarsSlide | TableSlide]:
    yield FiguresSlide("Số liệu chính", tuple(_numbers(view)))
    bars = tuple(_bars(view))
    if bars:
        yield BarsSlide("Tỷ lệ hoàn thành theo cơ quan chủ trì", bars, "Cơ quan")
    if view.late:
        columns = (Column("Nhiệm vụ", 150), Column("Chủ trì", 60), Column("Thời hạn", 40))
        rows = [
            (_short(row.title), lead_label(view, row.lead), deadline_words(row))
            for row in view.late[:_LATE]
        ]
        yield TableSlide(f"Nhiệm vụ quá hạn ({len(view.late)})", columns, rows)
    if view.targets:
        yield TableSlide("Chỉ tiêu", _TARGET_COLUMNS, [_target(row) for row in view.targets])


_TARGET_COLUMNS = (
    Column("Chỉ tiêu", 130),
    Column("Mục tiêu", 40),
    Column("Kết quả", 40),
    Column("Đánh giá", 40),
)


def _target(row: TargetRow) -> tuple[str, ...]:
    status = STATUS_WORDS.get(row.status, row.status).capitalize()
    return (_short(row.title), row.asked, row.last or "–", status)


def _numbers(view: View) -> Iterator[Figure]:
    total = view.number("tasks.total")
    yield Figure(
        f"{view.number('tasks.done')}/{total}",
        "nhiệm vụ đã hoàn thành",
        f"{CLASS_WORDS['done_on_time']} và {CLASS_WORDS['done_late'].lower()}",
        "good",
    )
    late = view.number("tasks.overdue")
    yield Figure(
        f"{late}/{total}", "nhiệm vụ quá hạn", "Quá hạn mà chưa nộp", "bad" if late else "plain"
    )
    yield Figure(
        f"{view.number('tasks.ahead')}", "nhiệm vụ đến hạn kỳ tới", "Thời hạn trong kỳ tới"
    )
    if view.targets:
        share = phrasing.shown(view.figures["targets.reached_share"].value)
        yield Figure(
            f"{view.number('targets.reached')}/{len(view.targets)}",
            f"chỉ tiêu đạt và vượt ({share}%)",
            "Đạt hoặc vượt mục tiêu của năm",
            "good",
        )
    yield Figure(f"{view.number('tasks.suspended')}", "nhiệm vụ tạm dừng", "Có căn cứ tạm dừng")
    yield Figure(
        f"{view.number('tasks.obstacles')}",
        "nhiệm vụ có vướng mắc",
        "Theo báo cáo gần nhất",
        "warn",
    )


def _bars(view: View) -> Iterator[Bar]:
    if view.subject.of_agency:
        return
    counts = [
        (one.label, view.number(f"agency.{one.id}.done"), view.number(f"agency.{one.id}.total"))
        for one in view.picture.agencies
    ]
    for label, done, total in sorted(counts, key=lambda row: (-row[2], row[0]))[:12]:
        if total:
            yield Bar(label, done, total, f"{done}/{total}")


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
