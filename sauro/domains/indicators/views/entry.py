"""Filling in figures: what is due, the form, handing in, taking back, proposing another figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators import filed, filling
from sauro.domains.indicators.forms.entry import ProposalForm, entries_in
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import entry as selectors
from sauro.domains.indicators.selectors import work
from sauro.domains.indicators.selectors.entry import Sheet
from sauro.domains.indicators.selectors.forms import Line
from sauro.domains.indicators.services import correcting, submissions
from sauro.domains.indicators.services.submissions import FormHasErrors
from sauro.engines import access

_ROWS = 50


@access.require(Perm.REPORT)
@require_GET
def figure_due(request: HttpRequest) -> HttpResponse:
    """Every form that my units can hand in today, the most pressing first."""
    today = clock.today()
    due = work.due_from(user=request.user, day=today)
    page = Paginator(due, _ROWS).get_page(request.GET.get("page"))
    sizes = selectors.sizes_of(forms_shown=list({one.form.pk: one.form for one in page}.values()))
    begun = [one.submission.pk for one in due if one.submission]
    context = {
        "page": page,
        "rows": [_due_row(one, sizes.get(one.form.pk, 0), today) for one in page],
        "waiting": sum(not one.is_done for one in due),
        "earlier": [_earlier_row(one) for one in _earlier(request, begun)],
    }
    return render(request, "indicators/figure_due.html", context)


@access.logged_in
@require_http_methods(["GET", "POST"])
def figure_form(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """The form to fill in, or what was handed in; a POST keeps the cells that were changed."""
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    if request.method == "POST":
        return _saved(request, sheet)
    rights = selectors.rights_on(user=request.user, sheet=sheet, day=clock.today())
    context = _context(sheet) | {
        "rights": rights,
        "history": filed.history_of(sheet),
        "days": (sheet.timing.due_on - clock.today()).days,
    }
    if not rights.edit:
        context |= {"lines": filed.lines_of(sheet, selectors.past_of(sheet=sheet))}
        return render(request, "indicators/figure_view.html", context)
    rows = filling.rows_of(sheet, filling.remarks_of(sheet))
    context |= {"rows": rows, "has_base": any(row.base_label for row in rows)}
    return render(request, "indicators/figure_form.html", context)


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def figure_submit(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """A last look at what will be handed in; a POST hands it in."""
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    rights = selectors.rights_on(user=request.user, sheet=sheet, day=clock.today())
    if not sheet.begun or not (rights.edit or request.method == "POST"):
        return _back(sheet)
    if request.method == "POST":
        return _handed_in(request, sheet)
    return _summary(request, sheet)


@access.require(Perm.REPORT)
@require_POST
def figure_take_back(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """A form that nobody has looked at yet, open again."""
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    if not sheet.begun:
        return _back(sheet)
    try:
        submissions.take_back(submission=sheet.submission, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The form is open again; hand it in once it is corrected."))
    return _back(sheet)


@access.require(Perm.REPORT)
@require_http_methods(["GET", "POST"])
def figure_propose(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int, indicator_id: int
) -> HttpResponse:
    """Another figure beside the official one, for its owner to decide."""
    sheet = _sheet_or_404(request, data_set_id, organisation_id, period)
    line = filling.line_named(sheet, indicator_id)
    rights = selectors.rights_on(user=request.user, sheet=sheet, day=clock.today())
    if line is None or line.present is None:
        raise Http404
    if not rights.propose:
        raise PermissionDenied
    form = ProposalForm(request.POST or None, indicator=line.indicator)
    if form.is_valid() and _proposed(request, sheet, line, form):
        messages.success(request, _("Your figure was proposed; its owner decides."))
        return _back(sheet)
    context = _context(sheet) | {"form": form, "line": filed.line_of(line)}
    status = 422 if form.errors else 200
    return render(request, "indicators/figure_propose.html", context, status=status)


def _sheet_or_404(
    request: HttpRequest, data_set_id: int, organisation_id: int, period: int
) -> Sheet:
    sheet = selectors.sheet_for(
        user=request.user, data_set_id=data_set_id, organisation_id=organisation_id, period=period
    )
    if sheet is None:
        raise Http404
    return sheet


def _saved(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Cells kept: told in JSON to the page that saves as it goes, else the way on."""
    quiet = "application/json" in request.headers.get("Accept", "")
    entries = entries_in(request.POST, known=[line.indicator.pk for line in sheet.lines])
    try:
        submission, remarks = submissions.save_cells(
            form=sheet.form,
            organisation=sheet.organisation,
            period=sheet.period,
            entries=entries,
            note=request.POST.get("note"),
            lines=sheet.lines,
            by=request.user,
            at=clock.now(),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        if quiet:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        messages.error(request, str(refusal))
        return _back(sheet)
    if quiet:
        now = replace(sheet, submission=submission)
        said = filling.by_cell(remarks)
        return JsonResponse(filling.answer_of(now, said, saved=entries, today=clock.today()))
    if request.POST.get("action") == "submit":
        return HttpResponseRedirect(_page(sheet, "figure_submit"))
    messages.success(request, _("The cells were saved."))
    return _back(sheet)


def _handed_in(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        submissions.submit(
            submission=sheet.submission, by=request.user, at=clock.now(), lines=sheet.lines
        )
    except NotAllowed:
        raise PermissionDenied from None
    except FormHasErrors as wrong:
        return _summary(request, sheet, told=str(wrong), status=422)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The form was handed in."))
    return _back(sheet)


def _summary(
    request: HttpRequest, sheet: Sheet, *, told: str = "", status: int = 200
) -> HttpResponse:
    remarks = filling.remarks_of(sheet, complete=True)
    context = _context(sheet) | {
        "rows": filling.rows_of(sheet, remarks),
        "problems": filling.problems_of(sheet, remarks, page=_page(sheet)),
        "told": told,
        "is_late": sheet.timing.is_late(clock.today()),
    }
    return render(request, "indicators/figure_submit.html", context, status=status)


def _proposed(request: HttpRequest, sheet: Sheet, line: Line, form: ProposalForm) -> bool:
    try:
        correcting.propose_figure(
            indicator=line.indicator,
            organisation=sheet.organisation,
            period=sheet.period,
            value=form.cleaned_data["value"],
            base=form.cleaned_data.get("base"),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _context(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "period": filling.period_words(sheet),
        "last_period": filling.period_words(sheet, back=1),
        "state": filling.badge_of(sheet.state),
        "page": _page(sheet),
        "saved": filling.saved_words(sheet.submission.saved_at, today=clock.today()),
        "progress": filling.progress_words(sheet),
        "seen": filling.seen_of(sheet),
    }


def _page(sheet: Sheet, name: str = "figure_form") -> str:
    return reverse(name, args=[sheet.form.pk, sheet.organisation.pk, sheet.period])


def _back(sheet: Sheet) -> HttpResponse:
    return redirect(_page(sheet))


def _due_row(due: work.Due, size: int, today: Any) -> dict[str, Any]:
    typed = due.submission.draft.values() if due.submission else ()
    return {
        "due": due,
        "url": reverse("figure_form", args=[due.form.pk, due.organisation.pk, due.period]),
        "period": filling.label_of(due.form, due.period),
        "state": filling.badge_of(due.state if due.submission else ""),
        "days": (due.timing.due_on - today).days,
        "filled": min(size, sum(bool(cell.get("value")) for cell in typed)),
        "size": size,
    }


def _earlier(request: HttpRequest, begun: list[int]) -> Any:
    return selectors.earlier_forms(user=request.user, but=begun)


def _earlier_row(one: Any) -> dict[str, Any]:
    return {
        "submission": one,
        "url": reverse("figure_form", args=[one.data_set_id, one.organisation_id, one.period]),
        "period": filling.label_of(one.data_set, one.period),
        "state": filling.badge_of(one.state),
    }
