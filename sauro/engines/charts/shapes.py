"""What a chart is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sauro.engines.ui import formats, statuses

Text = str | Promise
Value = float | int | None
Option = dict[str, Any]

# What json.dumps leaves alone but a <script> element or an old parser does not.
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True, slots=True)
class Category:
    """A place on the axis, and where its name leads."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values over the categories; a status code gives them word and colour, `urls` their rows."""

    values: Sequence[Value]
    label: Text = ""
    code: str = ""
    urls: Sequence[str] = ()

    @property
    def word(self) -> str:
        return force_str(self.label or statuses.status_of(self.code).label)

    def url_at(self, index: int) -> str:
        return self.urls[index] if index < len(self.urls) else ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One target: what was reached against what was promised, in the target's own unit."""

    label: Text
    actual: Value
    target: Value
    unit: str = ""
    url: str = ""
    code: str = "in_progress"


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of the chart's table."""

    text: str
    url: str = ""
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a word and the class of its mark."""

    word: str
    mark: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture for those who look and the same figures as a table for everybody."""

    title: Text
    option: Option
    head: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    height: int = 260
    note: Text = ""
    foot: Sequence[Cell] = ()
    legend: Sequence[Key] = ()

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def summary(self) -> str:
        """The text alternative: the title and where the figures are."""
        return ". ".join(filter(None, (force_str(self.title), force_str(self.note))))

    @property
    def json(self) -> SafeString:
        """The options, safe inside a `<script type="application/json">`."""
        text = json.dumps(self.option, ensure_ascii=False, separators=(",", ":"), default=force_str)
        return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # escaped in the line above


def tone(code: str) -> str:
    """The colour token of a status, resolved in the browser so that dark mode applies."""
    name = statuses.status_of(code).tone
    return "var(--ink-3)" if name == "plain" else f"var(--{name})"


def tone_class(code: str) -> str:
    """The class of a status's mark in a legend."""
    return f"key-{statuses.status_of(code).tone}"


def shown(value: Value, unit: str = "") -> str:
    """A value as the reader writes it, with its unit."""
    text = formats.number(value, language=get_language() or "vi")
    if value is None or not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"
