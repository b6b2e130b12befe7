"""Telling people: one event, or one day that comes near, is at most one notice for each of them.

What a domain writes, in its `notifications.py`:

    MESSAGES = {
        "programmes.task.assign": Message(
            kind="programmes.task.assign",
            to=_officers_of_lead,                       # to(event) -> ids of people
            title=_("%(by)s assigned a task to your unit: %(label)s"),
            url="task_detail",
        ),
    }
    REMINDERS = {"programmes.tasks_due": Source(label=_("Tasks due"), dues=_tasks_due)}

`config/notices.py` and `config/reminders.py` gather them. The title is a lazy msgid: it is kept
as the kind and the facts, and put together in the language of whoever reads it. The facts of an
event are `by`, `label` and `note`; `facts(event)` adds more, as plain JSON, and may say another
`label`.

The actor himself is never told. Whoever is told is told once for one cause, however often the
reaction runs. How it reaches people (`channels`), when (`Preference`: at once, in the daily
digest, not at all; quiet hours) and what becomes of it (`Delivery`) is not the domain's business.
Something that is neither an event nor a day that comes near calls `services.notices.give`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sauro.engines.history.models import Event


@dataclass(frozen=True, slots=True)
class Message:
    """What one kind of event tells to whom.

    `to` gives the ids of people in at most two SQL; `title` is a lazy msgid with `%(label)s` and
    the like. `url` is the name of the page that takes the number of the event's subject, or a
    function of the event that gives a path; without it the page of the record
    (`engines.subjects`) is asked for. `about` names the record (kind, number) when it is not the
    event's own subject. An urgent message does not wait for the digest.
    """

    kind: str
    to: Callable[[Event], Iterable[int]]
    title: Any
    urgent: bool = False
    url: str | Callable[[Event], str] = ""
    facts: Callable[[Event], Mapping[str, Any]] | None = None
    about: Callable[[Event], tuple[str, str]] | None = None
    label: Any = ""  # in the preferences; the words of the event when empty


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose day comes near, or has passed while it is still open.

    `to` are the ids of those who should act, `superiors` of those told from the second step after
    the day on. Only records that are still open are given: one that is done is left out.
    """

    subject_kind: str
    subject_id: str
    label: str
    url: str
    due_on: date
    to: tuple[int, ...]
    superiors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Days that come near, of one kind: `dues(today=)` gives everything open, in a few SQL.

    It need not choose: which step falls on which day is decided by the rules. Give what is due up
    to `HORIZON` days ahead and everything that is late. `label` names it in the preferences and
    begins the line of the notice ("Task: …" when it is "Task").
    """

    label: Any
    dues: Callable[..., Iterable[Due]]


HORIZON = 60  # calendar days ahead that a source must give at least; no step lies before that
