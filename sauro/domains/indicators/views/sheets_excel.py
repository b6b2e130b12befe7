"""Excel forms: download for one unit or for all, load them filled in, look, keep or hand in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators import filling, rules
from sauro.domains.indicators.excelform import layout
from sauro.domains.indicators.forms.uploads import FilesForm
from sauro.domains.indicators.models import DataSet, FormUpload
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import blanks, missing, uploads
from sauro.domains.indicators.selectors.blanks import Blank
from sauro.domains.indicators.services import excel
from sauro.engines import access
from sauro.engines.jobs import addresses
from sauro.engines.jobs import views as job_views
from sauro.engines.office.bundles import write_bundle

_ROWS, _PROBLEMS = 25, 12
MANY_UNITS = 60  # more workbooks than this are made in the background
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STATES: dict[str, tuple[Any, str]] = {
    excel.READY: (gettext_lazy("Can be taken over"), "created"),
    excel.SAVED: (gettext_lazy("Kept as a draft"), "updated"),
    excel.SUBMITTED: (gettext_lazy("Handed in"), "finished"),
    excel.UNCHANGED: (gettext_lazy("Nothing new"), "unchanged"),
    excel.REFUSED: (gettext_lazy("Not taken over"), "error"),
}


@access.logged_in
@require_GET
def figure_workbook(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """The Excel form of one unit."""
    form = _form(request, data_set_id, period)
    units = blanks.units_for(user=request.user, form=form, period=period, day=clock.today())
    unit = next((one for one in units if one.pk == organisation_id), None)
    if unit is None:
        raise Http404
    [blank] = blanks.blanks_of(form=form, units=[unit], period=period)
    return file_answer(layout.workbook_of([blank]), layout.file_name(blank))


@access.logged_in
@require_GET
def figure_workbooks(request: HttpRequest, data_set_id: int, period: int) -> HttpResponseBase:
    """The Excel forms of all units the person follows, in one archive."""
    form = _form(request, data_set_id, period)
    units = blanks.units_for(user=request.user, form=form, period=period, day=clock.today())
    if not units:
        raise Http404
    if len(units) > MANY_UNITS and addresses.background(request) is None:
        return job_views.later(request, title=f"{form.code} (ZIP)")
    found = blanks.blanks_of(form=form, units=units, period=period)
    data = write_bundle((layout.file_name(one), layout.workbook_of([one])) for one in found)
    return file_answer(
        data,
        f"{form.code} - {rules.period_at(form.periodicity, period).code}.zip",
        "application/zip",
    )


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def figure_files(request: HttpRequest) -> HttpResponse:
    """Load filled-in Excel forms; below, the uploads of before."""
    expected = _expected(request)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if form.is_valid():
        given = [(one.name or "", one.read()) for one in form.cleaned_data["given"]]
        place = expected.place if expected else None
        try:
            upload = excel.stage_upload(
                files=given, by=request.user, at=clock.now(), expected=place
            )
            return redirect("figure_upload", upload_id=upload.pk)
        except DomainError as error:
            form.add_error("given", str(error))
    past = uploads.uploads_of(user=request.user)[:20]
    label = filling.label_of(expected.form, expected.period) if expected else ""
    context = {"form": form, "past": past, "expected": expected, "label": label}
    status = 422 if form.errors else 200
    return render(request, "indicators/figure_files.html", context, status=status)


@access.require(Perm.REPORT)
@require_GET
def figure_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What was read out of each file and what would become of it, or became of it."""
    upload = _upload(request, upload_id)
    results = sorted(upload.results, key=lambda one: one["status"] != excel.REFUSED)
    page = Paginator(results, _ROWS).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "page": page,
        "count": len(results),
        "results": [_shown(one) for one in page],
        "ready": sum(one["status"] == excel.READY for one in results),
        "can_submit": sum(bool(one["can_submit"]) for one in results),
        "refused": sum(one["status"] == excel.REFUSED for one in results),
    }
    return render(request, "indicators/figure_upload.html", context)


@access.require(Perm.REPORT)
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


def file_answer(data: bytes, name: str, content_type: str = _SHEET) -> HttpResponse:
    """A file to keep."""
    answer = HttpResponse(data, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


def _form(request: HttpRequest, data_set_id: int, period: int) -> DataSet:
    """A form the person may see, when it is asked for in the period."""
    form = missing.form_for(user=request.user, data_set_id=data_set_id)
    if form is None or not blanks.is_asked(form=form, period=period):
        raise Http404
    return form


def _upload(request: HttpRequest, upload_id: int) -> FormUpload:
    found = uploads.uploads_of(user=request.user).filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found


def _expected(request: HttpRequest) -> Blank | None:
    """The form, unit and period that the address names, when it names all three."""
    numbers = [request.GET.get(name, "") for name in ("form", "unit", "period")]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return None
    form, unit, period = map(int, numbers)
    return blanks.place_named(
        user=request.user, data_set_id=form, organisation_id=unit, period=period
    )


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    word, tone = _STATES[result["status"]]
    problems = sorted(result["problems"], key=lambda one: not one["hard"])
    return {
        **result,
        "word": word,
        "badge": tone,
        "problems": problems[:_PROBLEMS],
        "more": max(len(problems) - _PROBLEMS, 0),
    }
