"""Progress updates: the list of a task, drafts, handing in, nothing new."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, cast

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.params import File

from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Day,
    EvidenceOut,
    Id,
    Page,
    Paging,
    PathId,
    PersonRef,
    Text,
    UpTo200,
    UpTo500,
    Version,
    page_body,
)
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.services import evidence, progress

router = Router(tags=["Progress"])


class UpdateOut(Schema):
    """What was done on a task in a reporting month."""

    id: int
    task_id: int
    month: Day
    percent: int
    done: str
    next_steps: str
    obstacle: str
    no_change: bool
    claims_completion: bool
    state: str
    by: PersonRef
    at: datetime
    submitted_at: datetime | None
    submitted_by: PersonRef | None
    decided_at: datetime | None
    decided_by: PersonRef | None
    return_reason: str
    evidence: list[EvidenceOut]
    version: int


class UpdatePage(Page):
    """A page of updates."""

    items: list[UpdateOut]


class MonthIn(Schema):
    """A reporting month, as its first day."""

    month: Day


class ProofIn(Schema):
    """A link that shows what an update says."""

    name: UpTo200 = ""
    url: UpTo500 = Field(min_length=1)


class UpdateIn(MonthIn):
    """What was done, what is next, what is in the way."""

    percent: int = Field(ge=0, le=100)
    done: Text = ""
    next_steps: Text = ""
    obstacle: Text = ""
    claims_completion: bool = False
    links: list[ProofIn] = Field(default=[], max_length=10)
    update_id: Id | None = Field(None, description="a draft or returned update to go on with")
    expected_version: Version | None = None


@router.get("/tasks/{task_id}/updates", response=UpdatePage, summary="Updates of a task")
def update_list(request: HttpRequest, task_id: PathId, paging: Query[Paging]) -> Any:
    task = asking.task_or_404(request, task_id)
    found = task_selectors.updates_of(task=task, user=request.user)
    count, rows = asking.page_of(found, paging)
    return page_body(count, [update_body(row) for row in rows], paging)


@router.post("/tasks/{task_id}/updates", response={201: UpdateOut}, summary="Hand an update in")
def update_submit(request: HttpRequest, task_id: PathId, body: UpdateIn) -> Any:
    return _written(request, task_id, body, submit=True)


@router.post("/tasks/{task_id}/draft", response={201: UpdateOut}, summary="Keep an update as draft")
def update_draft(request: HttpRequest, task_id: PathId, body: UpdateIn) -> Any:
    return _written(request, task_id, body, submit=False)


@router.post(
    "/tasks/{task_id}/no-change", response={201: UpdateOut}, summary="Nothing new in a month"
)
def update_no_change(request: HttpRequest, task_id: PathId, body: MonthIn) -> Any:
    task = asking.task_or_404(request, task_id)
    made = progress.note_no_change(task=task, month=body.month, **asking.who(request))
    return Status(201, update_body(asking.update_or_404(request, made.pk)))


@router.get("/updates/{update_id}", response=UpdateOut, summary="One update")
def update_detail(request: HttpRequest, update_id: PathId) -> Any:
    return update_body(asking.update_or_404(request, update_id))


@router.delete("/updates/{update_id}", response={204: None}, summary="Throw a draft away")
def update_discard(request: HttpRequest, update_id: PathId) -> Any:
    progress.discard_draft(update=asking.update_or_404(request, update_id), **asking.who(request))
    return Status(204, None)


@router.post(
    "/updates/{update_id}/files", response={201: UpdateOut}, summary="Attach a file as evidence"
)
def evidence_add(
    request: HttpRequest,
    update_id: PathId,
    file: UploadedFile = File(...),  # noqa: B008
) -> Any:
    update = asking.update_or_404(request, update_id)
    proof = evidence.Proof(name=file.name or "", file=cast("BinaryIO", file.file))
    evidence.add_evidence(update=update, proofs=[proof], **asking.who(request))
    return Status(201, update_body(asking.update_or_404(request, update_id)))


def _written(request: HttpRequest, task_id: int, body: UpdateIn, *, submit: bool) -> Any:
    task = asking.task_or_404(request, task_id)
    said = body.model_dump(exclude={"links", "update_id", "expected_version"})
    made = evidence.report_with_evidence(
        task=task,
        progress=Progress(**said),
        proofs=[evidence.Proof(name=link.name, url=link.url) for link in body.links],
        submit=submit,
        update=_update_of(request, task, body.update_id),
        expected_version=body.expected_version,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, update_body(asking.update_or_404(request, made.pk)))


def _update_of(request: HttpRequest, task: Task, update_id: int | None) -> ProgressUpdate | None:
    if update_id is None:
        return None
    found = task_selectors.updates_of(task=task, user=request.user).filter(pk=update_id).first()
    if found is None:
        raise Http404
    return found


def update_body(update: ProgressUpdate) -> dict[str, Any]:
    """An update with its evidence as a body."""
    plain = UpdateOut.model_fields.keys() - {"evidence"}
    values = {name: getattr(update, name) for name in plain}
    return {**values, "evidence": list(update.evidence.all())}
