"""Excel files loaded: what was read, what it would change, what is unsure, taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators import filling, upload_page
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.forms.uploads import AnswersForm, FilesForm
from sauro.domains.indicators.models import FormUpload
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.selectors import uploads as past_uploads
from sauro.domains.indicators.selectors.blanks import Blank
from sauro.domains.indicators.services import excel, uploads
from sauro.engines import access
from sauro.engines.jobs import selectors as job_selectors
from sauro.engines.jobs import views as job_views
from sauro.engines.jobs.states import JobState

_ROWS = 25


@access.logged_in
@require_http_methods(["GET", "POST"])
def figure_files(request: HttpRequest) -> HttpResponse:
    """Load Excel forms and tables; below, the uploads of before."""
    _allow(request)
    expected = _expected(request)
    form = _files_form(request)
    if form.is_valid():
        try:
            upload = uploads.take_upload(
                files=[(one.name or "", one.read()) for one in form.cleaned_data["given"]],
                by=request.user,
                at=clock.now(),
                expected=expected.place if expected else None,
                hints=Hints(form.cleaned_data["chosen"], period=form.cleaned_data["number"]),
            )
            return redirect("figure_upload", upload_id=upload.pk)
        except DomainError as error:
            form.add_error("given", str(error))
    past = past_uploads.uploads_of(user=request.user)[:20]
    label = filling.label_of(expected.form, expected.period) if expected else ""
    context = {"form": form, "past": past, "expected": expected, "label": label}
    context["reports"] = access.can(request.user, Perm.REPORT)
    status = 422 if form.errors else 200
    return render(request, "indicators/figure_files.html", context, status=status)


@access.logged_in
@require_GET
def figure_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What was read out of each file and what would become of it, or became of it."""
    upload = _upload(request, upload_id)
    results = sorted(upload.results, key=lambda one: one["status"] != excel.REFUSED)
    page = Paginator(results, _ROWS).get_page(request.GET.get("page"))
    cells = upload_page.cells_of(results, request.GET.get("show", ""))
    context = {
        "upload": upload,
        "page": page,
        "results": [upload_page.shown(one) for one in page],
        "cells": Paginator(cells, _ROWS * 2).get_page(request.GET.get("cells")),
        "answers": AnswersForm(questions=upload_page.questions_of(results)),
        **upload_page.counted(upload, request.GET.get("show", "")),
        **_work(request, upload),
    }
    return render(request, "indicators/figure_upload.html", context)


@access.logged_in
@require_POST
def upload_accept(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Keep the sound files as drafts, or hand them in."""
    upload = _upload(request, upload_id)
    submit = request.POST.get("action") == "submit"
    try:
        excel.accept_upload(upload=upload, submit=submit, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The result of each file is shown below."))
    return redirect("figure_upload", upload_id=upload.pk)


@access.logged_in
@require_POST
def upload_answer(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Keep what the person says that names mean, and read the files again."""
    upload = _upload(request, upload_id)
    form = AnswersForm(request.POST, questions=upload_page.questions_of(upload.results))
    try:
        if form.is_valid() and form.chosen():
            uploads.answer_questions(
                upload=upload, answers=form.chosen(), by=request.user, at=clock.now()
            )
            messages.success(request, _("The files were read again with these names."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("figure_upload", upload_id=upload.pk)


def _allow(request: HttpRequest) -> None:
    if not blanks.may_load(user=request.user):
        raise PermissionDenied


def _files_form(request: HttpRequest) -> FilesForm:
    candidates = blanks.enterable_forms(user=request.user)
    if request.method == "POST":
        return FilesForm(request.POST, request.FILES, candidates=candidates)
    return FilesForm(candidates=candidates)


def _upload(request: HttpRequest, upload_id: int) -> FormUpload:
    _allow(request)
    found = past_uploads.uploads_of(user=request.user).filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found


def _work(request: HttpRequest, upload: FormUpload) -> dict[str, Any]:
    """The work on these files: the open one, or why the last failed."""
    job = job_selectors.latest_of(subject=upload) if upload.unread else None
    if job is None or job.state == JobState.DONE:
        return {"job": None}
    return {"job": job, **job_views.shown(job, request.user)}


def _expected(request: HttpRequest) -> Blank | None:
    """The form, unit and period that the address names, when it names all three."""
    numbers = [request.GET.get(name, "") for name in ("form", "unit", "period")]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return None
    form, unit, period = map(int, numbers)
    return blanks.place_named(
        user=request.user, data_set_id=form, organisation_id=unit, period=period
    )
