"""What the pivot of figures prints, and the file that holds all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.indicators import figure_words, indicator_page, rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.selectors import crossing
from sauro.domains.indicators.selectors.crossing import Line
from sauro.engines import periods

SHOWN_ROWS, SHOWN_CELLS = 60, 360  # of units; totals and the file hold all
COUNTS = (3, 4, 6, 12, 24)
MOST_INDICATORS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Indicators of one periodicity, the periods, and the unit below which units are shown."""

    user: Any
    indicators: Sequence[Indicator]
    last: int
    count: int
    as_of: date | None = None
    left_out: Sequence[Indicator] = field(default=())

    @property
    def numbers(self) -> list[int]:
        """The numbers of the periods, oldest first."""
        if not self.indicators:
            return []
        return crossing.periods_before(
            periodicity=self.indicators[0].periodicity, last=self.last, count=self.count
        )


def lines_of(wanted: Wanted) -> Iterator[Line]:
    """All lines of the pivot, one after another."""
    return crossing.crossed(
        indicators=wanted.indicators,
        periods=wanted.numbers,
        user=wanted.user,
        as_of=wanted.as_of,
    )


def context(wanted: Wanted, lines: Iterable[Line]) -> dict[str, Any]:
    """The table as the page shows it: the first lines, and every total."""
    kept: list[Line] = []
    units = hidden = 0
    most = min(SHOWN_ROWS, SHOWN_CELLS // wanted.count)
    for one in lines:
        units += not one.is_total
        if one.is_total or units <= most:
            kept.append(one)
        else:
            hidden += 1
    return {
        "heads": _heads(wanted),
        "lines": [_row(one, wanted) for one in kept],
        "hidden": hidden,
        "left_out": [str(one) for one in wanted.left_out],
        "chosen": len(wanted.indicators),
    }


def _heads(wanted: Wanted) -> list[dict[str, str]]:
    """The periods above their columns, short, with their full names."""
    return [
        {
            "name": figure_words.period(wanted.indicators[0], number),
            "short": figure_words.short_period(wanted.indicators[0].periodicity, number),
        }
        for number in wanted.numbers
    ]


def headings(wanted: Wanted) -> list[str]:
    """The names of the columns."""
    names = [
        figure_words.period(wanted.indicators[0], number)
        for number in (wanted.numbers if wanted.indicators else [])
    ]
    return [_("Indicator"), _("Unit"), *names, _("All periods")]


def file_rows(lines: Iterable[Line]) -> Iterator[list[Any]]:
    """The lines as plain values of a file."""
    for one in lines:
        yield [
            f"{one.indicator.code} {one.indicator.name}",
            _unit_name(one),
            *(figure_words.rounded(value) for value in (*one.values, one.total)),
        ]


def month_of(indicator: Indicator, day: date) -> int:
    """The number of the indicator's period that holds a day."""
    return rules.index_of(periods.KINDS[indicator.periodicity].containing(day))


def _row(one: Line, wanted: Wanted) -> dict[str, Any]:
    unit = one.organisation
    return {
        "indicator": one.indicator,
        "unit": _unit_name(one),
        "measure": figure_words.unit_of(one.indicator),
        "is_total": one.is_total,
        "cells": [
            {
                "value": figure_words.number(value),
                "url": indicator_page.cell_url(one.indicator, unit.pk, number)
                if unit is not None and value is not None
                else "",
            }
            for number, value in zip(wanted.numbers, one.values, strict=True)
        ],
        "total": figure_words.number(one.total),
    }


def _unit_name(one: Line) -> str:
    if one.organisation is not None:
        return one.organisation.name
    return _("Total of %(n)s units") % {"n": one.units}
