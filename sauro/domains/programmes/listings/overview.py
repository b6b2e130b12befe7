"""The lists of programmes and of targets."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy

from sauro.domains.indicators.labels import TARGET_STATUSES
from sauro.domains.programmes import figures, health_lines
from sauro.domains.programmes.health_lines import health_export, health_words
from sauro.domains.programmes.inputs import SeveralInput
from sauro.domains.programmes.labels import HEALTHS
from sauro.domains.programmes.selectors import choices
from sauro.domains.programmes.selectors import programmes as programme_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines.listing import Column, Listing
from sauro.engines.ui import bars, formats

_TITLE_LENGTH = 160


class AsOfListing(Listing):
    """A list as of a day, which its rows need beyond the day itself."""

    def __init__(self, as_of: AsOf) -> None:
        self.as_of = as_of


class ProgrammeListing(AsOfListing):
    """Programmes with what was done in each."""

    code = "programmes"
    title = gettext_lazy("Programmes")
    columns = (
        Column(
            "title",
            gettext_lazy("Programme"),
            sort="folded",
            link=lambda row: row.row.url,
            fixed=True,
        ),
        Column("code", gettext_lazy("Code"), sort="code", classes="text-nowrap"),
        Column(
            "owner", gettext_lazy("Owner"), sort="owner__sort_key", value=lambda p: p.owner.label
        ),
        Column("period", gettext_lazy("Period"), sort="starts_on", value=lambda p: p.period),
        Column("tasks", gettext_lazy("Tasks"), align="end", value=lambda p: p.row.total),
        Column("late", gettext_lazy("Overdue"), align="end", value=lambda p: p.row.late),
        Column(
            "bar",
            gettext_lazy("By deadline"),
            value=lambda p: p.bar,
            export=lambda p: p.row.done,
        ),
    )
    search = ("folded",)
    order_default = ("closed_on", "-starts_on", "code")
    empty_title = gettext_lazy("No programme yet")
    empty_text = gettext_lazy(
        "A programme appears here when somebody creates it or imports a plan into it."
    )

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        found = programme_selectors.totals_of_programmes(
            programmes=rows, user=user, as_of=self.as_of
        )
        for row, line in zip(
            rows,
            figures.programme_rows(programmes=rows, totals=found, as_of=self.as_of),
            strict=True,
        ):
            row.row, row.bar = line, bar_of(line)
            row.period = period_words(row.starts_on, row.ends_on)


class TargetFilter(django_filters.FilterSet):
    """Filters of targets; status and health are applied where the standings are known."""

    programme = django_filters.ChoiceFilter(
        label=gettext_lazy("Programme"), field_name="programme__code"
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="unchanged",
        choices=[("reached", gettext_lazy("Met or exceeded")), *TARGET_STATUSES],
    )
    health = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Health"),
        method="unchanged",
        choices=HEALTHS,
        widget=SeveralInput,
        distinct=False,
    )
    lead = django_filters.CharFilter(label=gettext_lazy("Lead agency"), method="by_lead")
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), field_name="year")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.filters["programme"].extra["choices"] = choices.task_choices(
            user=self.request.user, programme_code=(data or {}).get("programme", "")
        ).programmes

    def by_lead(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Targets led by the agencies whose code or name is typed."""
        return queryset.filter(lead_id__in=choices.organisations_meant(words=value))

    def unchanged(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Every row: the status was applied before."""
        return queryset


class TargetListing(AsOfListing):
    """Targets with the last value and what follows from it."""

    code = "targets"
    title = gettext_lazy("Targets")
    columns = (
        Column("status", gettext_lazy("Status"), value=lambda t: t.line.status, status=True),
        Column("number", gettext_lazy("No."), sort=("position", "pk"), classes="col-number"),
        Column(
            "title",
            gettext_lazy("Target"),
            sort="folded",
            value=lambda t: Truncator(t.title).chars(_TITLE_LENGTH),
            link=lambda t: t.line.url,
            export=lambda t: t.title,
            fixed=True,
        ),
        Column("asked", gettext_lazy("Value set"), value=lambda t: t.line.asked),
        Column(
            "last",
            gettext_lazy("Last value"),
            value=lambda t: last_words(t.line),
            export=lambda t: t.line.last,
        ),
        Column(
            "read_on",
            gettext_lazy("As of"),
            value=lambda t: t.line.standing.reading and t.line.standing.reading.on,
            default=False,
        ),
        Column(
            "way",
            gettext_lazy("Way covered"),
            align="end",
            value=lambda t: share_words(t.line.fraction),
            export=lambda t: t.line.fraction,
        ),
        Column("outlook", gettext_lazy("Forecast"), value=lambda t: t.line.outlook, default=False),
        Column(
            "lead",
            gettext_lazy("Lead"),
            sort="lead__sort_key",
            classes="cell-agency",
            value=lambda t: t.lead.label if t.lead else t.lead_mention,
        ),
        Column(
            "health",
            gettext_lazy("Health"),
            value=lambda t: health_words(t.health),
            export=lambda t: health_export(t.health),
            default=False,
        ),
        Column("rule", gettext_lazy("Rule"), value=lambda t: t.line.rule, default=False),
        Column(
            "year",
            gettext_lazy("Year"),
            sort="year",
            value=lambda t: str(t.year or ""),
            default=False,
        ),
        Column("baseline", gettext_lazy("Present state"), default=False),
        Column(
            "programme",
            gettext_lazy("Programme"),
            sort="programme__code",
            value=lambda t: t.programme.code,
            default=False,
        ),
    )
    filters = TargetFilter
    search = ("folded",)
    order_default = ("programme_id", "position", "pk")
    empty_title = gettext_lazy("No target yet")
    empty_text = gettext_lazy(
        "Targets appear here when they are added to a programme or imported with a plan."
    )

    def __init__(self, as_of: AsOf, lines: dict[int, figures.TargetLine]) -> None:
        super().__init__(as_of)
        self.lines = lines

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        for row in rows:
            row.line = self.lines[row.pk]
            row.health = health_lines.health_line(row.line.standing.health)


def bar_of(line: figures.ClassRow) -> SafeString | str:
    """The classes of a line as a thin stacked bar, with how many are done."""
    if not line.total:
        return ""
    parts = [bars.Part(cell.code, cell.value) for cell in line.cells]
    return bars.stacked_svg(parts, label=line.label)


def period_words(starts_on: date, ends_on: date | None) -> str:
    """The years of a programme."""
    last = str(ends_on.year) if ends_on else ""
    return str(starts_on.year) if last == str(starts_on.year) else f"{starts_on.year}–{last}"


def last_words(line: figures.TargetLine) -> SafeString | str:
    """The last value, the day it was read on, and where the figures lead."""
    reading = line.standing.reading
    if reading is None:
        return ""
    day = formats.day(reading.on, language=get_language() or "vi")
    notes = format_html_join(
        "", ' <small class="cell-note">{}</small>', ((one,) for one in (day, line.outlook) if one)
    )
    return format_html("{}{}", line.last, notes)


def share_words(fraction: float | None) -> str:
    """A share of the way in percent."""
    if fraction is None:
        return ""
    return formats.number(fraction, language=get_language() or "vi") + "%"


def listed_status(asked: str) -> tuple[str, ...]:
    """The statuses that a filter value means; none for a value that is no filter."""
    if asked == "reached":
        return ("exceeded", "met")
    return (asked,) if asked in dict(TARGET_STATUSES) else ()
