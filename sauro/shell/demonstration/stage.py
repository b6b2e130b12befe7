"""What the parts of the demonstration share: who acts, what was made, working time."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sauro.core import clock
from sauro.engines.periods import Calendar

OPENING = date(2025, 2, 3)
MERGER = date(2025, 7, 1)
_FIRST_MINUTE, _LAST_MINUTE, _EVENING = 8 * 60, 16 * 60, 17 * 60


@dataclass(slots=True)
class Stage:
    """Everything made so far, by the keys of the data files, and the day of loading."""

    by: Any
    at: datetime
    calendar: Calendar
    organisations: dict[str, Any] = field(default_factory=dict)
    collectives: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    programmes: dict[str, Any] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, Any] = field(default_factory=dict)  # DN/XA-01
    forms: dict[str, Any] = field(default_factory=dict)  # DN/BM-01

    @property
    def today(self) -> date:
        """The day of loading in Vietnam."""
        return clock.day_of(self.at)

    def working(self, day: date) -> date:
        """The day itself when offices work, otherwise the last working day before it."""
        return self.calendar.add_working_days(day + timedelta(days=1), -1)

    def moment(self, day: date, key: str) -> datetime:
        """A minute of working time, the same for the same key; never later than the loading."""
        minute = _FIRST_MINUTE + zlib.crc32(key.encode()) % (_LAST_MINUTE - _FIRST_MINUTE)
        return self._minute(day, minute)

    def evening(self, day: date) -> datetime:
        """The end of working time on a day, or on the last working day before it."""
        return self._minute(day, _EVENING)

    def _minute(self, day: date, minute: int) -> datetime:
        found = clock.start_of(self.working(day)) + timedelta(minutes=minute)
        return min(found, self.at)

    def on_or_after(self, day: date) -> date:
        """The day itself when offices work, otherwise the next working day."""
        return self.calendar.on_or_after(day)

    def later(self, day: date, days: int) -> date:
        """So many working days after a day."""
        return self.calendar.add_working_days(day, days)

    def after(self, day: date, key: str) -> datetime:
        """A minute of working time on a day, or on the next working day."""
        return self.moment(self.on_or_after(day), key)

    def present(self, owner: str) -> str:
        """The key of the province in force in which a former one lives on."""
        return self.heirs.get(owner, owner)

    def monitor(self, owner: str, turn: int = 1) -> Any:
        """One of the two people who follow the programmes of a province."""
        return self.people[f"{self.present(owner)}.monitor{turn}"]


def pick(key: str, among: int) -> int:
    """A number below `among`, the same for the same key."""
    return zlib.crc32(key.encode()) % among
