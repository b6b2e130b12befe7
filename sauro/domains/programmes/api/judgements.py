"""Syntheses of tasks and targets: one line by who answers for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from sauro.core import clock
from sauro.domains.programmes import rules
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import Day, PathId, PersonRef, UpTo300
from sauro.domains.programmes.models import Synthesis, Target, Task
from sauro.domains.programmes.selectors import syntheses as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import syntheses as services

router = Router(tags=["Syntheses"])


class SynthesisIn(Schema):
    """One line: how it stands, and what is needed."""

    text: UpTo300 = Field(min_length=1)


class SynthesisOut(Schema):
    """What was said in one line, by whom, when, and how old it looks on the day."""

    id: int
    text: str
    by: PersonRef
    at: datetime
    days: int = Field(description="days since it was written")
    age: str = Field(description="fresh, old (from 30 days) or very_old (from 60 days)")


@router.get(
    "/tasks/{task_id}/syntheses",
    response=list[SynthesisOut],
    summary="Syntheses of a task, newest first",
)
def task_syntheses(request: HttpRequest, task_id: PathId, as_of: Day | None = None) -> Any:
    return _listed(asking.task_or_404(request, task_id), asking.as_of(as_of))


@router.post(
    "/tasks/{task_id}/syntheses",
    response={201: SynthesisOut},
    summary="Write the synthesis of a task",
)
def task_synthesis_write(request: HttpRequest, task_id: PathId, body: SynthesisIn) -> Any:
    return _written(request, asking.task_or_404(request, task_id), body)


@router.get(
    "/targets/{target_id}/syntheses",
    response=list[SynthesisOut],
    summary="Syntheses of a target, newest first",
)
def target_syntheses(request: HttpRequest, target_id: PathId, as_of: Day | None = None) -> Any:
    return _listed(asking.target_or_404(request, target_id), asking.as_of(as_of))


@router.post(
    "/targets/{target_id}/syntheses",
    response={201: SynthesisOut},
    summary="Write the synthesis of a target",
)
def target_synthesis_write(request: HttpRequest, target_id: PathId, body: SynthesisIn) -> Any:
    return _written(request, asking.target_or_404(request, target_id), body)


def synthesis_body(said: Synthesis, as_of: AsOf) -> dict[str, Any]:
    """A synthesis as a body, as old as it looks on the day."""
    old = rules.aged(written_on=clock.day_of(said.at), today=as_of.day)
    return {
        "id": said.pk,
        "text": said.text,
        "by": said.by,
        "at": said.at,
        "days": old.days,
        "age": old.age.value,
    }


def _listed(subject: Task | Target, as_of: AsOf) -> list[dict[str, Any]]:
    found = selectors.syntheses_of(subject=subject, as_of=as_of, limit=None)
    return [synthesis_body(one, as_of) for one in found]


def _written(request: HttpRequest, subject: Task | Target, body: SynthesisIn) -> Any:
    made = services.write_synthesis(
        subject=subject,
        text=body.text,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, synthesis_body(made, asking.as_of(None)))
