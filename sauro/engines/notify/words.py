"""The line of a notice, in the language in which it is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.engines.notify import tables

if TYPE_CHECKING:
    from sauro.engines.notify.models import Notice


def line(notice: Notice) -> str:
    """What the notice says, in one line; only its label when its kind is no longer known."""
    sources, messages = tables.sources(), tables.messages()
    if notice.kind in sources:
        return reminder_line(noun=sources[notice.kind].label, facts=notice.facts)
    message = messages.get(notice.kind)
    said = str(notice.facts.get("line", "")) or (str(message.title) if message else "")
    if not said:
        return notice.label
    facts = {"by": "", "note": "", **notice.facts, "label": notice.label}
    try:
        return said % facts
    except (KeyError, TypeError, ValueError):  # told by an older version of the program
        return notice.label


def reminder_line(*, noun: Any, facts: dict[str, Any]) -> str:
    """What a reminder says: the day, how it stands on it, and what it is about."""
    days = int(facts.get("days", 0))
    told = {
        "noun": noun,
        "label": facts.get("label", ""),
        "day": f"{date.fromisoformat(str(facts['due_on'])):%d/%m/%Y}",
        "n": days,
    }
    if facts.get("is_late") and not days:
        said = _("Overdue since %(day)s. %(noun)s: %(label)s")
    elif facts.get("is_late"):
        said = ngettext(
            "Overdue since %(day)s, %(n)s working day. %(noun)s: %(label)s",
            "Overdue since %(day)s, %(n)s working days. %(noun)s: %(label)s",
            days,
        )
    elif days:
        said = ngettext(
            "Due on %(day)s, %(n)s working day left. %(noun)s: %(label)s",
            "Due on %(day)s, %(n)s working days left. %(noun)s: %(label)s",
            days,
        )
    else:
        said = _("Due on %(day)s, the last day. %(noun)s: %(label)s")
    return said % told


def reason(notice: Notice) -> str:
    """Why this person was told; empty when the line says it."""
    if notice.facts.get("escalated"):
        return _("You are told because you answer for the unit that is late.")
    return ""


def kind_label(code: str) -> str:
    """A kind of notice in words."""
    known = tables.kinds().get(code)
    return str(known.label) if known else code
