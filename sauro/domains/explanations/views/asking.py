"""Asking a unit to explain one record, or many at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.explanations import links, wording
from sauro.domains.explanations.forms import AskForm, first_values
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.selectors import asking
from sauro.domains.explanations.services import requests
from sauro.domains.explanations.views.request_page import kind_words, who
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.listing.selecting import ids_of
from sauro.engines.subjects import Subject


@access.require(Perm.ASK)
@require_http_methods(["GET", "POST"])
def explanation_ask(request: HttpRequest) -> HttpResponse:
    """Ask about the record of `?kind=` and `?id=`; `?cause=` names the rule of an alert."""
    if not request.GET.get("kind"):
        return _choose(request)
    subject, place = _subject_or_404(request)
    today = clock.today()
    units = asking.units_to_ask(place=place, day=today)
    if request.method == "POST":
        form = AskForm(request.POST, units=units)
        if form.is_valid() and (made := _asked(request, subject, form)):
            messages.success(request, _("The unit was asked to explain."))
            return redirect("explanation_detail", made.pk)
        return _form_again(request, subject, form, status=422)
    ready = _ready(request, subject)
    form = AskForm(
        units=units,
        initial=first_values(
            question=_chosen(request, ready),
            due_on=asking.default_due(today=today),
            unit_id=subject.organisation_id,
            key=str(uuid.uuid4()),
        ),
    )
    return _form_again(request, subject, form)


def _choose(request: HttpRequest) -> HttpResponse:
    """What most often is to be explained, when the address names no record."""
    today = clock.today()
    lines = [
        {
            "title": task.title,
            "url": links.ask_url(kind="programmes.task", number=str(task.pk)),
            "lead": task.lead.label if task.lead else "",
            "due_on": task.as_due_on,
            "days": (task.as_due_on - today).days,
        }
        for task in asking.overdue_tasks(user=request.user, today=today)
    ]
    return render(request, "explanations/ask_choose.html", {"tasks": lines})


def _subject_or_404(request: HttpRequest) -> tuple[Subject, Organisation]:
    """The record named in the address and in whose name it is asked about; 403 for who may not."""
    kind, number = request.GET.get("kind", "")[:60], request.GET.get("id", "")[:40]
    subject = asking.subject_seen(kind=kind, number=number, user=request.user)
    if subject is None:
        raise Http404
    place = asking.place_to_ask(user=request.user, subject=subject)
    if place is None:
        raise PermissionDenied
    return subject, place


def _asked(request: HttpRequest, subject: Subject, form: AskForm) -> Any | None:
    alert = ids_of([request.GET.get("alert", "")], most=1)
    data = form.cleaned_data
    try:
        return requests.ask(
            subject_kind=subject.kind,
            subject_id=subject.id,
            question=data["question"],
            due_on=data["due_on"],
            asked_of=data["asked_of"],
            request_key=data["request_key"] or None,
            alert_id=next(iter(alert), None),
            **who(request),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _ready(request: HttpRequest, subject: Subject) -> list[wording.Sentence]:
    today = clock.today()
    situation = asking.situation_of(subject=subject, user=request.user, today=today)
    cause = request.GET.get("cause", "")
    return wording.sentences(situation=situation, cause=cause, today=today)


def _chosen(request: HttpRequest, ready: list[wording.Sentence]) -> str:
    """The sentence the person picked, otherwise the fittest."""
    picked = request.GET.get("sentence", "")
    return next((one.text for one in ready if one.code == picked), ready[0].text)


def _form_again(
    request: HttpRequest, subject: Subject, form: AskForm, *, status: int = 200
) -> HttpResponse:
    today = clock.today()
    unit = str(form["asked_of"].value() or subject.organisation_id or "")
    unit_id = next(iter(ids_of([unit], most=1)), None)
    context: dict[str, Any] = {
        "form": form,
        "subject": subject,
        "kind_words": kind_words(subject.kind),
        "situation": asking.situation_of(subject=subject, user=request.user, today=today),
        "sentences": _ready(request, subject),
        "open_request": asking.open_request(subject=subject),
        "answerers": asking.answerers_of(unit=unit_id, day=today) if unit_id else [],
    }
    return render(request, "explanations/ask_form.html", context, status=status)
