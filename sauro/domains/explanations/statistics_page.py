"""The statistics of requests, ready to print: each number with the address of its rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sauro.domains.explanations.rules import Tally, Term
from sauro.domains.explanations.selectors.statistics import Statistics
from sauro.engines import periods

_PERIODS_BACK = 12


def choices(*, today: date, language: str) -> list[tuple[str, str]]:
    """The periods to choose from: this and the last year, quarters, the last twelve months."""
    found: list[periods.Period] = []
    for kind, n in ((periods.Year, 2), (periods.Quarter, 4), (periods.Month, _PERIODS_BACK)):
        one: periods.Period = kind.containing(today)
        for _step in range(n):
            found.append(one)
            one = one.previous()
    return [(one.code, one.label(language)) for one in found]


def chosen(code: str, *, today: date) -> periods.Period:
    """The period of a code; this year when there is none such."""
    try:
        return periods.parse(code)
    except ValueError:
        return periods.Year.containing(today)


def context_of(found: Statistics, *, language: str) -> dict[str, Any]:
    """What the page prints."""
    span = {"since": found.since.isoformat(), "until": found.until.isoformat()}
    months = []
    for first, tally in found.by_month:
        month = periods.Month.containing(first)
        since, until = max(month.start, found.since), min(month.end, found.until)
        days = {"since": since.isoformat(), "until": until.isoformat()}
        months.append({"label": month.label(language), **line_of(tally, days)})
    return {
        "whole": line_of(found.whole, span),
        "units": [
            {"label": unit.label, **line_of(tally, {**span, "unit": unit.code})}
            for unit, tally in found.by_unit
        ],
        "months": months,
    }


def line_of(tally: Tally, narrowed: dict[str, str]) -> dict[str, Any]:
    """A row of counts, each with the address of its rows."""
    page = reverse("explanation_list")

    def rows(**more: str) -> str:
        return f"{page}?{urlencode({**narrowed, **more})}"

    terms = {one.value: rows(term=one.value) for one in Term}
    return {
        "tally": tally,
        "urls": {
            "asked": rows(),
            "returned": rows(returned="on"),
            "accepted": rows(accepted="on"),
            **terms,
        },
    }
