"""Turning proposals out of a document into draft tasks of a programme."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.documents import rules as document_rules
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.models import Clause, Document
from sauro.domains.programmes.models import Programme, Task, TaskMandate, TaskParty
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services import tasks
from sauro.domains.programmes.services.tasks import TaskInput
from sauro.domains.programmes.services.writing import keep_spans
from sauro.engines import access, text
from sauro.engines.history.recording import new_event, record_all


class ProposalsRefused(DomainError):
    """The proposals cannot become tasks."""

    code = "proposals_refused"
    status = 422


class AlreadyTasks(DomainError):
    """Every one of these proposals is a task of the programme already."""

    code = "already_tasks"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A proposal that a person ticked: its passage, the task as corrected, and its clause."""

    passage: str
    task: TaskInput
    clause: Clause | None = None


def key_of(*, document_id: int, programme_id: int, passage: str) -> str:
    """What makes the same sentence of a document one task of a programme, however often asked."""
    said = f"{document_id}:{programme_id}:{text.fold(passage)}"
    return f"doc-{hashlib.sha256(said.encode()).hexdigest()[:36]}"


@transaction.atomic
def create_proposed(
    *,
    programme: Programme,
    document: Document,
    chosen: Sequence[Chosen],
    by: Any,
    at: datetime,
) -> list[Task]:
    """The draft tasks just made, each answering the document, one event each; in bulk.

    A sentence that is a task already is left out; when all are, `AlreadyTasks` is raised and
    nothing is written.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=programme.pk)
    )
    access.check(by, Perm.MANAGE, programme)
    _check(programme, document, chosen, by)
    fresh = _fresh(programme, document, chosen)
    if not fresh:
        raise AlreadyTasks(_("These sentences are tasks of the programme already."))
    made = _build(programme, document, fresh, by=by, at=at)
    Task.objects.bulk_create(made, batch_size=500)
    pairs = list(zip(made, fresh.values(), strict=True))
    TaskParty.objects.bulk_create(
        [row for task, one in pairs for row in tasks.party_rows(task, one.task.parties)],
        batch_size=1000,
    )
    TaskMandate.objects.bulk_create(
        [TaskMandate(task=task, document=document, clause=one.clause) for task, one in pairs]
    )
    keep_spans(made, at=at, fresh=True)
    record_all(
        [
            new_event(
                kind="programmes.task.imported",
                subject=task,
                by=by,
                at=at,
                after={"title": task.title, "mandates": [str(one.clause or document)]},
                note=document.reference,
            )
            for task, one in pairs
        ]
    )
    return made


def _check(programme: Programme, document: Document, chosen: Sequence[Chosen], by: Any) -> None:
    if programme.closed_on is not None:
        raise ProposalsRefused(_("The programme is closed."), field="programme")
    if not document_selectors.documents_visible(user=by).filter(pk=document.pk).exists():
        raise ProposalsRefused(_("This document is not in the register."))
    if not document_rules.content_allowed(document.secrecy):
        raise ProposalsRefused(_("The content of this document is not kept here."))
    if not chosen:
        raise ProposalsRefused(_("Tick at least one proposal."))
    if any(one.clause is not None and one.clause.document_id != document.pk for one in chosen):
        raise ProposalsRefused(_("The clause belongs to another document."))


def _fresh(programme: Programme, document: Document, chosen: Sequence[Chosen]) -> dict[str, Chosen]:
    """The chosen ones by key, without those that are tasks already."""
    wanted = {
        key_of(document_id=document.pk, programme_id=programme.pk, passage=one.passage): one
        for one in chosen
    }
    known = set(
        Task.objects.filter(request_key__in=list(wanted)).values_list("request_key", flat=True)
    )
    return {key: one for key, one in wanted.items() if key not in known}


def _build(
    programme: Programme, document: Document, fresh: dict[str, Chosen], *, by: Any, at: datetime
) -> list[Task]:
    place = programme.tasks.count()
    made = []
    for offset, (key, one) in enumerate(fresh.items(), 1):
        ground = one.task.ground or document.reference
        task = tasks.build_task(
            programme=programme,
            task=replace(one.task, ground=ground, content=one.task.content or one.passage),
            by=by,
            at=at,
            position=place + offset,
        )
        task.request_key = key
        made.append(task)
    return made
