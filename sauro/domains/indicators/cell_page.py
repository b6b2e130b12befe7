"""What the page of a single figure prints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sauro.domains.indicators import figure_words, indicator_page
from sauro.domains.indicators.models import Observation
from sauro.domains.indicators.rules import SCALE, Rollup
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.selectors.cells import Cell

STATES = {
    Observation.RETURNED: ("returned", gettext_lazy("Returned, not counted")),
    Observation.SUBMITTED: ("submitted", gettext_lazy("Provisional")),
    Observation.CONFIRMED: ("verified", gettext_lazy("Confirmed")),
}


def context(*, cell: Cell, as_of: date | None = None) -> dict[str, Any]:
    """The page of one unit's figure in a period, as it stands or as it stood on a day."""
    indicator = cell.indicator
    figure = cell.figure if as_of is None else cell.on(as_of)
    return {
        "indicator": indicator,
        "unit_name": str(cell.organisation),
        "organisation": cell.organisation,
        "period": cell.period,
        "period_name": figure_words.period(indicator, cell.period),
        "value": _value(cell, figure) if figure else "",
        "terms": indicator_page.typed_words(figure.amount, figure.base)
        if figure and indicator.rollup in (Rollup.RATIO, Rollup.AVERAGE)
        else "",
        "base_name": indicator.base_name,
        "state": STATES[figure.status][0] if figure else "",
        "state_word": STATES[figure.status][1] if figure else "",
        "since": figure.since if figure else None,
        "form_url": _form_url(cell),
        "submission": cell.submission,
        "past": [
            {
                "value": _value(cell, one),
                "terms": indicator_page.typed_words(one.amount, one.base),
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
                "by": str(one.by),
                "late": one.after_closing,
            }
            for one in cell.past
            if as_of is None or one.until <= as_of
        ],
        "proposals": [indicator_page.proposal_row(one) for one in cell.proposals],
    }


def typed(cell: Cell) -> dict[str, Decimal | None]:
    """The figure as the form of a correction shows it."""
    if cell.figure is None:
        return {}
    base = cell.figure.base
    return {
        "value": Decimal(cell.figure.amount) / SCALE,
        "base": None if base is None else Decimal(base) / SCALE,
    }


def _value(cell: Cell, one: Any) -> str:
    shown = forms.shown(cell.indicator, one.amount, one.base)
    return figure_words.figure(shown, cell.indicator.unit)


def _form_url(cell: Cell) -> str:
    if cell.submission is None:
        return ""
    return reverse(
        "figure_form", args=[cell.submission.data_set_id, cell.organisation.pk, cell.period]
    )
