"""Figures, periods and changes as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Forecast, Outlook, Rollup
from sauro.domains.indicators.selectors.aims import AimLine
from sauro.engines import periods
from sauro.engines.ui import formats

PLACES = 2


def language() -> str:
    """The reader's language."""
    return get_language() or "vi"


def rounded(value: Decimal | float | None) -> Decimal | None:
    """A figure as far as people read it, without trailing noughts."""
    if value is None:
        return None
    exact = round(Decimal(str(value)), PLACES).normalize()
    return Decimal(f"{exact:f}")


def number(value: Decimal | float | None) -> str:
    """A figure without its unit of measure; a dash for nothing."""
    return formats.number(rounded(value), language=language())


def unit_of(indicator: Indicator) -> str:
    """The unit of measure of a total: a share of units is a percent whatever its figures are."""
    return "%" if indicator.rollup == Rollup.SHARE else indicator.unit


def figure(value: Decimal | float | None, unit: str) -> str:
    """A figure with its unit of measure."""
    shown = number(value)
    if value is None or not unit:
        return shown
    return f"{shown}{unit}" if unit == "%" else f"{shown} {unit}"


def moved(value: Decimal | None) -> str:
    """A change with its sign; a dash for nothing."""
    if value is None:
        return formats.NO_VALUE
    shown = number(abs(value))
    if rounded(value) == 0:
        return "0"
    return f"+{shown}" if value > 0 else f"−{shown}"


def period(indicator: Indicator, index: int) -> str:
    """The name of a period of an indicator."""
    return rules.period_at(indicator.periodicity, index).label(language())


def short_period(periodicity: str, index: int) -> str:
    """The name of a period where there is little room: a month is “11/2026”."""
    found = rules.period_at(periodicity, index)
    if isinstance(found, periods.Month):
        return f"{found.month}/{found.year}"
    return found.label(language())


def coverage(units: int, expected: int | None) -> str:
    """On how many of how many units a total stands."""
    words = {"n": formats.number(units, language=language())}
    if not expected:
        return _("%(n)s units reported") % words
    words["m"] = formats.number(max(expected, units), language=language())
    return _("%(n)s of %(m)s units reported") % words


def outlook_sentence(
    *,
    indicator: Indicator,
    found: Forecast | None,
    at: int,
    aim: AimLine | None,
    verdict: str,
) -> str:
    """How the forecast was found and what it means, in one or two sentences."""
    if found is None:
        return _("There are fewer than four figures, too few to foresee the next ones.")
    unit = unit_of(indicator)
    facts = {
        "n": found.points,
        "period": period(indicator, at),
        "middle": figure(found.middle, unit),
        "low": number(found.low),
        "high": figure(found.high, unit),
    }
    words = _(
        "If things go on as in the last %(n)s periods, %(period)s will bring %(middle)s, four times"
        " in five between %(low)s and %(high)s."
    )
    if found.seasonal:
        words = _(
            "If things go on as in the last %(n)s periods, each season as usual, %(period)s will"
            " bring %(middle)s, four times in five between %(low)s and %(high)s."
        )
    sentence = words % facts
    return f"{sentence} {_aim_sentence(aim, verdict, unit)}".strip() if aim else sentence


def _aim_sentence(aim: AimLine, verdict: str, unit: str) -> str:
    facts = {"aim": figure(aim.low, unit), "day": formats.day(aim.due_on, language=language())}
    return {
        Outlook.ON_TRACK: _("The target of %(aim)s by %(day)s is within reach."),
        Outlook.AT_RISK: _("The target of %(aim)s by %(day)s may be missed."),
        Outlook.WILL_MISS: _("The target of %(aim)s by %(day)s will be missed."),
        Outlook.UNKNOWN: "",
    }[Outlook(verdict)] % facts


def sheet_title() -> str:
    """The name of a worksheet of figures."""
    return _("Figures")
