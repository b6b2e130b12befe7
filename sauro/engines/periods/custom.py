"""Any span of days as a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .values import Month, Period, month_end


@dataclass(frozen=True)
class Custom(Period):
    """Any span of days; one of whole months moves by months, another by its number of days."""

    first: date
    last: date
    kind = "custom"
    _rank = 5

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = f"a period cannot end on {self.last}, before it starts on {self.first}"
            raise ValueError(message)

    @property
    def start(self) -> date:
        return self.first

    @property
    def end(self) -> date:
        return self.last

    @property
    def code(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def whole_months(self) -> int:
        """How many calendar months it consists of; 0 when it does not start or end with one."""
        if self.first.day != 1 or self.last != month_end(self.last.year, self.last.month):
            return 0
        years = self.last.year - self.first.year
        return years * 12 + self.last.month - self.first.month + 1

    def label(self, lang: str = "vi") -> str:
        english = lang.startswith("en")
        if self.whole_months and self.first.year == self.last.year:
            count, year = self.whole_months, self.first.year
            if self.first.month == 1:
                words = f"First {count} months of {year}", f"{count} tháng đầu năm {year}"
                return words[0] if english else words[1]
            if self.last.month == 12:
                words = f"Last {count} months of {year}", f"{count} tháng cuối năm {year}"
                return words[0] if english else words[1]
        first, last = f"{self.first:%d/%m/%Y}", f"{self.last:%d/%m/%Y}"
        return f"From {first} to {last}" if english else f"Từ {first} đến {last}"

    def next(self) -> Custom:
        return self._moved(1)

    def previous(self) -> Custom:
        return self._moved(-1)

    def same_last_year(self) -> Custom:
        if self.whole_months:
            return self._by_months(-12)
        return Custom(_year_before(self.first), _year_before(self.last))

    def _moved(self, steps: int) -> Custom:
        if self.whole_months:
            return self._by_months(steps * self.whole_months)
        size = timedelta(days=((self.last - self.first).days + 1) * steps)
        return Custom(self.first + size, self.last + size)

    def _by_months(self, count: int) -> Custom:
        return Custom(
            _month_moved(self.first, count).start,
            _month_moved(self.last, count).end,
        )


def _month_moved(day: date, count: int) -> Month:
    years, month = divmod(day.month - 1 + count, 12)
    return Month(day.year + years, month + 1)


def _year_before(day: date) -> date:
    last = month_end(day.year - 1, day.month).day
    return date(day.year - 1, day.month, min(day.day, last))
