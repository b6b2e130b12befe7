"""Changes ready to print: each kind with its rows, what happened in words, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.alerts import sentences
from sauro.domains.alerts.models import Alert
from sauro.domains.programmes import links
from sauro.engines.history.models import Event
from sauro.engines.ui import formats
from sauro.shell.changes import sources
from sauro.shell.changes.rules import ChangeKind
from sauro.shell.changes.selectors import Changes, Found, Move

_TITLE, _NOTE = 140, 200


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One record that changed; `before` and `after` are codes of statuses."""

    title: str
    url: str
    note: str = ""
    at: datetime | None = None
    by: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """One kind of change: how many records, the first of them, and where all of them are."""

    code: str
    title: Any
    tone: str
    icon: str
    count: int
    lines: tuple[ChangeLine, ...]
    url: str

    @property
    def goes_on(self) -> bool:
        """Whether there are more records than lines."""
        return self.count > len(self.lines)


def groups_of(changes: Changes) -> list[ChangeGroup]:
    """The kinds of change ready to print, the most important first."""
    known = {group.kind: group for group in sources.GROUPS}
    return [_group(known[one.kind], one, changes) for one in changes.found]


def page_url(*, since: datetime, kind: str = "") -> str:
    """The page of what changed since a moment, of one kind or of all."""
    query = {"since": timezone.localtime(since).isoformat(timespec="minutes")}
    return f"{reverse('changes')}?{urlencode(query | ({'kind': kind} if kind else {}))}"


def _group(group: sources.Group, found: Found, changes: Changes) -> ChangeGroup:
    return ChangeGroup(
        code=group.kind.value,
        title=group.title,
        tone=group.tone,
        icon=group.icon,
        count=found.count,
        lines=tuple(_line(found.kind, row, changes.until) for row in found.rows),
        url=page_url(since=changes.since, kind=group.kind.value),
    )


def _line(kind: ChangeKind, row: Any, until: datetime) -> ChangeLine:
    if isinstance(row, Event):
        return _of_event(kind, row)
    if isinstance(row, Alert):
        return _of_alert(row, until)
    if isinstance(row, Move):
        return _of_move(row)
    return _of_late(row)


def _of_event(kind: ChangeKind, event: Event) -> ChangeLine:
    note = _NOTES.get(kind, _plain_note)(event)
    return ChangeLine(
        title=Truncator(event.subject_label).chars(_TITLE),
        url=reverse(sources.URL_NAMES[event.subject_type], args=[event.subject_id]),
        note=Truncator(note).chars(_NOTE),
        at=event.at,
        by=event.by_name,
    )


def _of_alert(alert: Any, until: datetime) -> ChangeLine:
    return ChangeLine(
        title=Truncator(str(alert)).chars(_TITLE),
        url=reverse("alert_detail", args=[alert.pk]),
        note=sentences.sentence(alert, today=clock.day_of(until)),
        at=alert.changed_at,
        by=alert.woken_by or "",
    )


def _of_move(move: Move) -> ChangeLine:
    target = move.after.target
    return ChangeLine(
        title=Truncator(str(target)).chars(_TITLE),
        url=links.target_url(target_id=target.pk),
        note=target.lead.label if target.lead else target.lead_mention,
        before=move.before.status,
        after=move.after.status,
    )


def _of_late(task: Any) -> ChangeLine:
    due = f"{_('Due')} {_day(task.as_due_on)}"
    lead = task.lead.label if task.lead else ""
    return ChangeLine(
        title=Truncator(str(task)).chars(_TITLE),
        url=links.task_url(task_id=task.pk),
        note=" · ".join(filter(None, (lead, due))),
        after="overdue",
    )


def _plain_note(event: Event) -> str:
    return event.note


def _moved_deadline(event: Event) -> str:
    return f"{_day(event.before.get('due_on'))} → {_day(event.after.get('due_on'))}"


def _suspended(event: Event) -> str:
    what = _("Resumed") if event.kind.endswith("resumed") else _("Suspended")
    return ": ".join(filter(None, (what, event.note)))


def _corrected(event: Event) -> str:
    old, new = _figure(event.before.get("value")), _figure(event.after.get("value"))
    return f"{event.before.get('organisation', '')}: {old} → {new}. {event.note}"


def _figure(value: list[float | None] | None) -> str:
    """A figure as the history keeps it: the value, or the numerator and the base."""
    language = get_language() or "vi"
    parts = [formats.number(one, language=language) for one in value or () if one is not None]
    return " / ".join(parts) or "–"


def _said(name: str) -> Callable[[Event], str]:
    return lambda event: str(event.after.get(name) or "")


_NOTES: dict[ChangeKind, Callable[[Event], str]] = {
    ChangeKind.DEADLINE: _moved_deadline,
    ChangeKind.SUSPENDED: _suspended,
    ChangeKind.CORRECTED: _corrected,
    ChangeKind.OBSTACLE: _said("obstacle"),
    ChangeKind.SYNTHESIS: _said("synthesis"),
}


def _day(value: Any) -> str:
    day = parse_date(value) if isinstance(value, str) else value
    return formats.day(day, language=get_language() or "vi") if day else "–"
