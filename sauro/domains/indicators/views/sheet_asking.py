"""What the pages of indicators ask of a request: the day, the indicator, a unit, a period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from sauro.core import clock
from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Indicator, Proposal, SameMeaning
from sauro.domains.indicators.selectors import visibility
from sauro.domains.orgs.models import Organisation

BIGGEST_PERIOD = 2200 * 12


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def past_day(request: HttpRequest) -> date | None:
    """The past day looked at; nothing when it is today."""
    day: date | None = getattr(request, "as_of_day", None)
    return day if day is not None and day < clock.today() else None


def day_of(request: HttpRequest) -> date:
    """The day looked at."""
    return past_day(request) or clock.today()


def indicator_or_404(request: HttpRequest, indicator_id: int) -> Indicator:
    """An indicator the person may see; what he may not see does not exist."""
    found = visibility.visible_indicators(user=request.user).select_related("part_of")
    waiting = Proposal.objects.filter(indicator=OuterRef("pk"), accepted__isnull=True)
    alike = SameMeaning.objects.filter(indicator=OuterRef("pk"))
    found = found.annotate(is_questioned=Exists(waiting), has_same=Exists(alike))
    indicator: Indicator | None = found.filter(pk=indicator_id).first()
    if indicator is None:
        raise Http404
    return indicator


def form_or_404(request: HttpRequest, data_set_id: int) -> DataSet:
    """A form the person may see."""
    found: DataSet | None = (
        visibility.visible_forms(user=request.user).filter(pk=data_set_id).first()
    )
    if found is None:
        raise Http404
    return found


def unit_or_404(request: HttpRequest, indicator: Indicator, organisation_id: int) -> Organisation:
    """A unit whose single figures of the indicator the person may see."""
    within = visibility.visible_units(user=request.user, indicator=indicator)
    found = Organisation.objects.filter(within, path__startswith=indicator.owner.path)
    unit: Organisation | None = found.filter(pk=organisation_id).first()
    if unit is None:
        raise Http404
    return unit


def period_or_404(indicator: Indicator, number: int) -> int:
    """The number of a period of the indicator, as it stands in an address."""
    if not 1900 * 12 <= number < BIGGEST_PERIOD:
        raise Http404
    return rules.index_of(rules.period_at(indicator.periodicity, number))


def period_asked(request: HttpRequest, indicator: Indicator) -> int | None:
    """The period named by `?period=`; nothing when none is, or it is no period."""
    typed = request.GET.get("period", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 6:
        return None
    number = int(typed)
    if not 1900 * 12 <= number < BIGGEST_PERIOD:
        return None
    return rules.index_of(rules.period_at(indicator.periodicity, number))


def month_asked(typed: str) -> date | None:
    """The first day of a month as browsers send it (2025-06); nothing when it is none."""
    year, _dash, month = typed.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(typed) == 7):
        return None
    if not (1900 <= int(year) <= 2199 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1)
