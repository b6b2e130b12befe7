"""Periods as values: month, quarter, half year, nine months and year."""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import ClassVar, Self

FIRST_YEAR, LAST_YEAR = 1900, 2999
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = "January February March April May June July August September October November December"


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


@total_ordering
class Period(ABC):
    """A named span of whole days; periods sort by start, then end, then kind."""

    kind: ClassVar[str]
    _rank: ClassVar[int]

    @property
    @abstractmethod
    def start(self) -> date:
        """The first day."""

    @property
    @abstractmethod
    def end(self) -> date:
        """The last day."""

    @property
    @abstractmethod
    def code(self) -> str:
        """The short stable form that `parse` reads back."""

    @abstractmethod
    def label(self, lang: str = "vi") -> str:
        """The name a person reads, in Vietnamese or English."""

    @abstractmethod
    def next(self) -> Period:
        """The period of the same kind that follows."""

    @abstractmethod
    def previous(self) -> Period:
        """The period of the same kind before this one."""

    @abstractmethod
    def same_last_year(self) -> Period:
        """The corresponding period a year before."""

    def contains(self, day: date) -> bool:
        """Whether a day falls within the period."""
        return self.start <= day <= self.end

    def months(self) -> Iterator[Month]:
        """The calendar months the period touches, in order."""
        month = Month.containing(self.start)
        while month.start <= self.end:
            yield month
            month = month.next()

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end, self._rank) < (other.start, other.end, other._rank)

    def __str__(self) -> str:
        return self.code


class _Regular(Period):
    """A period that begins with a month and divides the year into equal parts."""

    year: int
    length: ClassVar[int]  # months

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not 1 <= self.number <= self.per_year():
            message = f"no such {self.kind}: {self.year}, {self.number}"
            raise ValueError(message)

    @property
    def number(self) -> int:
        """Which part of the year it is, from 1."""
        return 1

    @classmethod
    def per_year(cls) -> int:
        """How many there are in a year."""
        return 12 // cls.length

    @classmethod
    @abstractmethod
    def numbered(cls, year: int, number: int) -> Self:
        """The period of a year with this number."""

    @classmethod
    def containing(cls, day: date) -> Self:
        """The period of this kind in which a day falls (for nine months: of that year)."""
        number = (day.month - 1) // cls.length + 1
        return cls.numbered(day.year, min(number, cls.per_year()))

    @classmethod
    def of_year(cls, year: int) -> list[Self]:
        """All the periods of this kind in a year, in order."""
        return [cls.numbered(year, number) for number in range(1, cls.per_year() + 1)]

    @property
    def start(self) -> date:
        return date(self.year, (self.number - 1) * self.length + 1, 1)

    @property
    def end(self) -> date:
        return month_end(self.year, self.number * self.length)

    def next(self) -> Self:
        return self._moved(1)

    def previous(self) -> Self:
        return self._moved(-1)

    def same_last_year(self) -> Self:
        return self.numbered(self.year - 1, self.number)

    def _moved(self, steps: int) -> Self:
        years, number = divmod(self.number - 1 + steps, self.per_year())
        return self.numbered(self.year + years, number + 1)


@dataclass(frozen=True)
class Month(_Regular):
    """A calendar month."""

    year: int
    month: int
    kind = "month"
    length = 1
    _rank = 0

    @property
    def number(self) -> int:
        return self.month

    @classmethod
    def numbered(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def code(self) -> str:
        return f"{self.year}-{self.month:02}"

    def label(self, lang: str = "vi") -> str:
        if lang.startswith("en"):
            return f"{_MONTHS.split()[self.month - 1]} {self.year}"
        return f"Tháng {self.month}/{self.year}"


@dataclass(frozen=True)
class Quarter(_Regular):
    """A calendar quarter."""

    year: int
    quarter: int
    kind = "quarter"
    length = 3
    _rank = 1

    @property
    def number(self) -> int:
        return self.quarter

    @classmethod
    def numbered(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.quarter}"

    def label(self, lang: str = "vi") -> str:
        if lang.startswith("en"):
            return f"Quarter {self.quarter} of {self.year}"
        return f"Quý {_ROMAN[self.quarter - 1]}/{self.year}"


@dataclass(frozen=True)
class HalfYear(_Regular):
    """The first or the last six months of a year."""

    year: int
    half: int
    kind = "half_year"
    length = 6
    _rank = 2

    @property
    def number(self) -> int:
        return self.half

    @classmethod
    def numbered(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def code(self) -> str:
        return f"{self.year}-H{self.half}"

    def label(self, lang: str = "vi") -> str:
        if lang.startswith("en"):
            return f"{'First' if self.half == 1 else 'Second'} half of {self.year}"
        return f"6 tháng {'đầu' if self.half == 1 else 'cuối'} năm {self.year}"


@dataclass(frozen=True)
class NineMonths(_Regular):
    """The first nine months of a year; the one before is that of the year before."""

    year: int
    kind = "nine_months"
    length = 9
    _rank = 3

    @classmethod
    def numbered(cls, year: int, number: int) -> Self:
        if number != 1:
            message = f"a year has one period of nine months, not {number}"
            raise ValueError(message)
        return cls(year)

    @property
    def code(self) -> str:
        return f"{self.year}-9M"

    def label(self, lang: str = "vi") -> str:
        if lang.startswith("en"):
            return f"First nine months of {self.year}"
        return f"9 tháng đầu năm {self.year}"


@dataclass(frozen=True)
class Year(_Regular):
    """A calendar year."""

    year: int
    kind = "year"
    length = 12
    _rank = 4

    @classmethod
    def numbered(cls, year: int, number: int) -> Self:
        if number != 1:
            message = f"a year is one period, not {number}"
            raise ValueError(message)
        return cls(year)

    @property
    def code(self) -> str:
        return f"{self.year:04}"

    def label(self, lang: str = "vi") -> str:
        return f"Year {self.year}" if lang.startswith("en") else f"Năm {self.year}"
