"""What the operations on indicators and forms ask of a request, and the bodies they share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.indicators import figure_words, rules
from sauro.domains.indicators.models import DataSet, Indicator
from sauro.domains.indicators.selectors import visibility
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation

PLACES = 4


class NotThere(DomainError):
    """Something named in the request does not exist, or not for this person."""

    code = "not_there"
    status = 422


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def past_day(day: date | None) -> date | None:
    """A past day that was named; nothing for today or later."""
    return day if day is not None and day < clock.today() else None


def indicator_or_404(request: HttpRequest, indicator_id: int) -> Indicator:
    """An indicator the person may see."""
    found = visibility.visible_indicators(user=request.user).filter(pk=indicator_id).first()
    if found is None:
        raise Http404
    return found


def indicators_named(request: HttpRequest, ids: Iterable[int], field: str) -> dict[int, Indicator]:
    """Indicators named in a body by their ids."""
    wanted = set(ids)
    found: dict[int, Indicator] = visibility.visible_indicators(user=request.user).in_bulk(wanted)
    if wanted - found.keys():
        raise NotThere(_("There is no such indicator."), field=field)
    return found


def form_or_404(request: HttpRequest, data_set_id: int) -> DataSet:
    """A form the person may see."""
    found = visibility.visible_forms(user=request.user).filter(pk=data_set_id).first()
    if found is None:
        raise Http404
    return found


def organisation_named(request: HttpRequest, *, field: str, **key: Any) -> Organisation:
    """An organisation named in a body by its code or id."""
    found = org_selectors.visible_to(user=request.user).filter(**key).first()
    if found is None:
        raise NotThere(_("There is no such organisation."), field=field)
    return found


def unit_or_404(request: HttpRequest, indicator: Indicator, organisation_id: int) -> Organisation:
    """A unit whose single figures of the indicator the person may see."""
    within = visibility.visible_units(user=request.user, indicator=indicator)
    rows = Organisation.objects.filter(within, path__startswith=indicator.owner.path)
    found: Organisation | None = rows.filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


def period_of(indicator: Indicator, number: int) -> int:
    """The number of the indicator's period that holds a month."""
    return rules.index_of(rules.period_at(indicator.periodicity, number))


def total_body(total: Total, expected: int | None = None) -> dict[str, Any]:
    """A total as a body."""
    return {
        "period": total.period,
        "period_name": figure_words.period(total.indicator, total.period),
        "value": exact(total.value),
        "numerator": exact(total.numerator),
        "denominator": exact(total.denominator),
        "units": total.sums.units,
        "confirmed": total.sums.confirmed,
        "expected": expected,
    }


def exact(value: Decimal | None) -> Decimal | None:
    """A figure to four places."""
    return None if value is None else round(value, PLACES)
