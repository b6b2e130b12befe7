"""Figures of one unit in one indicator over the months: made up, and the same on whatever day."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

ORIGIN = 2023 * 12  # the month from which every series is reckoned
MIDDLE, END = 29, 47  # June 2025 and December 2026, counted from there
SCALE = 10_000
PROVINCES = {  # how large units are, and how far their rates lie from the level, in spreads
    "DN": (1.1, 0.0),
    "HY": (1.05, -0.25),
    "LC": (1.0, -0.4),
    "LD": (1.1, -0.15),
    "BN": (1.1, 0.3),
}

Pair = tuple[int, int | None]  # a figure and its denominator or weight, in ten-thousandths


@dataclass(slots=True)
class _Now:
    """A unit in a period: its size, how far it lies from the level, and the chance of the day."""

    course: Course
    size: float
    away: float
    months: int = 0
    level: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Course:
    """How an indicator moves: levels in January 2023, June 2025 and December 2026."""

    code: str
    shape: str
    first: int
    step: int
    start: float
    middle: float
    end: float
    spread: float
    base: float
    factor: int
    highest: float
    cumulative: bool

    def level(self, months: int) -> float:
        """The usual level so many months after January 2023; it slows down in the end."""
        if months <= MIDDLE:
            return self.start + (self.middle - self.start) * months / MIDDLE
        pace = self.end - self.middle
        if months <= END:
            return self.middle + pace * (months - MIDDLE) / (END - MIDDLE)
        return self.end + pace * float(1 - 0.97 ** (months - END)) / 2


def course_of(row: Mapping[str, str], step: int) -> Course:
    """The course that a row of the data describes; `step` is the months of a period."""
    year, _dash, month = row["from"].partition("-")
    return Course(
        code=row["code"],
        shape=row["shape"],
        first=int(year) * 12 + int(month) - 1 if year else ORIGIN,
        step=step,
        start=_number(row["start"]),
        middle=_number(row["mid"]),
        end=_number(row["end"]),
        spread=_number(row["spread"]),
        base=_number(row["base"]),
        factor=int(row["factor"]),
        highest=_number(row["highest"]) or float("inf"),
        cumulative=row["over"] == "cumulative",
    )


def series(course: Course, *, province: str, unit: str, last: int) -> dict[int, Pair]:
    """Figures of a unit from the first month of the course until a period, by period."""
    # a seed by name: it is the same everywhere, and nothing here has to be unforeseeable
    random = Random(zlib.crc32(f"{course.code}/{unit}".encode()))  # noqa: S311
    larger, shift = PROVINCES[province]
    size = larger * (0.6 + 0.8 * _half(unit, "size"))
    away = course.spread * (shift + 2 * random.random() - 1)
    make = _MAKERS[course.shape]
    now = _Now(course, size, away)
    begin = ORIGIN + -(-(course.first - ORIGIN) // course.step) * course.step
    found: dict[int, Pair] = {}
    counted = 0
    for period in range(begin, last + 1, course.step):
        now.months = period + course.step - 1 - ORIGIN
        now.level = course.level(now.months)
        now.noise = random.random() - 0.5
        amount, base = make(now)
        if course.cumulative:
            counted = amount if period % 12 == 0 else counted + amount
            amount = counted
        found[period] = (amount, base)
    return found


def split(whole: Mapping[int, Pair], *, unit: str, share: float) -> dict[int, Pair]:
    """A steady share of another series in whole numbers; it never falls where that grows."""
    own = share + 0.3 * (_half(unit, "share") - 0.5)
    return {
        period: (int(amount / SCALE * own) * SCALE, None) for period, (amount, _) in whole.items()
    }


def rest(whole: Mapping[int, Pair], part: Mapping[int, Pair]) -> dict[int, Pair]:
    """What is left of a series beside a part of it."""
    return {period: (amount - part[period][0], None) for period, (amount, _) in whole.items()}


def _rate(now: _Now) -> Pair:
    """How many of those that came in the period."""
    base = max(round(now.course.base * now.size * (1 + 0.12 * now.noise)), 1)
    wanted = now.level + now.away + 0.12 * now.course.spread * now.noise
    rate = min(max(wanted, 0.0), now.course.highest, now.course.factor) / now.course.factor
    return round(base * rate) * SCALE, base * SCALE


def _portion(now: _Now) -> Pair:
    """How many of those that are there, of which there are hardly more every month."""
    base = max(round(now.course.base * now.size * (1 + 0.001 * now.months)), 1)
    wanted = now.level + now.away + 0.02 * now.course.spread * now.noise
    rate = min(max(wanted, 0.0), now.course.highest, now.course.factor) / now.course.factor
    return round(base * rate) * SCALE, base * SCALE


def _score(now: _Now) -> Pair:
    """A figure with one decimal, with a weight where the sheet has one."""
    shown = min(
        max(now.level + now.away + 0.2 * now.course.spread * now.noise, 0.0), now.course.highest
    )
    weight = (
        max(round(now.course.base * now.size * (1 + 0.3 * now.noise)), 1) * SCALE
        if now.course.base
        else None
    )
    return round(shown * 10) * SCALE // 10, weight


def _count(now: _Now) -> Pair:
    """How many in a period, in whole numbers."""
    return max(
        round(now.level * now.size * (1 + 0.6 * now.away + 0.5 * now.noise)), 0
    ) * SCALE, None


def _stock(now: _Now) -> Pair:
    """How many there are, in whole numbers, which hardly moves from one period to the next."""
    return max(
        round(now.level * now.size * (1 + 0.6 * now.away + 0.01 * now.noise)), 0
    ) * SCALE, None


def _amount(now: _Now) -> Pair:
    """Money with one decimal."""
    return max(
        round(now.level * now.size * (1 + now.away + 0.6 * now.noise) * 10), 0
    ) * SCALE // 10, None


def _rank(now: _Now) -> Pair:
    """A place among provinces."""
    return max(round(now.level + now.away + now.noise), 1) * SCALE, None


_MAKERS: dict[str, Callable[[_Now], Pair]] = {
    "rate": _rate,
    "portion": _portion,
    "score": _score,
    "count": _count,
    "stock": _stock,
    "amount": _amount,
    "rank": _rank,
}


def _half(unit: str, what: str) -> float:
    """A number from 0 to 1, the same for the same unit."""
    return zlib.crc32(f"{what}:{unit}".encode()) % 10_000 / 10_000


def _number(cell: str) -> float:
    return float(cell) if cell else 0.0
