"""Ready sentences with which to ask, by what is known of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.explanations.selectors.asking import Situation
from sauro.engines.ui import formats

_SILENT_DAYS = 30
_MOST = 5
# Rules of alerts, and the sentence that asks about each.
BY_CAUSE = {
    **dict.fromkeys(("task_late", "explanation_overdue"), "overdue"),
    **dict.fromkeys(("task_due_soon", "task_behind", "target_off_course"), "behind"),
    **dict.fromkeys(("task_silent", "unit_silent"), "silent"),
    **dict.fromkeys(("figure_falling", "unit_gap"), "figure"),
    "bottleneck_overdue": "blocked",
    **dict.fromkeys(
        (
            *("update_waiting", "extension_waiting", "form_waiting", "draft_waiting"),
            *("nobody_verifies", "nobody_confirms", "nobody_approves"),
        ),
        "approval",
    ),
    "task_unclear": "unclear",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A ready question: its code, a few words for its button, and the text."""

    code: str
    label: str
    text: str


def sentences(*, situation: Situation, cause: str, today: date) -> list[Sentence]:
    """The ready questions, the fittest first; the last asks in general."""
    found = {one.code: one for one in _all(situation, today)}
    wanted = BY_CAUSE.get(cause, "")
    first = [found[wanted]] if wanted in found else []
    fitting = [found[code] for code in _fitting(situation, today) if code in found]
    order = [*first, *fitting, *found.values()]
    return list({one.code: one for one in order}.values())[:_MOST]


def _fitting(situation: Situation, today: date) -> Iterator[str]:
    if situation.status in ("overdue", "done_late", "missed"):
        yield "overdue"
    if situation.status in ("due_soon", "at_risk"):
        yield "behind"
    if situation.status == "no_data":
        yield "silent"
    last = situation.last_update_on
    if last is not None and (today - last).days > _SILENT_DAYS:
        yield "silent"
    yield "general"


def _all(situation: Situation, today: date) -> Iterator[Sentence]:
    yield Sentence("general", _("How it stands"), _("Explain how this stands today, what holds it up and what you propose."))  # fmt: skip  # noqa: E501
    yield Sentence("overdue", _("Why it is late"), _overdue(situation, today))
    yield Sentence("behind", _("Whether it will be in time"), _behind(situation))
    yield Sentence("silent", _("Why nothing was reported"), _silent(situation))
    yield Sentence("blocked", _("What blocks it"), _("Name what blocks this: which procedure, money, people or data, who can lift it, and by which day you will have asked for it."))  # fmt: skip  # noqa: E501
    yield Sentence("unclear", _("What is not clear yet"), _("This task lacks some of its six clears. Say who is in charge, what the result is, by which day, and when you will complete it."))  # fmt: skip  # noqa: E501
    yield Sentence("figure", _("Why the figure is low"), _("The figure is below what is expected. Explain the cause, what your unit does about it and by which day the figure will be reached."))  # fmt: skip  # noqa: E501
    yield Sentence("approval", _("Why it waits"), _("This has been waiting for a decision too long. Explain with whom it lies and by which day it will be decided."))  # fmt: skip  # noqa: E501


def _overdue(situation: Situation, today: date) -> str:
    if situation.due_on is None or situation.due_on >= today:
        return _("The deadline has passed and the result is not there. Explain the cause of the delay, who is responsible, and by which day it will be completed.")  # fmt: skip  # noqa: E501
    return _("The deadline was %(day)s and the result is not there (progress %(percent)s%%). Explain the cause of the delay, who is responsible, and by which day it will be completed.") % {"day": _day(situation.due_on), "percent": situation.percent or 0}  # fmt: skip  # noqa: E501


def _behind(situation: Situation) -> str:
    if situation.due_on is None or situation.percent is None:
        return _("Explain whether this will be completed in time, what is still missing and what your unit needs.")  # fmt: skip  # noqa: E501
    return _("The deadline is %(day)s and the progress is %(percent)s%%. Explain whether it will be completed in time, what is still missing and what your unit needs.") % {"day": _day(situation.due_on), "percent": situation.percent}  # fmt: skip  # noqa: E501


def _silent(situation: Situation) -> str:
    if situation.last_update_on is None:
        return _("Nothing was reported on this. Explain why, and report how it stands.")
    return _("Nothing was reported on this since %(day)s. Explain why, and report how it stands.") % {"day": _day(situation.last_update_on)}  # fmt: skip  # noqa: E501


def _day(day: date) -> Any:
    return formats.day(day, language=get_language() or "vi")
