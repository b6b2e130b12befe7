"""The API of sheets for national systems."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from sauro.domains.reporting import national_sheets
from sauro.domains.reporting.api_asking import Code, PathId, as_of_today, owner_of, who
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import reconciling
from sauro.domains.reporting.selectors import national as selectors
from sauro.domains.reporting.services import national
from sauro.engines import access

router = Router(tags=["Reports"])
LayoutCode = Literal["nq57", "nq71", "dean06"]


class NationalQuery(Schema):
    """Of which province."""

    owner: Code


class NationalRow(Schema):
    """A task as it would be sent, with the fingerprint of its cells."""

    task: int
    code: str
    cells: list[str | int | None]
    hash: str


class NationalSheet(Schema):
    """The sheet of today; `is_proposal` while the official layout is not known."""

    layout: str
    is_proposal: bool
    columns: list[str]
    rows: list[NationalRow]
    not_linked: int


class SendingIn(Schema):
    """The province whose sheet is sent."""

    owner: Annotated[str, Field(min_length=1, max_length=40)]


class SendingOut(Schema):
    """A sheet that was sent."""

    id: int
    layout: str
    day: date
    at: datetime
    by: str
    count: int
    sha256: str


class TheirRow(Schema):
    """A row that only they have."""

    code: str
    title: str


class OurRow(Schema):
    """A row that only we have."""

    code: str
    task: int


class DifferingCell(Schema):
    """A cell in which they and we differ."""

    code: str
    task: int
    column: str
    ours: str
    theirs: str


class ComparisonOut(Schema):
    """How their export differs from our rows of today; codes that stand twice are not compared."""

    is_equal: bool
    same: int
    only_theirs: list[TheirRow]
    only_ours: list[OurRow]
    differences: list[DifferingCell]
    doubled_theirs: list[str]
    doubled_ours: list[str]
    without_code: int
    unknown_headings: list[str]
    missing_columns: list[str]


@router.get("/national/{layout}", response=NationalSheet, summary="What would be sent today")
def national_rows(request: HttpRequest, layout: LayoutCode, query: Query[NationalQuery]) -> Any:
    owner = owner_of(request, query.owner)
    access.check(request.user, Perm.VIEW, owner)
    found = national_sheets.layout_of(layout, settings.LAYOUTS)
    rows = selectors.sheet_rows(owner=owner, layout=found, as_of=as_of_today())
    return {
        "layout": layout,
        "is_proposal": found.is_proposal,
        "columns": [one.title for one in found.columns],
        "rows": [
            {"task": row.task, "code": row.code, "cells": list(row.cells), "hash": row.hash}
            for row in rows
        ],
        "not_linked": selectors.not_linked(owner=owner, layout=found).count(),
    }


@router.post(
    "/national/{layout}/sendings", response={201: SendingOut}, summary="Record the sheet as sent"
)
def national_sending_create(request: HttpRequest, layout: LayoutCode, body: SendingIn) -> Any:
    found = national_sheets.layout_of(layout, settings.LAYOUTS)
    sent = national.record_sending(
        owner=owner_of(request, body.owner),
        layout=found,
        soon_days=settings.DUE_SOON_DAYS,
        **who(request),
    )
    return Status(201, _body(sent))


@router.get("/national/{layout}/sendings", response=list[SendingOut], summary="What was sent when")
def national_sendings(request: HttpRequest, layout: LayoutCode, query: Query[NationalQuery]) -> Any:
    owner = owner_of(request, query.owner)
    found = selectors.sendings_for(user=request.user, owner=owner, layout=layout)
    return [_body(one) for one in found[:200]]


@router.get("/national/{layout}/sendings/{sending_id}/file", summary="What was sent, as .xlsx")
def national_sending_file(
    request: HttpRequest, layout: LayoutCode, sending_id: PathId
) -> HttpResponse:
    sent = selectors.sending_for(user=request.user, layout=layout, sending_id=sending_id)
    if sent is None:
        raise Http404
    name, content = national_sheets.file_of(sent)
    answer = HttpResponse(content, content_type=national_sheets.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.post(
    "/national/{layout}/comparisons",
    response=ComparisonOut,
    summary="Compare their export with our rows of today",
)
def national_comparison(
    request: HttpRequest,
    layout: LayoutCode,
    file: File[UploadedFile],
    body: Annotated[SendingIn, Form()],
) -> Any:
    """Nothing is written and the file is not kept; rows are matched by code and by nothing else."""
    owner = owner_of(request, body.owner)
    access.check(request.user, Perm.VIEW, owner)
    found = national_sheets.layout_of(layout, settings.LAYOUTS)
    theirs = national_sheets.theirs_of(found, _read(file), file.name or "")
    rows = selectors.sheet_rows(owner=owner, layout=found, as_of=as_of_today())
    compared = reconciling.compare(found, rows, theirs)
    return {
        "is_equal": compared.is_equal,
        "same": compared.same,
        "only_theirs": [{"code": code, "title": title} for code, title in compared.only_theirs],
        "only_ours": [{"code": row.code, "task": row.task} for row in compared.only_ours],
        "differences": [asdict(one) for one in compared.differences],
        "doubled_theirs": theirs.doubled,
        "doubled_ours": compared.our_doubled,
        "without_code": theirs.without_code,
        "unknown_headings": theirs.unknown,
        "missing_columns": theirs.missing,
    }


def _read(file: UploadedFile) -> bytes:
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise national_sheets.NotTheirSheet(
            _("The file is larger than this server takes."), field="file"
        )
    return file.read()


def _body(sent: Exchange) -> dict[str, Any]:
    names = ("layout", "day", "at", "count", "sha256")
    return {"id": sent.pk, "by": str(sent.by), **{name: getattr(sent, name) for name in names}}
