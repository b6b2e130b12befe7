"""One's own notices, and, for those who look after them, what becomes of everybody's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.engines import access
from sauro.engines.listing.selecting import ids_of
from sauro.engines.notify import planning, tables, words
from sauro.engines.notify.forms import PreferenceForm, StepsForm
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.permissions import Perm
from sauro.engines.notify.rules import DeliveryState
from sauro.engines.notify.selectors import inbox, log, reminders
from sauro.engines.notify.services import notices, preferences, retrying, steps

ROWS = 30
# Two states are what the interface calls otherwise for long work.
STATUS_CODES = {DeliveryState.WAITING.value: "queued", DeliveryState.SENDING.value: "running"}


@access.logged_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """My notices, newest first; those not read yet, or of one kind, when asked."""
    unread, kind = request.GET.get("unread") == "1", request.GET.get("kind", "")
    counts = inbox.counts_by_kind(user=request.user)
    found = inbox.notices_of(user=request.user, unread=unread, kind=kind)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, words.line(one), words.reason(one)) for one in page.object_list],
        "tabs": _tabs(unread, counts),
        "kinds": [(code, words.kind_label(code), n) for code, (n, _unread) in counts.items()],
        "unread": unread,
        "kind": kind,
    }
    return render(request, fragment(request, "notify/notice_list.html", "rows"), context)


def _tabs(unread: bool, counts: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    total = sum(n for n, _unread in counts.values())
    waiting = sum(n for _n, n in counts.values())
    return [
        {"label": _("All"), "url": "?", "active": not unread, "count": total},
        {"label": _("Unread"), "url": "?unread=1", "active": unread, "count": waiting},
    ]


@access.logged_in
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that one of my notices is read, and go to the page it is about."""
    notice = get_object_or_404(inbox.notices_of(user=request.user), pk=notice_id)
    notices.mark_read(by=request.user, at=clock.now(), ids=[notice_id])
    safe = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and safe else "notice_list")


@access.logged_in
@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Note that the chosen notices are read, or all of a kind, or all."""
    ids = ids_of(request.POST.getlist("id"), most=ROWS)
    everything = "all" in request.POST
    n = notices.mark_read(
        by=request.user,
        at=clock.now(),
        ids=None if everything else ids,
        kind=request.POST.get("kind", "") if everything else "",
    )
    told = ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", n) % {"n": n}
    messages.success(request, told)
    return redirect("notice_list")


@access.logged_in
def notice_bell(request: HttpRequest) -> HttpResponse:
    """How many notices I have not read, for the bell at the top; one SQL."""
    n = inbox.unread_count(user=request.user)
    return HttpResponse(render_to_string("notify/_bell.html", {"n": n, "most": inbox.MANY}))


@access.logged_in
def notice_settings(request: HttpRequest) -> HttpResponse:
    """How I want each kind of notice, my quiet hours and the hour of my digest."""
    preference = inbox.preference_of(user=request.user)
    form = PreferenceForm(request.POST or None, preference=preference)
    if request.method == "POST" and form.is_valid():
        preferences.save_preference(**form.values(), by=request.user, at=clock.now())
        messages.success(request, _("Your choice was saved."))
        return redirect("notice_settings")
    context = {"form": form, "channels": tables.channels_on().values()}
    context["has_email"] = bool(getattr(request.user, "email", ""))
    return render(request, "notify/notice_settings.html", context)


@access.require(Perm.MANAGE)
def delivery_log(request: HttpRequest) -> HttpResponse:
    """Messages on their way and sent, with what went wrong."""
    asked = {name: request.GET.get(name, "") for name in ("state", "channel", "q")}
    found = log.deliveries(
        user=request.user, state=asked["state"], channel=asked["channel"], query=asked["q"]
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    counts = log.counts_by_state(user=request.user)
    channels = tables.channels()
    labels = {code: channel.label for code, channel in channels.items()}
    context = {
        "page": page,
        "rows": [
            (one, STATUS_CODES.get(one.state, one.state), _said(one), labels.get(one.channel, ""))
            for one in page
        ],
        "tabs": _log_tabs(asked["state"], counts),
        "channels": channels.items(),
        "can_retry": any(counts.get(state) for state in retrying.RETRIED),
        **asked,
    }
    return render(request, fragment(request, "notify/delivery_log.html", "rows"), context)


def _said(one: Delivery) -> str:
    if one.notice is not None:
        return words.line(one.notice)
    day = f"{one.digest.day:%d/%m/%Y}" if one.digest else ""
    return _("Daily digest of %(day)s") % {"day": day}


def _log_tabs(state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    troubled = sum(counts.get(one, 0) for one in log.TROUBLED)
    waiting = counts.get(DeliveryState.WAITING.value, 0)
    shown = (
        ("", _("All"), sum(counts.values())),
        ("troubled", _("Did not arrive"), troubled),
        ("waiting", _("Waiting"), waiting),
        ("sent", _("Sent"), counts.get(DeliveryState.SENT.value, 0)),
    )
    return [
        {"label": label, "url": f"?state={code}", "active": code == state, "count": n}
        for code, label, n in shown
    ]


@access.require(Perm.MANAGE)
@require_POST
def delivery_retry(request: HttpRequest) -> HttpResponse:
    """Try failed messages again: the chosen ones, or all."""
    ids = ids_of(request.POST.getlist("id"), most=ROWS)
    try:
        n = retrying.try_again(
            ids=None if "all" in request.POST else ids, by=request.user, at=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext(
            "%(n)s message is tried again, outside quiet hours and days off.",
            "%(n)s messages are tried again, outside quiet hours and days off.",
            n,
        )
        messages.success(request, told % {"n": n})
    return redirect(f"{reverse('delivery_log')}?state=troubled")


@access.require(Perm.MANAGE)
def notice_plan(request: HttpRequest) -> HttpResponse:
    """Who would be told what today, and why; nothing is sent."""
    query = request.GET.get("q", "")
    people = log.people_of(user=request.user, query=query).values_list("pk", flat=True)
    planned = planning.plan(at=clock.now(), people=people)
    context = {
        "page": Paginator(planned, ROWS).get_page(request.GET.get("page")),
        "n_people": len({one.person.pk for one in planned}),
        "n": len(planned),
        "q": query,
        "no_channel": not tables.channels_on(),
    }
    return render(request, fragment(request, "notify/notice_plan.html", "rows"), context)


@access.require(Perm.MANAGE)
def reminder_steps(request: HttpRequest) -> HttpResponse:
    """The steps of each kind of reminder; those of one kind, or of all others, are decided here."""
    code = request.GET.get("code", "")
    known = reminders.step_tables()
    if code and code not in known:
        raise Http404
    shown = reminders.steps_shown(code=code)
    form = StepsForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            steps.set_steps(**form.cleaned_data, code=code, by=request.user, at=clock.now())
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The steps were saved."))
            return redirect("reminder_steps")
    decided = reminders.codes_decided()
    rows = [(one, words.kind_label(one), own, one in decided) for one, own in known.items()]
    context = {"form": form, "rows": rows, "code": code, "is_decided": code in decided}
    context["chosen"] = (
        words.kind_label(code) if code else _("All kinds without steps of their own")
    )
    return render(request, "notify/reminder_steps.html", context)


@access.require(Perm.MANAGE)
@require_POST
def reminder_steps_clear(request: HttpRequest) -> HttpResponse:
    """One kind of reminder follows the general steps again."""
    try:
        steps.clear_steps(code=request.POST.get("code", ""), by=request.user, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The steps were saved."))
    return redirect("reminder_steps")
