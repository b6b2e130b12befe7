"""Stacked bars small enough for a table cell, as SVG without inline styles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sauro.engines.ui import formats, statuses

WIDTH = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One segment: a status code (or a tone), a count, and the rows behind it."""

    code: str
    value: int
    url: str = ""
    label: str = ""

    @property
    def tone(self) -> str:
        return statuses.status_of(self.code).tone

    @property
    def icon(self) -> str:
        return statuses.status_of(self.code).icon

    @property
    def word(self) -> str:
        return self.label or str(statuses.status_of(self.code).label)


def as_part(part: Part | Mapping[str, Any]) -> Part:
    return part if isinstance(part, Part) else Part(**part)


def stacked_svg(parts: Sequence[Part], *, label: str = "", titles: bool = True) -> SafeString:
    """The bar with its text alternative; an empty track when nothing is counted.

    Without titles a page of many bars is smaller: the text alternative says the same.
    """
    counted = [part for part in parts if part.value]
    total = sum(part.value for part in counted)
    language = get_language() or "vi"
    words = ", ".join(
        f"{part.word}: {formats.number(part.value, language=language)}" for part in counted
    )
    text = ". ".join(filter(None, (label, words))) or formats.NO_VALUE
    titled = "<title>{}: {}</title>" if titles else ""
    rects = format_html_join(
        "",
        f'<rect class="fill-{{}}" x="{{}}" width="{{}}" height="8">{titled}</rect>',
        (
            (part.tone, x, width, part.word, formats.number(part.value, language=language))
            for part, (x, width) in zip(counted, _spans(counted, total), strict=True)
        ),
    )
    return format_html(
        '<svg class="sparkbar" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>',
        WIDTH,
        text,
        rects,
    )


def _spans(parts: Sequence[Part], total: int) -> list[tuple[float, float]]:
    """Start and width of each segment, with a small gap that parts neighbours without colour."""
    spans, start = [], 0.0
    for part in parts:
        width = part.value * WIDTH / total
        spans.append((round(start, 2), round(max(width - 1, 0.8), 2)))
        start += width
    return spans
