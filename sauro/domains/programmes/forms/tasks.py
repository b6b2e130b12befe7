"""The form of a task: typed names become agencies and posts, a typed deadline becomes a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.orgs.models import Collective, Organisation, Position
from sauro.domains.programmes.forms.mandates import (
    mandates_field,
    offer_task_mandates,
    task_mandates,
)
from sauro.domains.programmes.inputs import AgencyInput, DayInput, KeptInput, offer_choices
from sauro.domains.programmes.labels import LEVELS
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.planfile import deadlines
from sauro.domains.programmes.rules import DeadlineKind, PartyRole, State, TaskLevel
from sauro.domains.programmes.selectors import naming
from sauro.domains.programmes.services.tasks import Party, TaskInput

_KEPT = ("number", "title", "content", "ground", "note", "level")
_RESULT = ("deliverable_kind", "deliverable", "acceptance")
_AGENCY_FIELDS = ("lead", "other_leads", "coordinators", "authority")


def lines(
    label: Any, help_text: Any = "", *, rows: int = 3, check: bool = False
) -> forms.CharField:
    """A box of several lines; `check` shows below it what the names mean while they are typed."""
    attrs: dict[str, Any] = {"rows": rows}
    if check:
        attrs |= {
            "hx-post": reverse_lazy("agency_check"),
            "hx-trigger": "input changed delay:600ms",
            "hx-target": "next .names-check",
            "hx-include": "[name=programme]",
        }
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=8000,
        widget=forms.Textarea(attrs=attrs),
    )  # fmt: skip


class TaskForm(forms.Form):
    """Everything that may be said of a task; `task_input` after a valid `is_valid`."""

    number = forms.CharField(label=gettext_lazy("No."), required=False, max_length=20)
    title = forms.CharField(
        label=gettext_lazy("Task"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What is to be done, beginning with a verb."),
    )
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=LEVELS, initial=TaskLevel.PROVINCIAL.value
    )
    content = lines(gettext_lazy("Content"))
    lead = forms.CharField(
        label=gettext_lazy("Lead agency"), required=False, max_length=250, widget=AgencyInput,
        help_text=gettext_lazy("Type part of the name; the first lead answers for the task."),
    )  # fmt: skip
    other_leads = lines(
        gettext_lazy("Other leads"), gettext_lazy("One name on a line."), rows=2, check=True
    )
    accountable = forms.CharField(
        label=gettext_lazy("Accountable post"), required=False, max_length=300,
        help_text=gettext_lazy("A post of the lead agency, for example Director."),
    )  # fmt: skip
    coordinators = lines(
        gettext_lazy("Coordinating agencies"),
        gettext_lazy("One name on a line; collective names are understood."),
        check=True,
    )
    supervisor = forms.CharField(
        label=gettext_lazy("Supervising leader"), required=False, max_length=300,
        help_text=gettext_lazy("A post, for example Vice chairman – People's Committee."),
    )  # fmt: skip
    authority = forms.CharField(
        label=gettext_lazy("Deciding body"), required=False, max_length=250, widget=AgencyInput
    )
    deadline_text = forms.CharField(
        label=gettext_lazy("Deadline as written"), required=False, max_length=200,
        help_text=gettext_lazy("As in the plan: 12/2025, a quarter, a span of years, yearly."),
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("deadline_preview"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#deadline-preview",
                "hx-include": "[name=programme]",
            }
        ),
    )  # fmt: skip
    due_on = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=DayInput,
        help_text=gettext_lazy("Leave empty to take the day from the deadline as written."),
    )  # fmt: skip
    starts_on = forms.DateField(label=gettext_lazy("Starts on"), required=False, widget=DayInput)
    deliverable_kind = forms.CharField(
        label=gettext_lazy("Kind of result"), required=False, max_length=60
    )
    deliverable = lines(gettext_lazy("Result"), gettext_lazy("What exists when the task is done."))
    acceptance = lines(gettext_lazy("Evidence for acceptance"), rows=2)
    ground = lines(gettext_lazy("Ground"), rows=2)
    note = lines(gettext_lazy("Note"), rows=2)
    mandates = mandates_field(
        gettext_lazy("Documents of the programme and their clauses that this task answers.")
    )
    keep_unmatched = forms.BooleanField(
        label=gettext_lazy("Keep names that are not known as they are written"), required=False
    )
    version = forms.IntegerField(required=False, widget=KeptInput)
    seen = forms.IntegerField(required=False, widget=KeptInput)
    request_key = forms.CharField(required=False, max_length=40, widget=KeptInput)

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        user: Any,
        day: date,
        task: Task | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_initial(task), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.programme, self.day, self.task, self.user = programme, day, task, user
        self.groups = {str(g.pk): g for g in programme.groups.filter(kind="tasks")}
        choices = [("", "—"), *((key, str(group)[:90]) for key, group in self.groups.items())]
        offer_choices(self, "group", choices)
        offer_task_mandates(self, user=user, programme=programme, task=task)
        self.deadline_is_fixed = bool(task and task.state != State.DRAFT and task.due_on)
        if self.deadline_is_fixed:
            del self.fields["deadline_text"], self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        """Names, posts and the deadline, each error at its field with what might be meant."""
        found = super().clean() or {}
        self._means = naming.names_meant(
            names=[
                name for field in _AGENCY_FIELDS for name in naming.names_in(found.get(field, ""))
            ],
            owner=self.programme.owner,
            day=self.day,
        )
        parties = tuple(sorted(self._parties(), key=lambda party: str(party.role)))
        lead = next(
            (p.organisation for p in parties if p.role == PartyRole.LEAD and p.organisation), None
        )
        if not self.errors:
            self.task_input = TaskInput(
                **{name: found[name] for name in (*_KEPT, *_RESULT)},
                group=self.groups.get(found["group"]),
                parties=parties,
                accountable=self._post("accountable", [lead] if lead else []),
                supervisor=self._post("supervisor", None),
                authority=self._authority(),
                starts_on=found["starts_on"],
                mandates=task_mandates(self, user=self.user, task=self.task),
                **self._deadline(),
            )
        return found

    def _parties(self) -> Iterator[Party]:
        fields = (("lead", PartyRole.LEAD), ("other_leads", PartyRole.LEAD))
        for field, role in (*fields, ("coordinators", PartyRole.COORDINATE)):
            for name in naming.names_in(self.cleaned_data.get(field, "")):
                yield from self._party(field, role, name)
        if self._authority() is None:
            for name in naming.names_in(self.cleaned_data.get("authority", "")):
                yield from self._party("authority", PartyRole.AUTHORITY, name)

    def _party(self, field: str, role: PartyRole, name: str) -> Iterator[Party]:
        found = self._means[name].found
        if isinstance(found, Organisation):
            yield Party(role, organisation=found)
        elif isinstance(found, Collective):
            yield Party(role, collective=found)
        elif self.cleaned_data.get("keep_unmatched"):
            yield Party(role, mention=name)
        else:
            self.add_error(field, unknown(name, self._means[name].suggestions))

    def _authority(self) -> Organisation | None:
        names = naming.names_in(self.cleaned_data.get("authority", ""))
        found = self._means[names[0]].found if len(names) == 1 else None
        return found if isinstance(found, Organisation) else None

    def _post(self, field: str, organisations: list[Organisation] | None) -> Position | None:
        typed = self.cleaned_data.get(field, "").strip()
        if not typed:
            return None
        kept = getattr(self.task, field, None) if self.task else None
        if kept is not None and naming.post_label(kept) == typed:
            return kept
        if organisations is None:
            posts = naming.posts_under(owner=self.programme.owner, day=self.day)
        else:
            posts = naming.posts_of(organisations=organisations, day=self.day)
        found, near = naming.post_meant(typed=typed, posts=posts)
        if found is None:
            self.add_error(field, unknown(typed, near))
        return found

    def _deadline(self) -> dict[str, Any]:
        if self.deadline_is_fixed:
            names = ("deadline_text", "deadline_kind", "recurrence", "deadline_by_hand", "due_on")
            return {name: getattr(self.task, name) for name in names}
        return deadline_of(
            self.cleaned_data["deadline_text"],
            self.cleaned_data["due_on"],
            year=self.programme.starts_on.year,
        )


def deadline_of(phrase: str, due_on: date | None, *, year: int) -> dict[str, Any]:
    """The deadline of a phrase, a day set by hand, or both."""
    found = deadlines.parse(phrase, default_year=year)
    derived = found.due_on if found.clear else None
    if due_on is None:
        return {
            "deadline_text": phrase,
            "deadline_kind": found.kind,
            "recurrence": found.recurrence,
            "deadline_by_hand": False,
            "due_on": derived,
        }
    known = found.kind not in (DeadlineKind.NONE, DeadlineKind.UNCLEAR)
    return {
        "deadline_text": phrase or f"{due_on:%d/%m/%Y}",
        "deadline_kind": found.kind if known else DeadlineKind.DATE.value,
        "recurrence": found.recurrence,
        "deadline_by_hand": bool(phrase) and due_on != derived,
        "due_on": due_on,
    }


def unknown(name: str, near: Any) -> str:
    """That a name is not known here, with what it might be."""
    words = _("“%(name)s” is not known here.") % {"name": name}
    if not near:
        return words
    return words + " " + _("Did you mean: %(names)s?") % {"names": "; ".join(near)}


def _initial(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {"request_key": str(uuid.uuid4())}
    names = {
        role: [
            str(p.organisation or p.collective or p.mention)
            for p in task.parties.all()
            if p.role == role
        ]
        for role in PartyRole
    }
    leads = names[PartyRole.LEAD] or ([task.lead.name] if task.lead else [])
    derived = deadlines.parse(task.deadline_text, default_year=task.programme.starts_on.year)
    is_derived = derived.clear and derived.due_on == task.due_on
    return {
        **{name: getattr(task, name) for name in (*_KEPT, *_RESULT, "deadline_text", "starts_on")},
        "group": str(task.group_id or ""),
        "lead": leads[0] if leads else "",
        "other_leads": "\n".join(leads[1:]),
        "coordinators": "\n".join(names[PartyRole.COORDINATE]),
        "authority": str(task.authority or ", ".join(names[PartyRole.AUTHORITY])),
        "accountable": naming.post_label(task.accountable) if task.accountable else "",
        "supervisor": naming.post_label(task.supervisor) if task.supervisor else "",
        "due_on": None if is_derived else task.due_on,
        "keep_unmatched": any(
            not p.organisation_id and not p.collective_id for p in task.parties.all()
        ),
        "version": task.version,
    }
