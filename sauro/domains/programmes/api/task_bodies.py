"""Bodies of tasks: what comes in, what goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Collective
from sauro.domains.programmes import health_lines
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.asking import NotThere
from sauro.domains.programmes.api.judgements import SynthesisOut, synthesis_body
from sauro.domains.programmes.api.shapes import (
    Code,
    Day,
    GroupRef,
    Id,
    Line,
    OrganisationRef,
    Page,
    PostRef,
    Text,
    UpTo20,
    UpTo60,
    UpTo200,
    UpTo2000,
    Version,
)
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.rules import DeadlineKind, PartyRole, TaskLevel
from sauro.domains.programmes.selectors import actions, health, mandates, syntheses
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.services.tasks import COLUMNS, Party, TaskInput
from sauro.domains.programmes.services.writing import clears_of

ROW = (
    *("id", "parent_id", "fanned_out", "number", "title", "level", "group", "deadline_text"),
    *("deadline_class", "claimed_percent", "last_update_on", "version"),
)
PLAIN = (
    *("id", "parent_id", "fanned_out", "level", "number", "title", "content", "ground", "note"),
    *("group", "lead", "authority", "accountable", "supervisor", "deadline_text"),
    *("deadline_kind", "recurrence", "starts_on", "due_on", "original_due_on"),
    *("deliverable_kind", "deliverable", "acceptance", "state", "percent", "claimed_percent"),
    *("submitted_on", "completed_on", "last_update_on", "created_at", "version", "blockers"),
)


class LeadRef(Schema):
    """The agency that led a task on the day looked at, or the name as written."""

    id: int | None
    label: str
    name: str


class TaskRow(Schema):
    """A task in a list, as it stood on the day looked at."""

    id: int
    programme: str
    group: GroupRef | None
    parent_id: int | None
    fanned_out: bool
    number: str
    title: str
    level: str
    lead: LeadRef
    state: str
    deadline_class: str
    deadline_text: str
    due_on: Day | None
    percent: int
    claimed_percent: int
    missing: list[str] = Field(description="the clears it lacks")
    last_update_on: Day | None
    health: str = Field(description="good, at_risk, blocked, unknown; empty when it is closed")
    health_rule: str = Field(description="the rule that decided the health")
    blockers: int = Field(description="open bottlenecks that held it on the day")
    version: int


class TaskPage(Page):
    """A page of tasks."""

    items: list[TaskRow]


class PartyOut(Schema):
    """An organisation, a collective or a name not matched yet, and what it does in the task."""

    role: str
    organisation: OrganisationRef | None
    collective_id: int | None
    name: str


class MandateOut(Schema):
    """A document, or one of its clauses, that the task answers."""

    id: int
    document_id: int
    reference: str
    clause: str


class ExternalIdOut(Schema):
    """The number of the task in another system."""

    system: str
    code: str


class MilestoneOut(Schema):
    """A step on the way."""

    id: int
    title: str
    due_on: Day
    done_on: Day | None


class PartsOut(Schema):
    """How many parts are completed, and of how many."""

    done: int
    all: int


class TaskOut(Schema):
    """A task with everything its page shows."""

    id: int
    programme: str
    group: GroupRef | None
    parent_id: int | None
    fanned_out: bool
    level: str
    number: str
    title: str
    content: str
    ground: str
    note: str
    lead: OrganisationRef | None
    accountable: PostRef | None
    supervisor: PostRef | None
    authority: OrganisationRef | None
    parties: list[PartyOut]
    deadline_text: str
    deadline_kind: str
    recurrence: str
    starts_on: Day | None
    due_on: Day | None
    original_due_on: Day | None
    deliverable_kind: str
    deliverable: str
    acceptance: str
    state: str
    percent: int
    claimed_percent: int
    submitted_on: Day | None
    completed_on: Day | None
    last_update_on: Day | None
    missing: list[str]
    health: str
    health_rule: str
    health_reason: str = Field(description="the rule in words")
    blockers: int
    synthesis: SynthesisOut | None = Field(description="the last line its lead wrote")
    mandates: list[MandateOut]
    external_ids: list[ExternalIdOut]
    milestones: list[MilestoneOut]
    parts: PartsOut | None
    created_at: datetime
    version: int
    actions: list[str] = Field(description="steps open to the person asking")


class PartyIn(Schema):
    """Exactly one of `organisation` (code), `collective_id` and `mention`."""

    role: PartyRole
    organisation: Code | None = None
    collective_id: Id | None = None
    mention: Line = ""


class TaskFields(Schema):
    """Everything that may be said of a task."""

    title: UpTo2000 = Field(min_length=1)
    number: UpTo20 = ""
    content: Text = ""
    ground: Text = ""
    note: Text = ""
    level: TaskLevel = TaskLevel.PROVINCIAL
    group_id: Id | None = None
    accountable_id: Id | None = None
    supervisor_id: Id | None = None
    authority: Code | None = None
    parties: list[PartyIn] = Field(default=[], max_length=200)
    deadline_text: UpTo200 = ""
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    recurrence: UpTo20 = ""
    starts_on: Day | None = None
    due_on: Day | None = None
    deliverable_kind: UpTo60 = ""
    deliverable: Text = ""
    acceptance: Text = ""


class TaskIn(TaskFields):
    """A new task of a programme, as a draft."""

    programme: Code


class TaskChange(TaskFields):
    """What changes of a task; what is left out stays."""

    expected_version: Version
    title: UpTo2000 = ""


def row_body(task: Any) -> dict[str, Any]:
    """A listed task whose lead was named, as a body."""
    return {
        **{name: getattr(task, name) for name in ROW},
        "programme": task.programme.code,
        "lead": {"id": task.as_lead_id, "label": task.lead_label, "name": task.lead_name},
        "state": task.as_state,
        "due_on": task.as_due_on,
        "percent": task.as_percent,
        "missing": [clear.value for clear in clears_of(task.missing_clears)],
        "health": task.health.code,
        "health_rule": task.health.rule.value,
        "blockers": task.as_blockers,
    }


def task_body(task: Task, user: Any) -> dict[str, Any]:
    """A task as a body."""
    parts = task_selectors.parts_progress(task=task) if task.fanned_out else None
    today = asking.as_of(None)
    verdict = health.task_verdict(task=task, as_of=today)
    said = syntheses.syntheses_of(subject=task, as_of=today, limit=1)
    return {
        **{name: getattr(task, name) for name in PLAIN},
        "programme": task.programme.code,
        "parties": [_party_body(party) for party in task.parties.all()],
        "missing": [clear.value for clear in clears_of(task.missing_clears)],
        "health": verdict.code,
        "health_rule": verdict.rule.value,
        "health_reason": health_lines.reason_words(verdict),
        "synthesis": synthesis_body(said[0], today) if said else None,
        "mandates": [
            {
                "id": mandate.pk,
                "document_id": mandate.document_id,
                "reference": str(mandate.document),
                "clause": mandate.clause.label if mandate.clause else "",
            }
            for mandate in mandates.seen(of=task, user=user)
        ],
        "external_ids": list(task.external_ids.all()),
        "milestones": list(task.milestones.all()),
        "parts": {"done": parts[0], "all": parts[1]} if parts else None,
        "actions": actions_of(task, user),
    }


def actions_of(task: Task, user: Any) -> list[str]:
    """Names of the steps that the state of the task and the person's rights leave open."""
    found = actions.actions_on(user=user, task=task)
    more = ("report", "edit", "extend", "fan_out", "milestones", "compare")
    return sorted(found.steps) + [name for name in more if getattr(found, name)]


