"""Excel forms: download for one unit or for all, load them filled in, look, keep or hand in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from sauro.core import clock
from sauro.domains.indicators import rules
from sauro.domains.indicators.excelform import layout, matrix
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import blanks, missing
from sauro.engines import access
from sauro.engines.jobs import addresses
from sauro.engines.jobs import views as job_views
from sauro.engines.office.bundles import write_bundle

MANY_UNITS = 60  # more workbooks than this are made in the background
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


@access.logged_in
@require_GET
def figure_matrix(request: HttpRequest, data_set_id: int, period: int) -> HttpResponse:
    """One sheet with a row for each unit: those the person follows or enters figures for."""
    form = _form(request, data_set_id, period)
    units = blanks.units_for(user=request.user, form=form, period=period, day=clock.today())
    if not units:
        raise Http404
    found = blanks.blanks_of(form=form, units=units, period=period)
    shown = [blanks.without_draft(blank=one, user=request.user) for one in found]
    return file_answer(matrix.workbook_of(shown), matrix.file_name(shown[0]))


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
