"""The moment a reader chooses, from the address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.shell.changes.rules import LONGEST_DAYS


def moment(typed: str, *, until: datetime) -> tuple[datetime | None, str]:
    """The moment meant, none when nothing is typed, and what is wrong with it in words."""
    typed = typed.strip().replace(" ", "+") if "T" in typed else typed.strip()
    if not typed:
        return None, ""
    found = _read(typed)
    if found is None:
        return None, _("“%(typed)s” is not a day; your last visit is used.") % {"typed": typed[:40]}
    if found >= until:
        return None, _("This moment has not come yet; your last visit is used.")
    oldest = until - timedelta(days=LONGEST_DAYS)
    if found < oldest:
        return oldest, _("Changes are shown for at most %(n)s days.") % {"n": LONGEST_DAYS}
    return found, ""


def _read(typed: str) -> datetime | None:
    try:
        day = parse_date(typed)
        found = parse_datetime(typed)
    except ValueError:
        return None
    if day is not None:
        return clock.start_of(day)
    if found is None:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
