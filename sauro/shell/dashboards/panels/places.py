"""The map: communes by their late tasks or by an indicator, provinces, the two archipelagos."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators import indicator_page, map_page
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm as FigurePerm
from sauro.domains.indicators.selectors import visibility
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes import links
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.selectors.standing import tasks_as_of
from sauro.engines import access
from sauro.engines.charts import Chart, Dot, country_map
from sauro.shell.dashboards.panels.shape import Panel, Setting, Settings
from sauro.shell.dashboards.reads import Reads
from sauro.shell.dashboards.rules import SettingKind, Size

MOST_DOTS = 60


def _map(reads: Reads, settings: Settings) -> dict[str, Any]:
    if not settings.get("indicator"):
        return _late_map(reads)
    found = indicators_of(reads.user).filter(pk=settings["indicator"]).first()
    return _indicator_map(reads, found) if found else {"gone": True}


def _late_map(reads: Reads) -> dict[str, Any]:
    tasks = Task.objects.filter(programme__in=reads.shown, fanned_out=False)
    late = tasks_as_of(tasks=tasks, as_of=reads.as_of).filter(
        deadline_class=DeadlineClass.OVERDUE.value, as_lead_id__isnull=False
    )
    counts = dict(late.order_by().values_list("as_lead_id").annotate(n=Count("pk")))
    places = Organisation.objects.filter(pk__in=counts, unit__lat__isnull=False)
    ordered = sorted(places.select_related("unit"), key=lambda one: (-counts[one.pk], one.pk))
    return {
        "chart": _drawn(reads, ordered[:MOST_DOTS], counts),
        "left": max(len(ordered) - MOST_DOTS, 0),
        "most": MOST_DOTS,
    }


def _drawn(reads: Reads, places: list[Organisation], counts: dict[int, int]) -> Chart:
    return country_map(
        title=gettext("Late tasks of communes"),
        note=gettext("Tasks and parts of tasks that are late, at the unit that leads them."),
        areas=[],
        dots=[
            Dot(
                one.label,
                one.unit.lat,
                one.unit.lon,
                counts[one.pk],
                links.tasks_url(
                    as_of=reads.as_of,
                    lead=one.code,
                    deadline_class=DeadlineClass.OVERDUE.value,
                    parts="all",
                    **reads.filters,
                ),
            )
            for one in places
            if one.unit is not None and one.unit.lat is not None and one.unit.lon is not None
        ],
        label=gettext("Late tasks"),
    )


def _indicator_map(reads: Reads, indicator: Indicator) -> dict[str, Any]:
    as_of = reads.as_of
    asked = indicator_page.Asked(
        user=reads.user, day=as_of.day, as_of=as_of.day if as_of.is_past else None
    )
    found = map_page.context(indicator=indicator, asked=asked)
    return {
        "chart": found["chart"],
        "indicator": indicator,
        "coverage": found["coverage"],
        "url": reverse("indicator_map", args=[indicator.pk]),
    }


def indicators_of(user: Any) -> Any:
    """The indicators a person may choose for a panel."""
    scope = access.scope(user, FigurePerm.VIEW_ALL)
    return visibility.visible_indicators(user=user).filter(scope.q("owner__path"))


def choices_of(user: Any) -> Any:
    """The same as (id, name), in the order of their codes."""
    return indicators_of(user).order_by("code").values_list("pk", "name")


PANELS = (
    Panel(
        code="map",
        title=_("Map"),
        icon="map-2",
        rule=_(
            "Communes that lead late tasks, or the figures of the indicator chosen for this panel "
            "in its last period. Hoàng Sa (Đà Nẵng) and Trường Sa (Khánh Hòa) stand beside."
        ),
        context=_map,
        sizes=(Size.FULL, Size.WIDE, Size.HALF),
        sql=14,
        frame=False,
        settings=(Setting("indicator", _("Indicator"), SettingKind.KEY, choices=choices_of),),
    ),
)
