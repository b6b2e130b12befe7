"""The working calendar of Vietnamese offices, as a value that answers without database or clock."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

_SATURDAY = 5


class DayRule(NamedTuple):
    """A day decided otherwise than by the general rule."""

    day: date
    is_working: bool
    reason: str


# Free days and the Saturdays worked for them that the library does not know yet.
# 2 January 2026: agreed by the Government on 25 December 2025.
_EXCHANGED = {date(2026, 1, 2): date(2026, 1, 10)}
_LANGUAGES = {"vi": "vi", "en": "en_US"}
_MADE_UP = {"vi": "Ngày làm bù", "en": "Working day made up"}
_OFF = {"vi": "Ngày nghỉ (thay cho ngày {})", "en": "Day off (substituted from {})"}
_AMERICAN_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class Calendar:
    """Weekends, public holidays, swapped Saturdays and the days decided by hand; any year."""

    overrides: tuple[DayRule, ...] = ()

    @cached_property
    def _rules(self) -> dict[date, DayRule]:
        return {rule.day: rule for rule in self.overrides}

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        rule = self._rules.get(day)
        return rule.is_working if rule else _works_by_law(day)

    def reason(self, day: date, lang: str = "vi") -> str:
        """What makes a day differ from other days of the week; empty for an ordinary day."""
        lang = "en" if lang.startswith("en") else "vi"
        if day in self._rules:
            return self._rules[day].reason
        made_up = _MADE_UP[lang] if day in _swapped_saturdays(day.year) else ""
        return made_up or _holidays(day.year, lang).get(day, "")

    def special_days(self, year: int, lang: str = "vi") -> list[DayRule]:
        """The days of a year that differ from other days of the week by the general rule."""
        lang = "en" if lang.startswith("en") else "vi"
        rules = [DayRule(day, False, name) for day, name in _holidays(year, lang).items()]
        rules += [DayRule(day, True, _MADE_UP[lang]) for day in _swapped_saturdays(year)]
        return sorted(rules)

    def working_days_of(self, year: int) -> int:
        """How many days offices work in a year."""
        return len(self._days(year))

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after a day (before it when negative); the day itself when 0.

        The day given is not counted, as terms are counted from the day after.
        """
        if n == 0:
            return day
        step, year, left = (1 if n > 0 else -1), day.year, abs(n)
        days = self._days(year)
        passed = (
            bisect_right(days, day.toordinal()) if n > 0 else bisect_left(days, day.toordinal())
        )
        available = len(days) - passed if n > 0 else passed
        while left > available:
            left -= available
            year += step
            days = self._days(year)
            passed, available = (0 if n > 0 else len(days)), len(days)
        return date.fromordinal(days[passed + left - 1 if n > 0 else passed - left])

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days after `a`, up to and including `b`; negative when `b` is earlier.

        For a working day b, `add_working_days(a, working_days_between(a, b))` is b.
        """
        if b >= a:
            return self._count(a + timedelta(days=1), b)
        return -self._count(b, a - timedelta(days=1))

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return self.add_working_days(day, 1)

    def on_or_after(self, day: date) -> date:
        """The day itself when offices work, otherwise the next working day."""
        return day if self.is_working(day) else self.next_working_day(day)

    def _count(self, first: date, last: date) -> int:
        total = 0
        for year in range(first.year, last.year + 1):
            days = self._days(year)
            low = bisect_left(days, first.toordinal()) if year == first.year else 0
            high = bisect_right(days, last.toordinal()) if year == last.year else len(days)
            total += high - low
        return total

    def _days(self, year: int) -> tuple[int, ...]:
        rules = self._rules.values()
        return _working_days(year, frozenset(rule[:2] for rule in rules if rule.day.year == year))


def prepare(year: int) -> None:
    """Work out the holidays of a year ahead of the first question about it."""
    _holidays(year, "vi")
    _swapped_saturdays(year)


def _works_by_law(day: date) -> bool:
    if day in _swapped_saturdays(day.year):
        return True
    return day.weekday() < _SATURDAY and day not in _holidays(day.year, "vi")


@lru_cache(maxsize=256)
def _working_days(year: int, rules: frozenset[tuple[date, bool]]) -> tuple[int, ...]:
    """The working days of a year as ordinals, rising."""
    decided = dict(rules)
    first = date(year, 1, 1)
    days = (first + timedelta(days=offset) for offset in range(365 + isleap(year)))
    return tuple(
        day.toordinal() for day in days if (decided[day] if day in decided else _works_by_law(day))
    )


@lru_cache(maxsize=256)
def _holidays(year: int, lang: str) -> dict[date, str]:
    names = dict(_vietnam(year, lang).items())
    if lang == "en":
        names = {day: _AMERICAN_DATE.sub(r"\2/\1/\3", name) for day, name in names.items()}
    exchanged = {
        off: _OFF[lang].format(f"{worked:%d/%m/%Y}")
        for off, worked in _EXCHANGED.items()
        if off.year == year
    }
    return names | exchanged


@lru_cache(maxsize=256)
def _swapped_saturdays(year: int) -> frozenset[date]:
    known = _vietnam(year, "vi").weekend_workdays
    return frozenset(day for day in (*known, *_EXCHANGED.values()) if day.year == year)


def _vietnam(year: int, lang: str) -> Any:
    import holidays  # half a second: it loads every country

    return holidays.country_holidays("VN", years=year, expand=False, language=_LANGUAGES[lang])
