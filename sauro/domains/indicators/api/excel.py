"""Excel forms and tables loaded by programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.files import UploadedFile
from ninja.params import File, Form

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform import tables
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel

router = Router(tags=["Figures"])


class FileTooLarge(DomainError):
    """The file is larger than this server takes."""

    code = "too_large"
    status = 413


class SubmitForm(Schema):
    """What is to be done with the files."""

    submit: bool = Field(False, description="hand in; otherwise the figures are kept as a draft")
    dry_run: bool = Field(False, description="try, and keep nothing")
    data_set_id: int | None = Field(
        None, ge=1, le=2**63 - 1, description="of a file that was not downloaded here"
    )
    organisation_id: int | None = Field(
        None, ge=1, le=2**63 - 1, description="the unit, when the table does not name units"
    )
    period: int | None = Field(
        None, ge=1, le=32_767, description="the period, when the table does not name it"
    )


class FileProblemOut(Schema):
    """What is to be said of a place in a file; a hard one keeps the whole file out."""

    where: str
    message: str
    hard: bool


class FilePartOut(Schema):
    """A form that a file holds."""

    form: str
    code: str
    unit: str
    period: str
    changed: int


class FileCellOut(Schema):
    """A cell of a table: new, changed, unchanged, refused or ignored, and why."""

    where: str
    text: str
    fate: str
    why: str
    message: str
    unit: str
    indicator: str
    period: int | None
    role: str
    in_area: bool = Field(description="among the figures, not a title, heading or note")
    old: str
    new: str


class FileQuestionOut(Schema):
    """A name nobody is sure of, with pairs of code and name that it may mean."""

    kind: str
    text: str
    where: str
    candidates: list[list[str]]


class FileResultOut(Schema):
    """What became of a file: ready, saved, submitted, partly, unchanged or refused."""

    name: str
    status: str
    cells: int
    can_submit: bool
    forms: list[FilePartOut]
    problems: list[FileProblemOut]
    counts: dict[str, Any] = Field(
        description="cells by fate; read + unchanged + refused + ignored = area"
    )
    table: list[FileCellOut]
    questions: list[FileQuestionOut]


@router.post("/figures/excel", response=list[FileResultOut], summary="Load filled-in Excel forms")
def excel_load(
    request: HttpRequest,
    form: Form[SubmitForm],
    file: UploadedFile = File(...),  # noqa: B008
) -> Any:
    if not blanks.may_load(user=request.user):
        raise PermissionDenied
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(_("The file is larger than this server takes."), field="file")
    expected = _expected(request, form)
    hints = tables.hints_of(request.user, expected) if expected else _hints(request, form)
    read = excel_files.read_files(
        files=[(file.name or "", file.read())],
        by=request.user,
        expected=expected,
        hints=hints,
        day=clock.today(),
    )
    return excel.take_files(
        files=read, submit=form.submit, keep=not form.dry_run, by=request.user, at=clock.now()
    )


def _hints(request: HttpRequest, form: SubmitForm) -> Hints:
    """What the request says of a table; 404 for a form or unit that is not the person's."""
    if form.data_set_id is None:
        return Hints()
    known = {one.pk: one for one in blanks.enterable_forms(user=request.user)}
    if form.data_set_id not in known:
        raise Http404
    chosen = known[form.data_set_id]
    units = {one.pk: one.code for one in blanks.units_named(form=chosen, day=clock.today())}
    if form.organisation_id is not None and form.organisation_id not in units:
        raise Http404
    return Hints(chosen, units.get(form.organisation_id or 0, ""), form.period)


def _expected(request: HttpRequest, form: SubmitForm) -> Place | None:
    """The form, unit and period that the request names; 404 when they are not the person's."""
    if form.data_set_id is None or form.organisation_id is None or form.period is None:
        return None
    found = blanks.place_named(
        user=request.user,
        data_set_id=form.data_set_id,
        organisation_id=form.organisation_id,
        period=form.period,
    )
    if found is None:
        raise Http404
    return found.place
