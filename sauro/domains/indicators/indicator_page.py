"""What the page of an indicator prints, from what was selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.indicators import charts, figure_words
from sauro.domains.indicators.labels import OUTLOOKS
from sauro.domains.indicators.listings.sheets import outlook_badge
from sauro.domains.indicators.models import Indicator, Proposal
from sauro.domains.indicators.rules import SCALE, Direction, Rollup
from sauro.domains.indicators.selectors import (
    aims,
    figures,
    forms,
    outlooks,
    overview,
    past,
    standings,
)
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.indicators.selectors.standings import Standing, Standings

PAGE = 40
ENDS = 5  # of a ranking
PAST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of the page of an indicator."""

    user: Any
    day: date
    as_of: date | None = None
    period: int | None = None
    sort: str = "place"
    page: int = 1


def context(*, indicator: Indicator, asked: Asked) -> dict[str, Any]:
    """The page of an indicator."""
    trend = trend_on(indicator=indicator, day=asked.day, as_of=asked.as_of)
    period = shown_period(indicator, trend, asked)
    here = next((one for one in trend if one.period == period), None)
    found = standings.standings_of(
        indicator=indicator, period=period, user=asked.user, as_of=asked.as_of
    )
    goals = aims.aims_of(user=asked.user, indicators=[indicator], day=asked.day).get(
        indicator.pk, []
    )
    return {
        "indicator": indicator,
        "unit": figure_words.unit_of(indicator),
        "definition": overview.definition_on(indicator=indicator, day=asked.day),
        "total": total_words(indicator, here, found),
        "period_name": figure_words.period(indicator, period),
        "periods": period_choices(indicator, trend, period),
        "aims": [_aim_words(indicator, one) for one in goals],
        **_outlook(indicator, trend, goals, asked),
        **_units(indicator, found, asked, period),
    }


def trend_on(*, indicator: Indicator, day: date, as_of: date | None) -> list[Total]:
    """The owner's totals up to a day, as they stood on it when it is a past one."""
    last = day.year * 12 + day.month - 1
    if as_of is None:
        known = figures.trend_of(indicator=indicator, organisation=indicator.owner)
        return [one for one in known if one.period <= last]
    step = forms.MONTHS[indicator.periodicity]
    here = last - last % step
    numbers = range(here - (PAST_PERIODS - 1) * step, here + 1, step)
    found = past.totals_on(cells={indicator: numbers}, day=as_of)
    return [found[key] for key in sorted(found) if found[key].sums.units]


def total_words(indicator: Indicator, total: Total | None, found: Standings) -> dict[str, str]:
    """The total of the period with its terms, and on how many units it stands."""
    if total is None:
        return {"value": "", "terms": "", "coverage": figure_words.coverage(0, found.expected)}
    terms = ""
    if total.denominator is not None:
        numbers = (figure_words.number(total.numerator), figure_words.number(total.denominator))
        terms = f"{numbers[0]} / {numbers[1]}"
    return {
        "value": figure_words.figure(total.value, figure_words.unit_of(indicator)),
        "terms": terms,
        "coverage": figure_words.coverage(total.sums.units, found.expected),
        "confirmed": _("%(n)s of %(m)s confirmed")
        % {"n": total.sums.confirmed, "m": total.sums.units},
    }


def shown_period(indicator: Indicator, trend: Sequence[Total], asked: Asked) -> int:
    """The period asked for, or the last with a figure."""
    if asked.period is not None:
        return asked.period
    if trend:
        return trend[-1].period
    month = asked.day.year * 12 + asked.day.month - 1
    return month - month % forms.MONTHS[indicator.periodicity]


def period_choices(indicator: Indicator, trend: Sequence[Total], chosen: int) -> list[Any]:
    """The periods that can be looked at, the newest first."""
    numbers = sorted({*(one.period for one in trend), chosen}, reverse=True)
    return [
        {
            "number": str(number),
            "name": figure_words.period(indicator, number),
            "chosen": number == chosen,
        }
        for number in numbers[:60]
    ]


def cell_url(indicator: Indicator, organisation_id: int, period: int) -> str:
    """The page of one unit's figure in a period."""
    return reverse("figure_detail", args=[indicator.pk, organisation_id, period])


def unit_row(indicator: Indicator, one: Standing, period: int) -> dict[str, Any]:
    """One unit of the table."""
    return {
        "name": one.unit.name,
        "id": one.unit.pk,
        "place": str(one.place or ""),
        "value": figure_words.number(one.value),
        "terms": _terms(indicator, one),
        "url": cell_url(indicator, one.unit.pk, period),
        "state": "" if one.missing else ("verified" if one.confirmed else "submitted"),
        "word": _("Confirmed") if one.confirmed else _("Provisional"),
        "missing": one.missing,
        "change": figure_words.moved(one.change),
        "year_change": figure_words.moved(one.year_change),
        "tone": {True: "tx-green", False: "tx-red", None: ""}[one.better],
        "better": {True: _("better"), False: _("worse"), None: ""}[one.better],
    }