def wanted(request: HttpRequest, programme: Programme, body: TaskFields) -> TaskInput:
    """What the body says of a task, with the records it names."""
    plain = body.model_dump(
        include={name for name in COLUMNS if name in TaskFields.model_fields}
        - {"authority", "level", "deadline_kind"}
    )
    return TaskInput(
        **plain,
        level=body.level.value,
        deadline_kind=body.deadline_kind.value,
        deadline_by_hand=body.due_on is not None,
        group=asking.group_named(programme, body.group_id, "tasks"),
        accountable=asking.position_named(request, body.accountable_id, "accountable_id"),
        supervisor=asking.position_named(request, body.supervisor_id, "supervisor_id"),
        authority=asking.organisation_named(request, body.authority, "authority"),
        parties=_parties(request, programme, body.parties),
    )


def changed(request: HttpRequest, task: Task, body: TaskChange) -> TaskInput:
    """What a task would be after the change."""
    given = body.model_fields_set
    said = wanted(request, task.programme, body)
    names = {"group_id": "group", "accountable_id": "accountable", "supervisor_id": "supervisor"}
    fields = {names.get(name, name) for name in given} - {"expected_version"}
    if "due_on" in fields:
        fields.add("deadline_by_hand")
    present = TaskInput(
        **{name: getattr(task, name) for name in COLUMNS},
        parties=tuple(
            Party(p.role, p.organisation, p.collective, p.mention) for p in task.parties.all()
        ),
    )
    return replace(present, **{name: getattr(said, name) for name in fields})


def _party_body(party: Any) -> dict[str, Any]:
    return {
        "role": party.role,
        "organisation": party.organisation,
        "collective_id": party.collective_id,
        "name": str(party.organisation or party.collective or party.mention),
    }


def _parties(request: HttpRequest, programme: Programme, given: list[PartyIn]) -> tuple[Party, ...]:
    codes = [party.organisation for party in given if party.organisation]
    known = {o.code: o for o in asking.organisations_named(request, codes, "parties")}
    root = org_selectors.province_root_of(organisation=programme.owner)
    ids = [party.collective_id for party in given if party.collective_id]
    names: dict[int, Collective] = {}
    if ids:
        names = {c.pk: c for c in org_selectors.collectives(province_root=root).filter(pk__in=ids)}
    made = []
    for party in given:
        said = [party.organisation, party.collective_id, party.mention]
        if sum(1 for one in said if one) != 1:
            raise NotThere(
                _("A party is an organisation, a collective or a name: give exactly one."),
                field="parties",
            )
        collective = names.get(party.collective_id or 0)
        if party.collective_id and collective is None:
            raise NotThere(_("There is no such collective name."), field="parties")
        organisation = known.get(party.organisation or "")
        made.append(Party(party.role.value, organisation, collective, party.mention))
    return tuple(made)
