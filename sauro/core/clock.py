"""The only place that reads the time; called from views, endpoints, commands and the shell."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day in Vietnam."""
    return timezone.localdate()


def day_of(moment: datetime) -> date:
    """The day in Vietnam on which a moment falls."""
    return timezone.localtime(moment).date()


def end_of(day: date) -> datetime:
    """The last microsecond of a day in Vietnam, aware."""
    return timezone.make_aware(datetime.combine(day, time.max))


def start_of(day: date) -> datetime:
    """The first moment of a day in Vietnam, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))
