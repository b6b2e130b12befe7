"""What the page of a form prints: its lines, its days, and who owes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sauro.domains.indicators import figure_words, rules
from sauro.domains.indicators.listings.data_sets import KINDS
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import data_sets as selectors
from sauro.domains.indicators.selectors import forms as reading

MOST_UNITS = 200


def context(*, form: DataSet, day: date) -> dict[str, Any]:
    """The page of a form on a day."""
    units = reading.reporting_units(form=form, day=day)
    count = units.count()
    return {
        "data_set": form,
        "kinds": [KINDS.get(kind, kind) for kind in form.kinds],
        "first": _period(form, form.first_period),
        "last": _period(form, form.last_period) if form.last_period is not None else "",
        "items": selectors.items_of(form=form),
        "days": [
            {"period": _period(form, number), "days": days}
            for number, days in selectors.days_ahead(form=form, day=day)
        ],
        "units": [str(unit) for unit in units[:MOST_UNITS]],
        "count": count,
        "more": max(count - MOST_UNITS, 0),
    }


def _period(form: DataSet, number: int) -> str:
    return rules.period_at(form.periodicity, number).label(figure_words.language())
