"""What belongs to a task beside its particulars: milestones, mandates, numbers elsewhere, proof."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from sauro.domains.programmes.api import asking, task_bodies
from sauro.domains.programmes.api.shapes import Day, MandateIn, PathId, UpTo30, UpTo80, UpTo300
from sauro.domains.programmes.api.task_bodies import MilestoneOut, TaskOut
from sauro.domains.programmes.models import Evidence
from sauro.domains.programmes.selectors import effects as effect_selectors
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.services import details, effects, evidence
from sauro.engines.office import downloads

router = Router(tags=["Tasks"])


class MilestoneIn(Schema):
    """A step on the way."""

    title: UpTo300 = Field(min_length=1)
    due_on: Day
    done_on: Day | None = None


class EffectIn(Schema):
    """A target that the completion of the task moves; no amount for a target in words."""

    target_id: PathId
    adds: Decimal | None = Field(None, max_digits=16, decimal_places=4)


class EffectOut(Schema):
    """What the completion of a task does to a target."""

    id: int
    target_id: int
    adds: Decimal | None
    reading_id: int | None


class ExternalIdIn(Schema):
    """The number of a task in another system; an empty one removes it."""

    system: UpTo30 = Field(min_length=1)
    code: UpTo80 = ""


@router.post("/tasks/{task_id}/milestones", response={201: MilestoneOut}, summary="Set a milestone")
def milestone_set(request: HttpRequest, task_id: PathId, body: MilestoneIn) -> Any:
    task = asking.task_or_404(request, task_id)
    made = details.set_milestone(task=task, **body.model_dump(), **asking.who(request))
    return Status(201, made)


@router.post("/tasks/{task_id}/mandates", response=TaskOut, summary="Name a document it answers")
def mandate_add(request: HttpRequest, task_id: PathId, body: MandateIn) -> Any:
    task = asking.task_or_404(request, task_id)
    [document] = asking.documents_named(request, [body.document_id], "document_id")
    clause = asking.clause_named(document, body.clause, "clause")
    details.add_mandate(task=task, document=document, clause=clause, **asking.who(request))
    return _fresh(request, task_id)


@router.post(
    "/tasks/{task_id}/effects", response={201: EffectOut}, summary="Say which target it moves"
)
def effect_set(request: HttpRequest, task_id: PathId, body: EffectIn) -> Any:
    task = asking.task_or_404(request, task_id)
    target = _one(
        effect_selectors.targets_to_move(task=task, user=request.user).filter(pk=body.target_id)
    )
    made = effects.set_effect(task=task, target=target, adds=body.adds, **asking.who(request))
    return Status(201, made)


@router.get("/tasks/{task_id}/effects", response=list[EffectOut], summary="Targets it moves")
def effect_list(request: HttpRequest, task_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    return list(effect_selectors.effects_of(task=task))


@router.delete(
    "/tasks/{task_id}/effects/{effect_id}", response={204: None}, summary="Untie it from a target"
)
def effect_remove(request: HttpRequest, task_id: PathId, effect_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    found = _one(task.effects.select_related("target").filter(pk=effect_id))
    effects.remove_effect(effect=found, **asking.who(request))
    return Status(204, None)


@router.post(
    "/tasks/{task_id}/external-ids", response=TaskOut, summary="Its number in another system"
)
def external_id_set(request: HttpRequest, task_id: PathId, body: ExternalIdIn) -> Any:
    task = asking.task_or_404(request, task_id)
    details.set_external_id(task=task, **body.model_dump(), **asking.who(request))
    return _fresh(request, task_id)


@router.put(
    "/tasks/{task_id}/milestones/{milestone_id}",
    response=MilestoneOut,
    summary="Change a milestone, or say that it is done",
)
def milestone_change(
    request: HttpRequest, task_id: PathId, milestone_id: PathId, body: MilestoneIn
) -> Any:
    task = asking.task_or_404(request, task_id)
    found = _one(task.milestones.filter(pk=milestone_id))
    return details.set_milestone(
        task=task, milestone=found, **body.model_dump(), **asking.who(request)
    )


@router.delete(
    "/tasks/{task_id}/milestones/{milestone_id}", response={204: None}, summary="Remove a milestone"
)
def milestone_remove(request: HttpRequest, task_id: PathId, milestone_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    found = _one(task.milestones.filter(pk=milestone_id))
    details.remove_milestone(milestone=found, **asking.who(request))
    return Status(204, None)


@router.delete(
    "/tasks/{task_id}/mandates/{mandate_id}", response=TaskOut, summary="Untie it from a document"
)
def mandate_remove(request: HttpRequest, task_id: PathId, mandate_id: PathId) -> Any:
    task = asking.task_or_404(request, task_id)
    found = _one(task.mandates.select_related("document", "clause").filter(pk=mandate_id))
    details.remove_mandate(mandate=found, **asking.who(request))
    return _fresh(request, task_id)


@router.get("/evidence/{evidence_id}", summary="A file of evidence")
def evidence_file(request: HttpRequest, evidence_id: PathId) -> Any:
    return downloads.download(_evidence(request, evidence_id))


@router.delete("/evidence/{evidence_id}", response={204: None}, summary="Remove evidence")
def evidence_remove(request: HttpRequest, evidence_id: PathId) -> Any:
    evidence.remove_evidence(evidence=_evidence(request, evidence_id), **asking.who(request))
    return Status(204, None)


def _one(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _evidence(request: HttpRequest, evidence_id: int) -> Evidence:
    seen = visibility.visible_updates(user=request.user)
    rows = Evidence.objects.filter(pk=evidence_id, update__in=seen)
    found: Evidence = _one(
        rows.select_related("update__task__lead", "update__task__programme__owner")
    )
    return found


def _fresh(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return task_bodies.task_body(asking.task_or_404(request, task_id), request.user)
