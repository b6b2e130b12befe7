"""Health and syntheses in words ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.core import clock
from sauro.domains.programmes import links, rules
from sauro.domains.programmes.labels import HEALTH_RULES, NEVER_HEARD
from sauro.domains.programmes.models import Synthesis
from sauro.domains.programmes.rules import Age, HealthRule, HealthVerdict
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines.ui.bars import Part
from sauro.engines.ui.templatetags import ui as ui_tags

WORST_FIRST = ("blocked", "at_risk", "unknown", "good")


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A health with the rule that decided it in words."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SynthesisLine:
    """What was said in one line, by whom, and how old that looks."""

    text: str
    by: str
    at: datetime
    ago: str
    age: str

    @property
    def is_old(self) -> bool:
        """Whether it is old enough to say so."""
        return self.age != Age.FRESH


def health_line(verdict: HealthVerdict) -> HealthLine | None:
    """A health ready to print; nothing for what is finished or cancelled."""
    return HealthLine(verdict.code, reason_words(verdict)) if verdict.health else None


def reason_words(verdict: HealthVerdict) -> str:
    """The rule that decided a health, with its number."""
    if verdict.rule == HealthRule.UNHEARD and verdict.number is None:
        return str(NEVER_HEARD)
    return str(HEALTH_RULES[verdict.rule.value]) % {"n": verdict.number}


def health_words(line: HealthLine | None) -> SafeString | str:
    """The badge of a health, and the rule that decided it below, for a cell."""
    if line is None:
        return ""
    return format_html("{} <small>{}</small>", ui_tags.status(line.code), line.reason)


def health_export(line: HealthLine | None) -> str:
    """A health and its rule on one line of a file."""
    return f"{ui_tags.status_label(line.code)}: {line.reason}" if line else ""


def synthesis_line(said: Synthesis | None, *, as_of: AsOf) -> SynthesisLine | None:
    """A synthesis as it looks on a day; nothing when there is none."""
    return None if said is None else said_line(said.text, str(said.by), said.at, today=as_of.day)


def said_line(text: str, by: str, at: datetime, *, today: date) -> SynthesisLine:
    """A line written at a moment, as it looks on a day."""
    old = rules.aged(written_on=clock.day_of(at), today=today)
    return SynthesisLine(text=text, by=by, at=at, ago=ago_words(old.days), age=old.age.value)


def ago_words(days: int) -> str:
    """How long ago something was written."""
    if days == 0:
        return _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def said_in_programme(found: Iterable[Synthesis], *, as_of: AsOf) -> list[dict[str, Any]]:
    """The last words of a programme, each with the task or target it is about."""
    return [
        {
            "line": synthesis_line(one, as_of=as_of),
            "title": Truncator(str(one.task or one.target)).chars(90),
            "url": links.task_url(task_id=one.task_id, as_of=as_of)
            if one.task_id
            else links.target_url(target_id=one.target_id or 0, as_of=as_of),
        }
        for one in found
    ]


def task_numbers(counts: Mapping[str, int], *, as_of: AsOf, **filters: Any) -> list[Part]:
    """How many tasks have each health, the worst first, each with its rows."""
    return [
        Part(
            code,
            counts.get(code, 0),
            links.tasks_url(as_of=as_of, health=code, **filters) if counts.get(code) else "",
        )
        for code in WORST_FIRST
    ]


def target_numbers(counts: Mapping[str, int], *, as_of: AsOf, **filters: Any) -> list[Part]:
    """How many targets have each health, the worst first, each with its rows."""
    return [
        Part(
            code,
            counts.get(code, 0),
            links.targets_url(as_of=as_of, health=code, **filters) if counts.get(code) else "",
        )
        for code in WORST_FIRST
    ]
