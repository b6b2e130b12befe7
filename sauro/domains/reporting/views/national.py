"""Sheets for national systems: what would be sent, sending, what was sent, comparing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.reporting import layouts, national_page, national_sheets
from sauro.domains.reporting.forms.national import ExportForm
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import reconciling
from sauro.domains.reporting.rules.layouts import Layout
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.selectors import national as selectors
from sauro.domains.reporting.services import national
from sauro.domains.reporting.views import asking
from sauro.engines import access

_ROWS, _FREE = 50, 20
View = Callable[..., HttpResponse]


def _with_layout(view: View) -> View:
    """Lead back to the list when the province's own file of a layout cannot be used."""

    @wraps(view)
    def checked(request: HttpRequest, layout: str, **more: Any) -> HttpResponse:
        try:
            return view(request, layout, **more)
        except national_sheets.LayoutBroken as broken:
            messages.error(request, str(broken))
            return redirect("national_list")

    return checked


@access.require(Perm.VIEW)
def national_list(request: HttpRequest) -> HttpResponse:
    """The national systems, how many tasks are linked to each, and when it was last sent."""
    owner = asking.owner_of(request)
    context = {
        "owner": owner,
        "provinces": finding.provinces_for(user=request.user),
        "rows": national_page.overview_of(owner, settings.LAYOUTS),
    }
    return render(request, "reporting/national_list.html", context)


@access.require(Perm.VIEW)
@_with_layout
def national_sheet(request: HttpRequest, layout: str) -> HttpResponse:
    """What would be sent today, tasks that are not linked, and what was sent before."""
    owner, found = asking.owner_of(request), _layout(layout)
    rows = selectors.sheet_rows(owner=owner, layout=found, as_of=_today())
    free = selectors.not_linked(owner=owner, layout=found)
    context = {
        "owner": owner,
        "layout": found,
        "page": Paginator(rows, _ROWS).get_page(request.GET.get("page")),
        "free": free[:_FREE],
        "free_count": free.count(),
        "sendings": selectors.sendings_for(user=request.user, owner=owner, layout=layout)[:20],
        "may_send": access.allowed(request.user, Perm.MAKE_ALL, owner),
    }
    return render(request, "reporting/national_sheet.html", context)


@access.require(Perm.MAKE_ALL)
@require_POST
@_with_layout
def national_send(request: HttpRequest, layout: str) -> HttpResponse:
    """The sheet of today as a file, recorded as sent."""
    owner, found = asking.owner_of(request), _layout(layout)
    try:
        sent = national.record_sending(
            owner=owner, layout=found, soon_days=asking.soon_days(), **asking.who(request)
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('national_sheet', args=[layout])}?owner={owner.code}")
    return _file(sent)


@access.require(Perm.VIEW)
def national_file(request: HttpRequest, layout: str, sending_id: int) -> HttpResponse:
    """What was sent, once more."""
    sent = selectors.sending_for(user=request.user, layout=layout, sending_id=sending_id)
    if sent is None:
        raise Http404
    try:
        return _file(sent)
    except national_sheets.SheetAltered as altered:
        messages.error(request, str(altered))
        return redirect(f"{reverse('national_sheet', args=[layout])}?owner={sent.owner.code}")


@access.require(Perm.VIEW)
@_with_layout
def national_compare(request: HttpRequest, layout: str) -> HttpResponse:
    """What changed since the last sending, and how their export differs from ours."""
    owner, found = asking.owner_of(request), _layout(layout)
    rows = selectors.sheet_rows(owner=owner, layout=found, as_of=_today())
    last = selectors.last_sending(owner=owner, layout=layout)
    form = ExportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"owner": owner, "layout": found, "last": last, "form": form}
    context["since"] = national_page.shown(national_sheets.since_last(found, last, rows), found)
    status = 200
    if request.method == "POST":
        status = 422
        theirs = _theirs(form, found)
        if theirs is not None:
            status = 200
            compared = reconciling.compare(found, rows, theirs)
            if request.POST.get("format") == "xlsx":
                data = national_sheets.differences_file(found, compared, _("There"))
                return _answer(f"doi-chieu-{layout}.xlsx", data)
            context |= {"theirs": theirs, "compared": national_page.shown(compared, found)}
    return render(request, "reporting/national_compare.html", context, status=status)


def _theirs(form: ExportForm, layout: Layout) -> reconciling.Theirs | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data["file"]
    try:
        return national_sheets.theirs_of(layout, given.read(), given.name)
    except DomainError as refusal:
        form.add_error("file", str(refusal))
        return None


def _layout(code: str) -> Layout:
    if code not in layouts.CODES:
        raise Http404
    return national_sheets.layout_of(code, settings.LAYOUTS)


def _today() -> Any:
    return selectors.today_of(at=clock.now(), soon_days=asking.soon_days())


def _file(sent: Exchange) -> HttpResponse:
    return _answer(*national_sheets.file_of(sent))


def _answer(name: str, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=national_sheets.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
