"""What the pages of reports ask of a request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import Report, ReportSection
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.services import making
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def soon_days() -> int:
    """How many days before its deadline a task counts as due soon."""
    return int(settings.DUE_SOON_DAYS)


def report_or_404(request: HttpRequest, report_id: int) -> Report:
    """A report the person may see; what he may not see does not exist."""
    found = finding.visible_reports(user=request.user).filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def section_or_404(request: HttpRequest, report_id: int, key: str) -> ReportSection:
    """A section of a report the person may see."""
    report = report_or_404(request, report_id)
    found: ReportSection | None = report.sections.filter(key=key).first()
    if found is None:
        raise Http404
    found.report = report
    return found


def provinces(request: HttpRequest, permission: str = "") -> list[Organisation]:
    """The provinces whose reports the person has to do with, or where he may do this."""
    found = finding.provinces_for(user=request.user)
    if not permission:
        return found
    return [one for one in found if access.allowed(request.user, permission, one)]


def owner_of(request: HttpRequest, permission: str = "") -> Organisation:
    """The province whose reports are asked for; the first one the person has."""
    found = provinces(request, permission)
    wanted = request.GET.get("owner") or request.POST.get("owner")
    chosen = [one for one in found if one.code == wanted] if wanted else found
    if not chosen:
        raise Http404
    return chosen[0]


def fixed(request: HttpRequest, report: Report) -> HttpResponse | None:
    """Stop who does not write the report; lead back from a text that is fixed."""
    try:
        making.check_writable(report, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("report_detail", report.pk)
    return None
