"""The list of alerts, the page of one, what a person says of it, and the figures over all."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.alerts import alert_page
from sauro.domains.alerts.forms.handling import AcknowledgeForm, SnoozeForm
from sauro.domains.alerts.listings.alerts import AlertListing
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.alerts.services import handling
from sauro.domains.programmes.views import answering
from sauro.domains.programmes.views.asking import who
from sauro.engines import access

_AGENCIES = 30


@access.require(Perm.VIEW)
@require_GET
def alert_list(request: HttpRequest) -> HttpResponseBase:
    """Alerts the person may see, the gravest first."""
    today = clock.today()
    listing, found = AlertListing(), selectors.visible_alerts(user=request.user)
    rows = found.with_state(today=today)  # type: ignore[attr-defined]
    if answer := listing.download(request, rows, today=today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=today)
    context = {
        "list": page,
        "last": selectors.last_run(),
        "may_set": access.can(request.user, Perm.SET_RULES),
    }
    return render(request, fragment(request, "alerts/alert_list.html", "rows"), context)


@access.require(Perm.VIEW)
@require_GET
def alert_detail(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert: its cause in words, the rule and limits applied, what was said of it."""
    return _page(request, _alert(request, alert_id))


@access.require(Perm.HANDLE)
@require_POST
def alert_acknowledge(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Say that the alert is known, and what is being done."""
    alert, form = _alert(request, alert_id), AcknowledgeForm(request.POST)

    def know() -> Alert:
        return handling.acknowledge(alert=alert, **form.cleaned_data, **who(request))

    if answering.taken(form, know):
        return answering.done(request, _("The alert was acknowledged."), _address(alert))
    return _page(request, alert, acknowledge=form)


@access.require(Perm.HANDLE)
@require_POST
def alert_snooze(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Put the alert aside until a day."""
    alert = _alert(request, alert_id)
    form = SnoozeForm(request.POST, today=clock.today())

    def put_aside() -> Alert:
        return handling.snooze(alert=alert, **form.cleaned_data, **who(request))

    if answering.taken(form, put_aside):
        return answering.done(request, _("The alert was put aside."), _address(alert))
    return _page(request, alert, snooze=form)


@access.require(Perm.HANDLE)
@require_POST
def alert_undo(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Open the alert again."""
    alert = _alert(request, alert_id)
    return answering.done_or_told(
        request,
        lambda: handling.undo(alert=alert, **who(request)),
        done=_("The alert is open again."),
        back=_address(alert),
    )


@access.require(Perm.VIEW)
@require_GET
def alert_statistics(request: HttpRequest) -> HttpResponse:
    """How many alerts each rule gives and each agency answers for."""
    today = clock.today()
    opened, closed = selectors.ended_since(user=request.user, day=today)
    counted = selectors.counts_by_agency(user=request.user, today=today)
    page = Paginator(counted, _AGENCIES).get_page(request.GET.get("page"))
    context = {
        "rules": alert_page.rule_counts(selectors.counts_by_rule(user=request.user, today=today)),
        "page": page,
        "agencies": alert_page.agency_counts(list(page.object_list)),
        "opened": opened,
        "closed": closed,
        "last": selectors.last_run(),
        "today": today,
    }
    return render(request, "alerts/alert_statistics.html", context)


def _alert(request: HttpRequest, alert_id: int) -> Alert:
    found = selectors.alert_for(user=request.user, alert_id=alert_id)
    if found is None:
        raise Http404
    return found


def _address(alert: Alert) -> str:
    return reverse("alert_detail", args=[alert.pk])


def _page(
    request: HttpRequest,
    alert: Alert,
    *,
    acknowledge: AcknowledgeForm | None = None,
    snooze: SnoozeForm | None = None,
) -> HttpResponse:
    """The page of an alert, with a form as it was typed when something in it is wrong."""
    user, today = request.user, clock.today()
    goes_on = alert.closed_at is None
    is_whole = handling.may(user=user, alert=alert, whole=True)
    context: dict[str, Any] = alert_page.shown(alert, user=user, today=today) | {
        "history": alert_page.history_of(alert),
        "ask_url": alert_page.ask_url(alert, user=user) if goes_on else "",
        "acknowledge": acknowledge or AcknowledgeForm(),
        "snooze": snooze or SnoozeForm(today=today),
        "may_acknowledge": goes_on and handling.may(user=user, alert=alert),
        "may_snooze": goes_on and is_whole,
        "may_undo": goes_on
        and handling.may(user=user, alert=alert, whole=alert.snoozed_at is not None)
        and (alert.snoozed_at is not None or alert.acknowledged_at is not None),
        "may_set": access.can(user, Perm.SET_RULES, alert.owner.path),
    }
    wrong = any(form is not None and form.errors for form in (acknowledge, snooze))
    return render(request, "alerts/alert_detail.html", context, status=422 if wrong else 200)
