"""Tasks that need a look, ready to print: where each is, how late, why, and what its owner says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator

from sauro.domains.programmes import health_lines, links
from sauro.domains.programmes.health_lines import SynthesisLine
from sauro.domains.programmes.selectors.standing import AsOf

LONGEST_TITLE, LONGEST_REASON = 140, 180


@dataclass(frozen=True, slots=True)
class WorryLine:
    """A task that needs a look: where it is, who leads it, how late it is and why."""

    title: str
    url: str
    lead: str
    programme: str
    status: str
    due_on: date | None
    days: int | None
    percent: int
    claimed: int
    why: str
    said: SynthesisLine | None = None
    task_id: int = 0


def worry_line(task: Any, *, as_of: AsOf) -> WorryLine:
    """A task as selected for the dashboard, ready to print."""
    suspended = task.deadline_class == "suspended"
    why = getattr(task, "suspension_ground", "") if suspended else getattr(task, "obstacle", "")
    return WorryLine(
        title=Truncator(task.title).chars(LONGEST_TITLE),
        url=links.task_url(task_id=task.pk, as_of=as_of),
        lead=task.lead.label if task.lead else "",
        programme=task.programme.code,
        status=task.deadline_class,
        due_on=task.as_due_on,
        days=None if task.as_due_on is None else (task.as_due_on - as_of.day).days,
        percent=task.as_percent,
        claimed=task.claimed_percent,
        why=Truncator(why or "").chars(LONGEST_REASON),
        said=_said(task, as_of),
        task_id=task.pk,
    )


def _said(task: Any, as_of: AsOf) -> SynthesisLine | None:
    text = getattr(task, "said", None)
    if not text:
        return None
    return health_lines.said_line(text, task.said_by, task.said_at, today=as_of.day)
