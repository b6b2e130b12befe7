"""Where a figure is going: a robust trend with an interval, seasonal where history allows.

The trend is the median of the slopes between all pairs of points (Theil 1950, Sen 1968); the
interval comes from the median distance of the points from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import median

FEWEST = 4  # points below which nothing is foreseen
LONGEST = 36  # points looked back upon
TWO_YEARS = 2
_WIDTH = 1.4826 * 1.28  # median distance → deviation → four chances in five


class Outlook(StrEnum):
    """Whether a target will be reached by its day if things go on as they do."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    WILL_MISS = "will_miss"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is foreseen for a day to come: the middle, an interval, and how it was found."""

    middle: float
    low: float
    high: float
    points: int
    seasonal: bool


def forecast(
    points: Sequence[tuple[int, float]],
    at: int,
    *,
    per_year: int | None = None,
    lowest: float | None = None,
    highest: float | None = None,
) -> Forecast | None:
    """The figure foreseen for period number `at` from (number, figure) pairs; nothing if too few.

    `per_year` periods a year let the season be taken out, given two full years of history. What
    lies outside of the figures that can be (`lowest` to `highest`) is not foreseen.
    """
    known = sorted(points)[-LONGEST:]
    if len(known) < FEWEST:
        return None
    season = _season(known, per_year) if per_year else {}
    flat = [(n, value - season.get(_place(n, per_year), 0.0)) for n, value in known]
    slope = median((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(flat, 2) if a[0] != b[0])
    start = median(value - slope * n for n, value in flat)
    spread = median(abs(value - start - slope * n) for n, value in flat) * _WIDTH
    ahead = max(at - flat[-1][0], 0) / max(flat[-1][0] - flat[0][0], 1)
    width = spread * (1 + ahead) ** 0.5
    middle = start + slope * at + season.get(_place(at, per_year), 0.0)
    low, middle, high = (
        _bounded(one, lowest, highest) for one in (middle - width, middle, middle + width)
    )
    return Forecast(middle, low, high, len(flat), bool(season))


def _bounded(value: float, lowest: float | None, highest: float | None) -> float:
    if lowest is not None:
        value = max(value, lowest)
    return value if highest is None else min(value, highest)


def outlook(
    found: Forecast | None, *, low: float, high: float | None = None, falling: bool
) -> Outlook:
    """The verdict on a goal: sure to be reached, possible, or out of reach of the interval.

    With `high` the goal is a range from `low` to `high`.
    """
    if found is None:
        return Outlook.UNKNOWN
    if high is not None:
        if low <= found.low and found.high <= high:
            return Outlook.ON_TRACK
        return Outlook.WILL_MISS if found.high < low or found.low > high else Outlook.AT_RISK
    worst, best = (found.high, found.low) if falling else (found.low, found.high)
    sign = -1 if falling else 1
    if sign * worst >= sign * low:
        return Outlook.ON_TRACK
    return Outlook.AT_RISK if sign * best >= sign * low else Outlook.WILL_MISS


def _place(n: int, per_year: int | None) -> int:
    return n % 12 if per_year else 0


def _season(known: Sequence[tuple[int, float]], per_year: int) -> dict[int, float]:
    """How far each part of the year usually lies from its year's trend; needs two full years."""
    if len(known) < TWO_YEARS * per_year or per_year < TWO_YEARS:
        return {}
    parts: dict[int, list[float]] = {}
    step = 12 // per_year
    by_number = dict(known)
    for n, value in known:
        around = [by_number.get(n + step * k) for k in range(-(per_year // 2), per_year // 2 + 1)]
        whole = [one for one in around if one is not None]
        if len(whole) == len(around):
            weights = [0.5, *[1.0] * (len(around) - 2), 0.5] if per_year % 2 == 0 else None
            middle = _mean(whole, weights)
            parts.setdefault(n % 12, []).append(value - middle)
    if len(parts) < per_year:
        return {}
    usual = {place: median(values) for place, values in parts.items()}
    drift = sum(usual.values()) / len(usual)
    return {place: value - drift for place, value in usual.items()}


def _mean(values: Sequence[float], weights: Sequence[float] | None) -> float:
    if weights is None:
        return sum(values) / len(values)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
