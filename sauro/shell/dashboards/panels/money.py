"""Money allocated against money used, from two indicators that record them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators import figure_words
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import overview
from sauro.domains.indicators.selectors.figures import Total
from sauro.shell.dashboards.panels.places import indicators_of
from sauro.shell.dashboards.panels.shape import HALVES, Panel, Setting, Settings
from sauro.shell.dashboards.reads import Reads
from sauro.shell.dashboards.rules import SettingKind

# Units in which money is recorded: only such indicators are offered.
UNITS = ("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "VND", "VNĐ")


def money_indicators(user: Any) -> Any:
    """The indicators a person sees whose unit is money."""
    return indicators_of(user).filter(unit__in=UNITS)


def _choices(user: Any) -> Any:
    return money_indicators(user).order_by("code").values_list("pk", "name")


def _money(reads: Reads, settings: Settings) -> dict[str, Any]:
    wanted = [settings.get("allocated"), settings.get("used")]
    if not all(wanted):
        return {"empty": "unset"}
    found = {one.pk: one for one in money_indicators(reads.user).filter(pk__in=wanted)}
    pair = [found[pk] for pk in wanted if pk in found]
    if len(pair) < len(wanted):
        return {"empty": "gone"}
    allocated, used = pair
    if allocated.unit != used.unit or allocated.pk == used.pk:
        return {"empty": "units", "allocated": allocated, "used": used}
    return _compared(reads, allocated, used)


def _compared(reads: Reads, allocated: Indicator, used: Indicator) -> dict[str, Any]:
    as_of = reads.as_of
    trends = overview.trends_of(
        indicators=[allocated, used], before=as_of.day, as_of=as_of.day if as_of.is_past else None
    )
    have, spent = (_last(trends.get(one.pk, [])) for one in (allocated, used))
    if have is None or spent is None or have.value is None or spent.value is None:
        return {"empty": "figures", "allocated": allocated, "used": used}
    return {
        "unit": allocated.unit,
        "lines": [_line(one, total) for one, total in ((allocated, have), (used, spent))],
        "have": have.value,
        "spent": spent.value,
        "share": min(round(spent.value / have.value * 100), 100) if have.value else 0,
    }


def _last(totals: list[Total]) -> Total | None:
    known = [one for one in totals if one.value is not None]
    return known[-1] if known else None


def _line(indicator: Indicator, total: Total) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "value": total.value,
        "period": figure_words.period(indicator, total.period),
        "url": reverse("indicator_detail", args=[indicator.pk]),
    }


PANELS = (
    Panel(
        code="money",
        title=_("Money allocated and used"),
        icon="coins",
        rule=_(
            "Two indicators in the same unit of money, chosen for this panel: what was allocated "
            "and what was used, each with its last figure up to the day."
        ),
        context=_money,
        sizes=HALVES,
        sql=12,
        permission=Perm.VIEW_ALL,
        settings=(
            Setting("allocated", _("Allocated"), SettingKind.KEY, choices=_choices),
            Setting("used", _("Used"), SettingKind.KEY, choices=_choices),
        ),
    ),
)
