"""The register of bottlenecks: the one whose lifting releases most comes first."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from sauro.domains.bottlenecks import bottleneck_page, labels
from sauro.domains.bottlenecks.rules import HOLDING, LIVE
from sauro.domains.bottlenecks.selectors import ranking
from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.domains.programmes.inputs import AgencyInput, SeveralInput
from sauro.domains.programmes.selectors import choices
from sauro.engines.listing import Column, Listing

_TITLE_LENGTH = 120
_LIVE = sorted(state.value for state in LIVE)
_HOLDING = {state.value for state in HOLDING}
_ALL = "all"


class BottleneckFilter(django_filters.FilterSet):
    """Filters of bottlenecks; each is a parameter of the address.

    Kind, level and state offer one choice. An address that names several, as one kept from the
    time when these boxes took several, is read in full, and its form then offers several.
    """

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=labels.KINDS)
    authority = django_filters.ChoiceFilter(
        label=gettext_lazy("Level that can lift it"), choices=labels.LEVELS
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="by_state",
        choices=[
            (labels.HOLDING_UP, gettext_lazy("Holding something up")),
            *labels.STATES,
            (_ALL, gettext_lazy("All, closed ones too")),
        ],
        empty_label=gettext_lazy("Not closed"),
    )
    programme = django_filters.ChoiceFilter(label=gettext_lazy("Programme"), method="by_programme")
    owner = django_filters.CharFilter(
        label=gettext_lazy("Province"), method="by_owner", widget=AgencyInput
    )
    unit = django_filters.CharFilter(
        label=gettext_lazy("Responsible unit"), method="by_unit", widget=AgencyInput
    )
    overdue = django_filters.BooleanFilter(
        label=gettext_lazy("Only overdue"), method="by_overdue", widget=forms.CheckboxInput
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = _holding_up(data)
        super().__init__(data, *args, **kwargs)
        for name in ("kind", "authority", "state"):
            if len(_values(data, name)) > 1:
                self._offer_several(name)
        self.filters["programme"].extra["choices"] = choices.task_choices(
            user=self.request.user
        ).programmes

    def _offer_several(self, name: str) -> None:
        one = self.filters[name]
        several = django_filters.MultipleChoiceFilter(
            field_name=name,
            label=one.label,
            method=one.method,
            choices=one.extra["choices"],
            widget=SeveralInput,
            distinct=False,
        )
        several.parent, several.model = self, one.model
        self.filters[name] = several

    def by_state(self, queryset: Any, _name: str, value: str | list[str]) -> Any:
        """Those in the state or one of the states, those that hold something up, or all."""
        wanted = {value} if isinstance(value, str) else set(value)
        if labels.HOLDING_UP in wanted:
            wanted |= _HOLDING
        return queryset if _ALL in wanted else queryset.filter(state__in=sorted(wanted))

    def by_programme(self, queryset: Any, _name: str, value: str) -> Any:
        """Those for which tasks or targets of the programme wait."""
        return queryset.of_programme(code=value)

    def by_owner(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those in the registers of the provinces whose code or name is typed."""
        return queryset.filter(owner_id__in=choices.organisations_meant(words=value))

    def by_unit(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those for which the agencies answer whose code or name is typed."""
        return queryset.filter(responsible_id__in=choices.organisations_meant(words=value))

    def by_overdue(self, queryset: Any, _name: str, value: bool) -> Any:
        """Those that should have been lifted before today."""
        return queryset.overdue(today=self.request.today) if value else queryset


def _values(data: Any, name: str) -> set[str]:
    """What the address says of a filter; it may be said more than once."""
    given = data or {}
    said = given.getlist(name) if hasattr(given, "getlist") else given.get(name)
    return {one for one in (said if isinstance(said, list) else [said]) if one}


def _holding_up(data: Any) -> Any:
    """The two states that hold something up, read as the one choice that stands for both."""
    if _values(data, "state") != _HOLDING:
        return data
    read = data.copy()
    read["state"] = labels.HOLDING_UP
    return read


class BottleneckListing(Listing):
    """Bottlenecks with what lifting each would release."""

    code = "bottlenecks"
    title = gettext_lazy("Bottlenecks")
    columns = (
        Column("code", gettext_lazy("No."), sort="number", classes="text-nowrap", labelled=False),
        Column(
            "title",
            gettext_lazy("What blocks"),
            sort="folded",
            value=lambda row: row.title_shown,
            link=lambda row: reverse("bottleneck_detail", args=[row.pk]),
            export=lambda row: row.title,
            fixed=True,
        ),
        Column(
            "release",
            gettext_lazy("Releases"),
            sort="weight",
            value=lambda row: row.release_shown,
            export=lambda row: row.release_said,
        ),
        Column("weight", gettext_lazy("Weight"), sort="weight", align="end", default=False),
        Column("kind", gettext_lazy("Kind"), sort="kind", default=False),
        Column("authority", gettext_lazy("Level"), sort="authority"),
        Column(
            "lifter",
            gettext_lazy("Who can lift it"),
            value=bottleneck_page.lifter_words,
            default=False,
        ),
        Column(
            "responsible",
            gettext_lazy("Responsible unit"),
            value=lambda row: row.responsible and row.responsible.label,
        ),
        Column(
            "lift_by",
            gettext_lazy("To be lifted by"),
            sort="lift_by",
            value=lambda row: row.day_shown,
            export=lambda row: row.lift_by,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            value=bottleneck_page.state_mark,
            export=lambda row: labels.STATE_WORDS[row.state],
        ),
        Column("condition", gettext_lazy("What would lift it"), default=False),
        Column("lifted_on", gettext_lazy("Lifted on"), sort="lifted_on", default=False),
    )
    filters = BottleneckFilter
    main_filters = 3
    search = ("folded",)
    order_default = ("-weight", F("lift_by").asc(nulls_last=True), "pk")
    empty_title = gettext_lazy("No bottleneck yet")
    empty_text = gettext_lazy(
        "A bottleneck is proposed from the page of a task, or made of obstacles that were reported."
    )

    def __init__(self, day: Day) -> None:
        self.day = day

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        """What each would release, in words; one SQL for the page."""
        released = ranking.releases(ids=[row.pk for row in rows], day=self.day)
        for row in rows:
            release = released[row.pk]
            row.release_said = bottleneck_page.release_words(release)
            row.release_shown = format_html(
                "<span>{} <small>{}</small></span>",
                bottleneck_page.severity_mark(release),
                row.release_said,
            )
            row.title_shown = format_html(
                "{} <small>{}</small>",
                Truncator(row.title).chars(_TITLE_LENGTH),
                labels.KIND_WORDS[row.kind],
            )
            row.day_shown = bottleneck_page.lift_by_words(row, self.day.today)


def live_unless_asked(rows: QuerySet[Any], asked: Any) -> QuerySet[Any]:
    """Those that are not closed, unless a state or words are asked for."""
    return rows if asked.get("state") or asked.get("q") else rows.filter(state__in=_LIVE)
