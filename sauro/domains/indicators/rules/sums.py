"""Adding figures up over units and over periods; ratios by their two terms, never by percents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

SCALE = 10_000  # figures are whole ten-thousandths: exact sums on every engine, in any order
MOST = Decimal(200_000_000_000)  # of one figure; 4,000 units of it still fit 64 bits


class Rollup(StrEnum):
    """How the figure of a unit comes from those below it."""

    SUM = "sum"
    RATIO = "ratio"
    AVERAGE = "average"
    LATEST = "latest"
    SHARE = "share"
    NONE = "none"


class OverTime(StrEnum):
    """Whether a figure counts its own period or everything since the year began."""

    PERIODIC = "periodic"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Sums:
    """What is added: scaled totals, units counted, units over the threshold, units confirmed."""

    total: int = 0
    base: int = 0
    units: int = 0
    over: int = 0
    confirmed: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.total + other.total,
            self.base + other.base,
            self.units + other.units,
            self.over + other.over,
            self.confirmed + other.confirmed,
        )

    def __neg__(self) -> Sums:
        return Sums(-self.total, -self.base, -self.units, -self.over, -self.confirmed)

    def __bool__(self) -> bool:
        return any((self.total, self.base, self.units, self.over, self.confirmed))


def amount_of(value: Decimal) -> int:
    """A figure in whole ten-thousandths; `ValueError` when it is too large or too fine."""
    if not value.is_finite() or abs(value) > MOST:
        message = "too_large"
        raise ValueError(message)
    scaled = value * SCALE
    whole = scaled.to_integral_value(ROUND_HALF_EVEN)
    if whole != scaled:
        message = "too_fine"
        raise ValueError(message)
    return int(whole)


def contribution(
    rule: str,
    *,
    amount: int,
    base: int | None,
    confirmed: bool = False,
    threshold: int | None = None,
    falling: bool = False,
) -> Sums:
    """What one unit's figure adds to every unit above it.

    For an average the figure counts with its weight; without one every unit weighs the same.
    """
    sure = int(confirmed)
    if rule == Rollup.AVERAGE:
        weight = SCALE if base is None else base
        product = amount * weight
        whole = abs(product) // SCALE  # towards nought, as both engines divide whole numbers
        return Sums(whole if product >= 0 else -whole, weight, 1, 0, sure)
    if rule == Rollup.SHARE:
        reached = threshold is not None and (
            amount <= threshold if falling else amount >= threshold
        )
        return Sums(amount, 0, 1, int(reached), sure)
    return Sums(amount, base or 0, 1, 0, sure)


def value_of(rule: str, sums: Sums, *, factor: int = 1) -> Decimal | None:
    """The figure that sums stand for; nothing when it cannot be formed.

    `factor` multiplies a ratio: 100 gives percent. A share of units is always a percent.
    """
    if sums.units <= 0 or rule == Rollup.NONE:
        return None
    if rule == Rollup.SHARE:
        return Decimal(100 * sums.over) / Decimal(sums.units)
    if rule in (Rollup.RATIO, Rollup.AVERAGE):
        if sums.base == 0:
            return None
        times = factor if rule == Rollup.RATIO else 1
        return Decimal(sums.total) * times / Decimal(sums.base)
    return Decimal(sums.total) / SCALE


def over_time(rule: str, kind: str, sums: Iterable[Sums]) -> Sums:
    """The sums of a window from those of its periods in order.

    What accumulates, stands still or is a share is told by the last period; the rest is added.
    """
    known = [one for one in sums if one.units > 0]
    if not known:
        return Sums()
    last = known[-1]
    if kind == OverTime.CUMULATIVE or rule in (Rollup.LATEST, Rollup.SHARE, Rollup.NONE):
        return last
    whole = Sums()
    for one in known:
        whole += one
    return Sums(whole.total, whole.base, last.units, last.over, last.confirmed)
