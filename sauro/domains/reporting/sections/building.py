"""From phrases and figures to blocks of a paper."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.reporting.phrases import phrases
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import TaskRow
from sauro.domains.reporting.rules.subject import agency_of
from sauro.engines.office.papers.shapes import Block, Bullets, Paragraph, Run, blocks_to_data

RECORDS = ("task", "target", "bottleneck")  # a ref to one is its kind and number: task.7
_LISTED = 30  # a list in the body stays readable; the annex holds all rows


@dataclass(frozen=True, slots=True)
class Built:
    """A section as it was generated; an annex stands behind the signature."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False

    @property
    def data(self) -> list[dict[str, Any]]:
        """The blocks as they are stored."""
        return blocks_to_data(self.blocks)

    @property
    def hash(self) -> str:
        """What tells whether two builds say the same."""
        return hash_of(self.data)


def hash_of(data: Any) -> str:
    """The SHA-256 of stored blocks."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def section(key: str, title: str, blocks: Iterable[Block], *, annex: bool = False) -> Built:
    """A section of a report."""
    return Built(key, title, tuple(blocks), annex)


def say(view: View, key: str, **words: str) -> Paragraph:
    """The paragraph of a phrase; what is not a figure is given as a word."""
    return say_text(view, phrases()[key].text, **words)


def say_text(view: View, template: str, **words: str) -> Paragraph:
    """The paragraph of any template with places for figures."""
    known = {
        "subject": view.subject.name,
        "period": view.picture.label.lower(),
        "day": day_words(view.picture.day),
        **words,
    }
    return Paragraph(runs_of(phrasing.sentence(template, figures=view.figures, words=known)))


def runs_of(pieces: Iterable[phrasing.Piece]) -> tuple[Run, ...]:
    """Pieces of a sentence as runs of a paper."""
    return tuple(Run(piece.text, ref=piece.ref) for piece in pieces)


def figure(view: View, key: str) -> tuple[Run, ...]:
    """A figure as a cell of a table; a dash for nothing."""
    found = view.figures.get(key)
    if found is None or not found.value:
        return (Run("–" if found is None or found.value is None else "0"),)
    return (Run(phrasing.shown(found.value), ref=key),)


def task_line(view: View, row: TaskRow, *, tail: str = "") -> tuple[Run, ...]:
    """A task in a list: its title, who leads, by when, and what is to be said of it."""
    agency = agency_of(view.picture, row.lead) if row.lead else None
    facts = [
        f"chủ trì: {agency.label}" if agency and not view.subject.of_agency else "",
        f"thời hạn: {deadline_words(row)}",
    ]
    inside = "; ".join(fact for fact in facts if fact)
    return (task_link(row), Run(f" ({inside}){tail}"))


def task_link(row: TaskRow) -> Run:
    """The title of a task inside a sentence, which leads to the task."""
    return Run(row.title.strip().rstrip(".;"), ref=f"task.{row.id}")


def listed(items: Sequence[Sequence[Run]], *, whole: bool = False) -> Bullets:
    """A list as papers write it: each item ends with a semicolon, the last one with a stop.

    Of a long list the first items stand; the last line says how many more the annex holds.
    """
    shown = list(items if whole else items[:_LISTED])
    if len(shown) < len(items):
        more = phrasing.counted_number(len(items) - len(shown))
        shown.append((Run(f"và {more} nhiệm vụ khác (chi tiết tại Phụ lục)"),))
    ends = [";"] * (len(shown) - 1) + ["."]
    return Bullets([_ended(item, end) for item, end in zip(shown, ends, strict=True)])


def _ended(item: Sequence[Run], end: str) -> tuple[Run, ...]:
    """An item with its closing mark, in the last plain run where there is one."""
    last = item[-1]
    if last.ref or last.bold:
        return (*item, Run(end))
    return (*item[:-1], Run(last.text + end))


def one_line(text: str) -> str:
    """A text inside a sentence: no breaks, no closing mark of its own."""
    return " ".join(text.split()).rstrip(".;")


def day_words(day: date) -> str:
    """A day as papers write it: 30/6/2025; day below ten and months 1, 2 with a nought."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def deadline_words(row: TaskRow) -> str:
    """The deadline as the plan wrote it, else the day."""
    return row.deadline or (day_words(row.due) if row.due else "không có thời hạn")
