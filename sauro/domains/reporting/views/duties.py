"""Who owes a report and has not made it: the matrix, the missing, a reminder, the rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.reporting import duty_page
from sauro.domains.reporting.forms.duties import DutyForm, first_values
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import duties as selectors
from sauro.domains.reporting.selectors import finding
from sauro.domains.reporting.selectors.duties import DutyPeriod, DutyTable
from sauro.domains.reporting.services import duties
from sauro.domains.reporting.views import asking
from sauro.engines import access

_ROWS = 50


@access.logged_in
@require_GET
def duty_matrix(request: HttpRequest) -> HttpResponse:
    """Units by the last periods of one duty, in colours and words."""
    if not (access.can(request.user, Perm.VIEW) or access.can(request.user, Perm.MAKE_OWN)):
        raise PermissionDenied
    known = list(selectors.duties_for(user=request.user))
    wanted = request.GET.get("duty", "")
    duty = next((one for one in known if str(one.pk) == wanted), known[0] if known else None)
    context: dict[str, Any] = {
        "duty": duty,
        "choices": [{"pk": one.pk, "name": duty_page.name_of(one)} for one in known],
        "key": duty_page.key_of_colours(),
        "may_decide": access.can(request.user, Perm.MAKE_ALL),
    }
    if duty is not None:
        table = selectors.table_of(duty=duty, user=request.user, today=clock.today())
        page = Paginator(table.units, _ROWS).get_page(request.GET.get("page"))
        context |= {
            "name": duty_page.name_of(duty),
            "page": page,
            "heads": duty_page.heads_of(table),
            "rows": duty_page.rows_of(table, list(page.object_list)),
        }
    return render(request, "reporting/duty_matrix.html", context)


@access.logged_in
@require_GET
def duty_missing(request: HttpRequest, duty_id: int, period: str) -> HttpResponse:
    """Units that have not issued the report of a period, with addresses to write to."""
    table, one = _asked(request, duty_id, period)
    rows = selectors.owing(table=table, code=period, today=clock.today())
    may_remind = access.allowed(request.user, Perm.MAKE_ALL, table.duty.owner)
    context = {
        "duty": table.duty,
        "name": duty_page.name_of(table.duty),
        "period": one,
        "label": duty_page.label_of(one),
        "rows": duty_page.owing_in_words(rows),
        "letters": duty_page.letters_of(rows, table.duty, one),
        "last": selectors.last_reminder(duty=table.duty, code=period),
        "may_remind": may_remind and rows,
    }
    return render(request, "reporting/duty_missing.html", context)


@access.logged_in
@require_POST
def duty_remind(request: HttpRequest, duty_id: int, period: str) -> HttpResponse:
    """Note that the units are reminded, and show whom to write to."""
    table, _one = _asked(request, duty_id, period)
    here = reverse("duty_missing", args=[duty_id, period])
    try:
        found = duties.remind_duty(duty=table.duty, code=period, **asking.who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    words = ngettext(
        "The reminder of %(n)s unit was noted. Send it with the addresses below.",
        "The reminder of %(n)s units was noted. Send it with the addresses below.",
        len(found),
    )
    messages.success(request, words % {"n": len(found)})
    return redirect(here)


@access.require(Perm.MAKE_ALL)
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who owes which report; a new rule, or an old one changed."""
    owner = asking.owner_of(request)
    form = DutyForm(request.POST or None, owner=owner, initial=first_values(clock.today()))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                duties.set_duty(owner=owner, **form.values, **asking.who(request))
            except NotAllowed:
                raise PermissionDenied from None
            except DomainError as refusal:
                field: Any = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{reverse('duty_list')}?owner={owner.code}")
    found = selectors.duties_for(user=request.user).filter(owner=owner)
    context = {
        "owner": owner,
        "provinces": finding.provinces_for(user=request.user),
        "form": form,
        "rows": [{"duty": one, "name": duty_page.name_of(one)} for one in found],
    }
    return render(request, "reporting/duty_list.html", context, status=status)


@access.require(Perm.MAKE_ALL)
@require_POST
def duty_end(request: HttpRequest, duty_id: int) -> HttpResponse:
    """The report is not owed from today on."""
    duty = _duty(request, duty_id)
    try:
        duties.end_duty(duty=duty, **asking.who(request))
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('duty_list')}?owner={duty.owner.code}")


def _duty(request: HttpRequest, duty_id: int) -> ReportDuty:
    duty = selectors.duty_for(user=request.user, duty_id=duty_id)
    if duty is None:
        raise Http404
    return duty


def _asked(request: HttpRequest, duty_id: int, code: str) -> tuple[DutyTable, DutyPeriod]:
    """The table of a duty, and one of its periods; 404 for a period that is not owed."""
    table = selectors.table_of(duty=_duty(request, duty_id), user=request.user, today=clock.today())
    found = next((one for one in table.periods if one.period.code == code), None)
    if found is None:
        raise Http404
    return table, found
