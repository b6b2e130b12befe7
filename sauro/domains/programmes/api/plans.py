"""Plan files: staged with a preview, names decided, accepted whole or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.params import File

from sauro.core.errors import DomainError
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Code,
    Id,
    Page,
    Paging,
    PathId,
    UpTo300,
    UpTo500,
    page_body,
)
from sauro.domains.programmes.models import PlanImport
from sauro.domains.programmes.selectors import imports
from sauro.domains.programmes.services import plans as services

router = Router(tags=["Plan files"])


class FileTooLarge(DomainError):
    """The file is larger than this server takes."""

    code = "too_large"
    status = 413


class NoteOut(Schema):
    """Something to look at in the file."""

    where: str
    message: str
    proposal: str = ""


class SummaryOut(Schema):
    """What a plan file would do, or did."""

    groups: int
    tasks: int
    targets: int
    created: int
    updated: int
    unchanged: int
    errors: list[NoteOut]
    warnings: list[NoteOut]


class RowNote(NoteOut):
    """Something to look at in one row."""

    level: str
    code: str = ""


class RowOut(Schema):
    """One task or target of the file and what would become of it."""

    kind: str
    where: str
    number: str
    title: str
    group: str
    lead: str
    deadline: str
    due_on: str
    action: str
    existing_id: int | None
    changes: list[list[str]] = Field(description="field, before, after")
    notes: list[RowNote]


class SuggestionOut(Schema):
    """An organisation that a name may mean."""

    id: int
    name: str
    score: int


class AgencyOut(Schema):
    """A name of an agency in the file, and what it means; nothing when nobody can be sure."""

    mention: str
    count: int
    means: str
    chosen: bool
    collective: bool
    suggestions: list[SuggestionOut]


class PlanOut(Schema):
    """A plan file with its preview."""

    id: int
    programme: str
    kind: str
    file_name: str
    sha256: str
    staged_at: datetime
    accepted_at: datetime | None
    summary: SummaryOut
    agencies: list[AgencyOut]


class RowPage(Page):
    """A page of the rows of a plan file."""

    items: list[RowOut]


class PlanForm(Schema):
    """For which programme, and what the file holds."""

    programme: Code
    kind: str = Field("auto", pattern="^(auto|tasks|targets)$")


class ChoiceIn(Schema):
    """What a name of the file means: an organisation that was offered, or another certain name."""

    mention: UpTo500 = Field(min_length=1)
    organisation_id: Id | None = None
    name: UpTo300 = ""


class ChoicesIn(Schema):
    """What was decided about names that nobody was sure of."""

    choices: list[ChoiceIn] = Field(max_length=500)


class AcceptIn(Schema):
    """Whether rows with errors are left out; otherwise one error stops everything."""

    skip_errors: bool = False


class RowQuery(Paging):
    """Which rows."""

    action: str = Field("", pattern="^(|created|updated|unchanged)$")


@router.post("/plans", response={201: PlanOut}, summary="Stage a Word or Excel annex")
def plan_stage(
    request: HttpRequest,
    form: Form[PlanForm],
    file: UploadedFile = File(...),  # noqa: B008
) -> Any:
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(_("The file is larger than this server takes."), field="file")
    plan = services.stage_plan(
        programme=asking.programme_named(request, form.programme),
        data=file.read(),
        file_name=file.name or "",
        kind=form.kind,
        **asking.who(request),
    )
    return Status(201, _body(plan))


@router.get("/plans/{plan_id}", response=PlanOut, summary="The preview of a plan file")
def plan_detail(request: HttpRequest, plan_id: PathId) -> Any:
    return _body(_plan(request, plan_id))


@router.get("/plans/{plan_id}/rows", response=RowPage, summary="Rows of a plan file")
def plan_rows(request: HttpRequest, plan_id: PathId, query: Query[RowQuery]) -> Any:
    rows = _plan(request, plan_id).staged["rows"]
    if query.action:
        rows = [row for row in rows if row["action"] == query.action]
    shown = rows[query.offset : query.offset + query.limit]
    return page_body(len(rows), shown, query)


@router.post("/plans/{plan_id}/agencies", response=PlanOut, summary="Decide what names mean")
def plan_agencies(request: HttpRequest, plan_id: PathId, body: ChoicesIn) -> Any:
    plan = services.choose_agencies(
        plan=_plan(request, plan_id),
        choices={c.mention: c.organisation_id for c in body.choices if c.organisation_id},
        typed={c.mention: c.name for c in body.choices if c.name and not c.organisation_id},
        **asking.who(request),
    )
    return _body(plan)


@router.post("/plans/{plan_id}/accept", response=PlanOut, summary="Write what was shown")
def plan_accept(request: HttpRequest, plan_id: PathId, body: AcceptIn) -> Any:
    plan = services.accept_plan(
        plan=_plan(request, plan_id), skip_errors=body.skip_errors, **asking.who(request)
    )
    return _body(plan)


@router.delete("/plans/{plan_id}", response={204: None}, summary="Throw a preview away")
def plan_discard(request: HttpRequest, plan_id: PathId) -> Any:
    services.discard_plan(plan=_plan(request, plan_id), **asking.who(request))
    return Status(204, None)


def _plan(request: HttpRequest, plan_id: int) -> PlanImport:
    plan = imports.plan_imports(user=request.user).filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return plan


def _body(plan: PlanImport) -> dict[str, Any]:
    names = ("id", "kind", "file_name", "sha256", "staged_at", "accepted_at")
    return {
        **{name: getattr(plan, name) for name in names},
        "programme": plan.programme.code,
        "summary": plan.result or plan.staged["summary"],
        "agencies": plan.staged["agencies"],
    }
