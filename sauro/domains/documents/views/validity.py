"""Arrival, recall and expiry of a document; documents that stand on nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import ArrivalForm, ExpiryForm, RecallForm
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views import lost_words
from sauro.domains.documents.views.showing import document_or_404, show
from sauro.domains.documents.views.standing import day_of, tabs
from sauro.engines import access, text

_PAGE = 50


@access.require(Perm.REGISTER)
@require_POST
def document_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that the document arrived at one more organisation."""
    receivers = selectors.keepers(user=request.user)
    form = ArrivalForm(request.POST, receivers=receivers, auto_id="arrival_%s")
    return _done(
        request,
        pk,
        ("receive_form", form),
        services.receive_document,
        lambda: {"arrival": form.arrival(), "organisation": form.cleaned_data["organisation"]},
    )


@access.require(Perm.REGISTER)
@require_POST
def document_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall the document."""
    form = RecallForm(request.POST, auto_id="recall_%s")
    return _done(request, pk, ("recall_form", form), services.recall_document)


@access.require(Perm.REGISTER)
@require_POST
def document_expiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Set from when and until when the document is in force."""
    form = ExpiryForm(request.POST, auto_id="expiry_%s")
    return _done(request, pk, ("expiry_form", form), services.set_expiry)


@access.require(Perm.VIEW)
def ground_lost(request: HttpRequest) -> HttpResponse:
    """Our documents whose ground is gone or whose issuer is closed, and what to do."""
    day = day_of(request)
    found = selectors.documents_without_ground(user=request.user, as_of=day)
    page = Paginator(found.order_by("-issued_on", "-id"), _PAGE).get_page(request.GET.get("page"))
    documents = list(page.object_list)
    reasons = selectors.grounds_lost(documents=documents, user=request.user, as_of=day)
    context = {
        "page": page,
        "rows": [(one, lost_words.sentences(reasons[one.pk])) for one in documents],
        "tabs": tabs(request, "ground_lost"),
        "lead": _lead(page.paginator.count, day),
    }
    return render(request, "documents/ground_lost.html", context)


def _lead(count: int, day: date) -> str:
    """How many documents stand on nothing, on which day."""
    words = ngettext("%(count)s document on %(day)s", "%(count)s documents on %(day)s", count)
    return words % {"count": text.vi_number(count), "day": text.vi_date(day)}


def _done(
    request: HttpRequest,
    pk: int,
    named: tuple[str, Form],
    service: Callable[..., Any],
    written: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Run a service on a document and go back to it; what was refused keeps what was typed."""
    document = document_or_404(request, pk)
    name, form = named
    forms: dict[str, Form] = {name: form}
    if not form.is_valid():
        return show(request, document, status=422, **forms)
    given = written() if written else form.cleaned_data
    try:
        service(document=document, **given, by=request.user, at=clock.now())
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return show(request, document, status=refusal.status, **forms)
    messages.success(request, _("Saved."))
    return redirect("document_detail", pk)
