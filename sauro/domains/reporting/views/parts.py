"""A section of a report being written, the rows behind a figure, and the files of a report."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.reporting import behind, files, report_page
from sauro.domains.reporting.forms.asking import SectionForm
from sauro.domains.reporting.selectors import papers
from sauro.domains.reporting.services import writing
from sauro.domains.reporting.views import asking
from sauro.engines import access


@access.logged_in
def section_write(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    """The text of a section; what is generated stands beside it."""
    section = asking.section_or_404(request, report_id, key)
    if answer := asking.fixed(request, section.report):
        return answer
    form = SectionForm(request.POST or None, initial=report_page.section_initial(section))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                writing.write_section(
                    section=section,
                    wording=form.cleaned_data["wording"],
                    version=form.cleaned_data["version"],
                    **asking.who(request),
                )
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                form.add_error("wording" if refusal.field == "wording" else None, str(refusal))
                if isinstance(refusal, Stale):
                    form.data = {**request.POST.dict(), "version": str(section.version)}
            else:
                messages.success(request, _("Saved."))
                return redirect("report_detail", section.report_id)
    context = report_page.section_context(section) | {"form": form}
    return render(request, "reporting/section_form.html", context, status=status)


@access.logged_in
@require_POST
def section_settle(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    """New figures taken over into a written text, or the written text given up."""
    section = asking.section_or_404(request, report_id, key)
    if answer := asking.fixed(request, section.report):
        return answer
    act = {"renew": writing.renew_section, "restore": writing.restore_section}.get(
        request.POST.get("action", "")
    )
    version = request.POST.get("version", "")
    if act is None or not version.isdecimal():
        messages.error(request, _("Choose what to do with the text."))
        return redirect("report_detail", report_id)
    try:
        act(section=section, version=int(version), **asking.who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("report_detail", report_id)


@access.logged_in
def figure_rows(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    """How a figure of the report was counted, and the frozen rows it counts."""
    report = asking.report_or_404(request, report_id)
    context = behind.figure_context(report, key, page=request.GET.get("page", ""))
    if context is None:
        raise Http404
    return render(request, "reporting/figure_rows.html", context)


@access.logged_in
def report_file(request: HttpRequest, report_id: int, kind: str) -> HttpResponse:
    """The report as a file: Word, PDF, annexes in Excel, slides."""
    report = asking.report_or_404(request, report_id)
    try:
        found = files.written(report, kind)
    except papers.FrameBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("report_detail", report_id)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
