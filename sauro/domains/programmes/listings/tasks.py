"""The list of tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.domains.documents.selectors import entries as documents
from sauro.domains.programmes import health_lines
from sauro.domains.programmes.inputs import AgencyInput, DayInput, SeveralInput
from sauro.domains.programmes.labels import CLASSES, CLEARS, HEALTHS, LEVELS, STATES
from sauro.domains.programmes.models import TaskMandate
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import Clear, DeadlineKind, State
from sauro.domains.programmes.selectors import choices, health, lists
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services.writing import BITS, clears_of
from sauro.engines.listing import BulkAction, Column, Listing
from sauro.engines.ui import formats
from sauro.engines.ui.templatetags import ui as ui_tags

STATE_WORDS = dict(STATES)
_PLAIN_KINDS = (DeadlineKind.DATE.value, DeadlineKind.NONE.value)
_CLOSED = (State.COMPLETED.value, State.CANCELLED.value)
_TITLE_LENGTH = 80
_MANY = 3
_LONGEST_ID = 19  # digits
_FAR = 90  # days: what is due later needs no countdown in a list
PARTS = [
    ("tasks", gettext_lazy("Tasks, each counted once")),
    ("parts", gettext_lazy("Parts of tasks given to many")),
    ("all", gettext_lazy("Tasks and parts")),
]


class TaskFilter(django_filters.FilterSet):
    """Filters of tasks; each is a parameter of the address."""

    as_of: AsOf  # the day of the list, set by it

    programme = django_filters.ChoiceFilter(
        label=gettext_lazy("Programme"), field_name="programme__code"
    )
    lead = django_filters.CharFilter(
        label=gettext_lazy("Lead agency"), method="by_lead", widget=AgencyInput
    )
    mine = django_filters.BooleanFilter(
        label=gettext_lazy("Only mine"), method="by_mine", widget=forms.CheckboxInput
    )
    deadline_class = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Deadline"), choices=CLASSES, widget=SeveralInput, distinct=False
    )
    group = django_filters.ChoiceFilter(label=gettext_lazy("Group"), field_name="group_id")
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        field_name="as_state",
        choices=STATES,
        widget=SeveralInput,
        distinct=False,  # columns of the task itself: no row can come twice
    )
    missing = django_filters.ChoiceFilter(
        label=gettext_lazy("Missing"),
        method="by_missing",
        choices=[("any", gettext_lazy("Any of the six clears")), *CLEARS],
    )
    level = django_filters.ChoiceFilter(label=gettext_lazy("Level"), choices=LEVELS)
    due_from = django_filters.DateFilter(
        label=gettext_lazy("Due from"), field_name="as_due_on", lookup_expr="gte", widget=DayInput
    )
    due_to = django_filters.DateFilter(
        label=gettext_lazy("Due to"), field_name="as_due_on", lookup_expr="lte", widget=DayInput
    )
    health = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Health"),
        method="by_health",
        choices=HEALTHS,
        widget=SeveralInput,
        distinct=False,
    )
    document = django_filters.CharFilter(
        label=gettext_lazy("Ordered by document"), method="by_document"
    )
    parts = django_filters.ChoiceFilter(
        label=gettext_lazy("Rows"), method="unchanged", choices=PARTS
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        found = choices.task_choices(
            user=self.request.user, programme_code=(data or {}).get("programme", "")
        )
        self.filters["programme"].extra["choices"] = found.programmes
        self.filters["group"].extra["choices"] = found.groups
        if not found.groups:
            del self.filters["group"]

    def by_lead(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Tasks led by the agencies whose code or name is typed."""
        return queryset.filter(as_lead_id__in=choices.organisations_meant(words=value))

    def by_missing(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Tasks that lack one of the six clears, or any."""
        if value == "any":
            return queryset.filter(missing_clears__gt=0)
        masked = queryset.annotate(lack=F("missing_clears").bitand(BITS[Clear(value)]))
        return masked.filter(lack__gt=0)

    def by_document(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Tasks that a document orders: “57-NQ/TW”, or `id-17` where a page names it."""
        words = value.strip()
        number = words.removeprefix("id-")
        if number != words and number.isdecimal() and len(number) < _LONGEST_ID:
            found = [int(number)]
        else:
            cited = documents.documents_cited(user=self.request.user, typed=words)
            found = [one.pk for one in cited]
        ordered = TaskMandate.objects.filter(document__in=found).values("task")
        return queryset.filter(pk__in=ordered)

    def by_mine(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Tasks in which the person's units take part."""
        return lists.mine(user=self.request.user, tasks=queryset) if value else queryset

    def by_health(self, queryset: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        """Tasks of one of the healths on the day of the list."""
        return health.of_health(tasks=queryset, as_of=self.as_of, codes=value)

    def unchanged(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Every row: which rows there are was decided where the rows were asked for."""
        return queryset


class TaskListing(Listing):
    """Tasks as of a day: what is late and who leads first."""

    code = "tasks"
    title = gettext_lazy("Tasks")
    columns = (
        Column(
            "deadline_class",
            gettext_lazy("Deadline"),
            sort=("urgency", "as_due_on"),
            value=lambda task: task.class_shown,
            export=lambda task: ui_tags.status_label(task.deadline_class),
            labelled=False,
        ),
        Column(
            "lead",
            gettext_lazy("Lead"),
            value=lambda task: task.lead_label,
            export=lambda task: task.lead_name,
            labelled=False,
        ),
        Column("number", gettext_lazy("No."), sort=("position", "pk"), labelled=False),
        Column(
            "title",
            gettext_lazy("Task"),
            sort="folded",
            value=lambda task: Truncator(task.title).chars(_TITLE_LENGTH),
            link=lambda task: reverse("task_detail", args=[task.pk]),
            export=lambda task: task.title,
            fixed=True,
        ),
        Column(
            "due_on",
            gettext_lazy("Due"),
            sort="as_due_on",
            value=lambda task: task.due_shown,
            export=lambda task: task.as_due_on,
        ),
        Column(
            "percent",
            gettext_lazy("Progress"),
            sort="as_percent",
            align="end",
            value=lambda task: task.progress_shown,
            export=lambda task: task.as_percent,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            sort="as_state",
            value=lambda task: STATE_WORDS[task.as_state],
            default=False,
        ),
        Column(
            "missing",
            gettext_lazy("Missing"),
            sort="missing_clears",
            value=lambda task: missing_words(task.missing_clears),
        ),
        Column(
            "programme",
            gettext_lazy("Programme"),
            sort="programme__code",
            value=lambda task: task.programme.code,
            default=False,
        ),
        Column(
            "group",
            gettext_lazy("Group"),
            sort="group__position",
            value=lambda task: task.group and str(task.group),
            default=False,
        ),
        Column("level", gettext_lazy("Level"), default=False),
        Column(
            "health",
            gettext_lazy("Health"),
            value=lambda task: task.health_shown,
            export=lambda task: task.health_export,
            default=False,
        ),
        Column("last_update_on", gettext_lazy("Last update"), sort="last_update_on", default=False),
    )
    filters = TaskFilter
    main_filters = 3
    search = ("folded",)
    order_default = ("urgency", "as_due_on", "pk")
    bulk_actions = (
        BulkAction(
            "assign",
            gettext_lazy("Assign"),
            "task_bulk_assign",
            permission=Perm.MANAGE,
            icon="send",
        ),
    )
    bulk_limit = 200
    empty_text = gettext_lazy("Tasks appear here when a plan is imported or a task is created.")

    def __init__(self, as_of: AsOf) -> None:
        self.as_of = as_of
        # the filters of this very list: one of them judges by the day of the list
        vars(self)["filters"] = type("TaskFilterAsOf", (TaskFilter,), {"as_of": as_of})

    def row_title(self, row: Any) -> str:
        """The number, or the beginning of the title."""
        return row.number or Truncator(row.title).chars(24)

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:  # noqa: ARG002
        """Who led each task then, and its words for the day."""
        lists.name_leads(tasks=rows)
        health.attach(tasks=rows, as_of=self.as_of)
        badges: dict[tuple[str, str], SafeString] = {}
        for task in rows:
            kind = task.deadline_class, task.as_state
            if kind not in badges:
                badges[kind] = class_words(task)
            task.class_shown = badges[kind]
            task.due_shown = due_words(task, today)
            task.progress_shown = progress_words(task)
            line = health_lines.health_line(task.health)
            task.health_shown, task.health_export = (
                health_lines.health_words(line),
                health_lines.health_export(line),
            )


def class_words(task: Any) -> SafeString:
    """The badge of the deadline class, and the state below it."""
    badge = ui_tags.status(task.deadline_class)
    return format_html("{} <small>{}</small>", badge, STATE_WORDS[task.as_state])


def due_words(task: Any, today: date | None) -> SafeString | str:
    """The due day, how it was written when that says more, and how long is left."""
    day = formats.day(task.as_due_on, language=get_language() or "vi") if task.as_due_on else ""
    notes = [task.deadline_text] if task.deadline_kind not in _PLAIN_KINDS else []
    days = (task.as_due_on - today).days if task.as_due_on and today else _FAR
    if days < _FAR and task.as_state not in _CLOSED:
        notes.append(days_left(days))
    if not notes or not day:
        return day or task.deadline_text
    return format_html("{} <small>{}</small>", day, " · ".join(notes))


def days_left(days: int) -> str:
    """How long until a day, in words without mark-up: the badge beside it carries the colour."""
    return ui_tags.countdown_words(days)


def progress_words(task: Any) -> SafeString | str:
    """Confirmed progress, and what is reported when that is more."""
    if task.claimed_percent == task.as_percent or task.as_state in _CLOSED:
        return f"{task.as_percent}%"
    claimed = _("reported %(n)s%%") % {"n": task.claimed_percent}
    return format_html("{}% <small>{}</small>", task.as_percent, claimed)


def missing_words(mask: int) -> str:
    """The clears a task lacks: their names when few, their number when many."""
    names = dict(CLEARS)
    missing = clears_of(mask)
    if len(missing) >= _MANY:
        return _("%(n)s of 6 clears") % {"n": len(missing)}
    return ", ".join(str(names[clear.value]) for clear in missing)
