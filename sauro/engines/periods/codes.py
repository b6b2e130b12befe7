"""Periods from their codes and kinds."""

from __future__ import annotations

import re
from datetime import date

from .custom import Custom
from .values import HalfYear, Month, NineMonths, Period, Quarter, Year

KINDS: dict[str, type[Month | Quarter | HalfYear | NineMonths | Year]] = {
    kind.kind: kind for kind in (Month, Quarter, HalfYear, NineMonths, Year)
}
_CODE = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])|(9M)))?")


def parse(code: str) -> Period:
    """The period of a code: 2025-06, 2025-Q3, 2025-H1, 2025-9M, 2025, 2025-01-01..2025-07-31.

    Raises ValueError for anything else.
    """
    first, dots, last = code.partition("..")
    if dots:
        return Custom(date.fromisoformat(first), date.fromisoformat(last))
    found = _CODE.fullmatch(code)
    if not found or not code.isascii():
        message = f"not the code of a period: {code!r}"
        raise ValueError(message)
    year = int(found[1])
    month, quarter, half, nine = found.groups()[1:]
    if month:
        return Month(year, int(month))
    if quarter:
        return Quarter(year, int(quarter))
    if half:
        return HalfYear(year, int(half))
    return NineMonths(year) if nine else Year(year)
