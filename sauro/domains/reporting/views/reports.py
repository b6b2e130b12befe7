"""The list of reports, a new one, its page, its head, and the way to its draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.core.htmx import fragment
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting import report_page
from sauro.domains.reporting.forms.asking import HeadForm, ReportForm
from sauro.domains.reporting.listings.reports import ReportListing
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.services import closing, heading, making, sending
from sauro.domains.reporting.views import asking
from sauro.engines import access
from sauro.engines.listing import Listing


@access.logged_in
def report_list(request: HttpRequest) -> HttpResponseBase:
    """Reports the person may see."""
    listing = ReportListing()
    found = finding.visible_reports(user=request.user)
    if answer := listing.download(request, found, today=clock.today()):
        return answer
    page = listing.read(params=request.GET, queryset=found, user=request.user)
    context = {
        "list": page,
        "may_make": _may_make(request),
        "may_make_all": access.can(request.user, Perm.MAKE_ALL),
        "may_view": access.can(request.user, Perm.VIEW),
        "may_close": access.can(request.user, Perm.CLOSE),
    }
    return render(request, fragment(request, "reporting/report_list.html", "rows"), context)


def ticked_reports(
    request: HttpRequest, _params: QueryDict | None
) -> tuple[Listing, QuerySet[Report]]:
    """The list and the reports that the person may tick in it."""
    return ReportListing(), finding.visible_reports(user=request.user)


@access.logged_in
def report_create(request: HttpRequest) -> HttpResponse:
    """A new report of a period; asked for again it leads to the one that exists."""
    owner = asking.owner_of(request)
    form = ReportForm(
        request.POST or None,
        user=request.user,
        owner=owner,
        day=clock.today(),
        initial={"period_kind": "month", "containing": clock.today()},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                report = _made(request, form, owner)
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal)
                )
            else:
                return redirect("report_detail", report.pk)
    provinces = finding.provinces_for(user=request.user)
    context = {"form": form, "owner": owner, "provinces": provinces}
    return render(request, "reporting/report_form.html", context, status=status)


@access.logged_in
def report_detail(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report as it will be printed, each figure a link to its rows."""
    report = asking.report_or_404(request, report_id)
    context = report_page.report_context(report, user=request.user)
    return render(request, "reporting/report_detail.html", context)


@access.logged_in
def report_head(request: HttpRequest, report_id: int) -> HttpResponse:
    """Head and foot of a report."""
    report = asking.report_or_404(request, report_id)
    if answer := asking.fixed(request, report):
        return answer
    form = HeadForm.of(report, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                heading.change_head(
                    report=report,
                    values=form.values,
                    version=form.cleaned_data["version"],
                    **{
                        name: form.cleaned_data[name]
                        for name in ("abstract", "signer_name", "signer_position", "recipients")
                    },
                    **asking.who(request),
                )
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal)
                )
            else:
                messages.success(request, _("Saved."))
                return redirect("report_detail", report.pk)
    context = {"form": form, "report": report}
    return render(request, "reporting/report_head.html", context, status=status)


@access.logged_in
@require_POST
def report_refresh(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report on the newest figures of its period."""
    report = asking.report_or_404(request, report_id)

    def refresh() -> None:
        snapshot = closing.take_snapshot(
            owner=report.owner,
            period=report_page.period_of(report),
            soon_days=asking.soon_days(),
            **asking.who(request),
        )
        making.refresh_report(report=report, snapshot=snapshot, **asking.who(request))

    return _after(request, report, refresh, _("The figures are as of now."))


@access.logged_in
@require_POST
def report_send(request: HttpRequest, report_id: int) -> HttpResponse:
    """The text fixed as a version of the draft, where opinions and approval follow."""
    report = asking.report_or_404(request, report_id)
    return _after(
        request,
        report,
        lambda: sending.send_report(report=report, **asking.who(request)),
        _("The text is now a version of the draft."),
        reverse("draft_detail", args=[report.draft_id]),
    )


def _after(
    request: HttpRequest, report: Report, act: Callable[[], Any], said: str, onward: str = ""
) -> HttpResponse:
    here = reverse("report_detail", args=[report.pk])
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    messages.success(request, said)
    return redirect(onward or here)


def _may_make(request: HttpRequest) -> bool:
    return access.can(request.user, Perm.MAKE_ALL) or access.can(request.user, Perm.MAKE_OWN)


@transaction.atomic  # a refused report leaves no snapshot behind
def _made(request: HttpRequest, form: ReportForm, owner: Organisation) -> Report:
    found = form.cleaned_data
    snapshot = closing.take_snapshot(
        owner=owner,
        period=found["period"],
        soon_days=asking.soon_days(),
        **asking.who(request),
    )
    about = found["about"]
    maker = about if isinstance(about, Organisation) else owner
    order = making.Order(found["definition"], about, maker)
    return making.make_report(snapshot=snapshot, order=order, **asking.who(request))