def _terms(indicator: Indicator, one: Standing) -> str:
    """Numerator and denominator of a unit's ratio."""
    if indicator.rollup != Rollup.RATIO or one.sums is None:
        return ""
    return "/".join(
        figure_words.number(Decimal(term) / SCALE) for term in (one.sums.total, one.sums.base)
    )


def _outlook(
    indicator: Indicator, trend: Sequence[Total], goals: Sequence[Any], asked: Asked
) -> dict[str, Any]:
    seen = outlooks.foreseen(indicator=indicator, trend=trend, aims=goals)
    ahead = outlooks.path_to(indicator=indicator, trend=trend, at=seen.at) if seen else []
    query = {"as_of": asked.as_of.isoformat()} if asked.as_of else {}
    urls = [f"?{urlencode({'period': one.period, **query})}" for one in trend]
    sentence = ""
    if seen is not None:
        sentence = figure_words.outlook_sentence(
            indicator=indicator, found=seen.found, at=seen.at, aim=seen.aim, verdict=seen.verdict
        )
    return {
        "chart": charts.trend_chart(
            indicator=indicator, trend=trend, ahead=ahead, aims=goals, urls=urls
        ),
        "outlook": outlook_badge(seen.verdict) if seen and seen.aim else "",
        "outlook_word": str(OUTLOOKS[seen.verdict]) if seen else "",
        "outlook_sentence": sentence,
    }


def _units(indicator: Indicator, found: Standings, asked: Asked, period: int) -> dict[str, Any]:
    rows = standings.ordered(rows=found.rows, by=asked.sort)
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(asked.page, 1), pages)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    placed = [one for one in standings.ordered(rows=found.rows, by="place") if one.place]
    ranked = len(placed) > 2 * ENDS and indicator.direction != Direction.KEEP
    return {
        "rows": [unit_row(indicator, one, period) for one in shown],
        "total_rows": len(rows),
        "placed": found.placed,
        "missing": [one.unit.name for one in found.rows if one.missing][:20],
        "missing_count": sum(one.missing for one in found.rows),
        "best": [unit_row(indicator, one, period) for one in placed[:ENDS]] if ranked else [],
        "worst": [unit_row(indicator, one, period) for one in placed[-ENDS:][::-1]]
        if ranked
        else [],
        "page": number,
        "pages": range(1, pages + 1),
        "last_page": pages,
    }


def _aim_words(indicator: Indicator, one: aims.AimLine) -> dict[str, Any]:
    unit = figure_words.unit_of(indicator)
    low = figure_words.figure(one.low, unit)
    return {
        "title": one.title,
        "url": reverse("target_detail", args=[one.target_id]),
        "asked": low if one.high is None else f"{low} – {figure_words.figure(one.high, unit)}",
        "due_on": one.due_on,
    }


def comparison(*, indicator: Indicator, asked: Asked, chosen: Sequence[int]) -> dict[str, Any]:
    """Chosen units beside each other over the last periods."""
    trend = trend_on(indicator=indicator, day=asked.day, as_of=asked.as_of)
    numbers = [one.period for one in trend][-PAST_PERIODS // 2 :]
    found = standings.compared(
        indicator=indicator, units=chosen, user=asked.user, periods=numbers, day=asked.as_of
    )
    offered = standings.units_offered(indicator=indicator, user=asked.user)
    picked = {unit.pk for unit, _values in found}
    return {
        "indicator": indicator,
        "chart": charts.compare_chart(indicator=indicator, rows=found, periods=numbers),
        "chosen": len(found),
        "offered": [
            {"id": str(unit.pk), "name": str(unit), "chosen": unit.pk in picked} for unit in offered
        ],
    }


def proposal_row(one: Proposal) -> dict[str, Any]:
    """A figure proposed beside an official one."""
    indicator = one.indicator
    return {
        "id": one.pk,
        "unit": str(one.organisation),
        "url": cell_url(indicator, one.organisation_id, one.period),
        "period": figure_words.period(indicator, one.period),
        "value": typed_words(one.amount, one.base),
        "reason": one.reason,
        "by": str(one.by),
        "at": one.at,
        "open": one.accepted is None,
        "state": {None: "queued", True: "accepted", False: "refused"}[one.accepted],
        "word": {None: _("Waiting"), True: _("Accepted"), False: _("Refused")}[one.accepted],
        "answer": one.answer,
    }


def typed_words(amount: int, base: int | None) -> str:
    """A stored figure as it was typed, with its denominator or weight."""
    shown = figure_words.number(Decimal(amount) / SCALE)
    return shown if base is None else f"{shown} / {figure_words.number(Decimal(base) / SCALE)}"
