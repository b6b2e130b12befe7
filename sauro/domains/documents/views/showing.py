"""One document as its page shows it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.forms import (
    ArrivalForm,
    ClauseForm,
    ExpiryForm,
    FileForm,
    PutForm,
    RecallForm,
    RelationForm,
)
from sauro.domains.documents.labels import (
    DRAFT_STATES,
    FLOWS,
    KINDS,
    PASSIVE_RELATIONS,
    RECORDED,
    RELATIONS,
    SECRECY,
    VALIDITY,
    VERDICTS,
)
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.standing import day_of
from sauro.engines import access
from sauro.engines.history import reading
from sauro.engines.listing.columns import written
from sauro.engines.subjects import pages

_CHOICES = {
    "kind": dict(KINDS),
    "secrecy": dict(SECRECY),
    "relation": dict(RELATIONS),
    "flow": dict(FLOWS),
    "state": dict(DRAFT_STATES),
    "verdict": dict(VERDICTS),
}
_VALIDITY = dict(VALIDITY)
_DAYS = {
    *("issued_on", "recalled_on", "valid_from", "valid_until", "due_on", "day"),
    *("started_on", "ended_on", "handed_over_on"),
}


def document_or_404(request: HttpRequest, pk: int) -> Document:
    """A document the person may see; what he may not see does not exist."""
    found = selectors.documents_visible(user=request.user)
    return get_object_or_404(found, pk=pk)


def show(
    request: HttpRequest, document: Document, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The page of a document; a form that was refused keeps what was typed."""
    may_change = access.allowed(request.user, Perm.REGISTER, document)
    may_change = may_change and document.recalled_on is None
    may_sign = document.recalled_on is None and access.allowed(request.user, Perm.SIGN, document)
    arrivals = selectors.arrivals_of(document=document, user=request.user)
    draft = selectors.draft_of(document=document, user=request.user)
    onward, back = selectors.relations_of(document=document, user=request.user)
    has_content = rules.content_allowed(document.secrecy)
    context: dict[str, Any] = {
        "document": document,
        "title": document.reference,
        "onward": onward,
        "back": [(one, PASSIVE_RELATIONS[one.relation]) for one in back],
        "clauses": document.clauses.all(),
        "files": [
            _file(document, file, may_sign=may_sign)
            for file in selectors.files_of(document=document)
        ],
        "timeline": [entry_of(entry) for entry in reading.timeline(document, limit=20)],
        "arrivals": arrivals,
        "draft": draft,
        "receive_form": _receive_form(request, document, arrivals, forms),
        **_standing(request, document),
        "has_content": has_content,
        "dossiers": selectors.dossiers_of(document=document, user=request.user),
        "put_form": _put_form(request, document, forms),
        "may_change": may_change,
        "links": pages.links_on(user=request.user, kind="documents.document", record=document),
    }
    if may_change:
        context["clause_form"] = forms.get("clause_form") or ClauseForm(auto_id="clause_%s")
        context["relation_form"] = forms.get("relation_form") or RelationForm(auto_id="relation_%s")
        context["file_form"] = forms.get("file_form") or FileForm(auto_id="attach_%s")
        context["recall_form"] = forms.get("recall_form") or RecallForm(auto_id="recall_%s")
        context["expiry_form"] = forms.get("expiry_form") or ExpiryForm(
            initial={"valid_from": document.valid_from, "valid_until": document.valid_until},
            auto_id="expiry_%s",
        )
        context["known"] = [
            f"{one.reference} ({rules_day(one)})"
            for one in selectors.documents_found(user=request.user, query="", limit=100)
            if one.pk != document.pk
        ]
    return render(request, "documents/document_detail.html", context, status=status)


def _standing(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What the document is on the day looked at, since when, and what decided it."""
    day = day_of(request)
    state = selectors.validity(document=document, as_of=day)
    visible = selectors.documents_visible(user=request.user)
    return {
        "validity": _VALIDITY[state.state.value],
        "validity_state": state.state.value,
        "since": state.since,
        "decided_by": visible.filter(pk=state.by).first() if state.by else None,
        "ended": selectors.is_ended(state.state.value),
        "day": day,
    }


def _receive_form(
    request: HttpRequest, document: Document, arrivals: list[Any], forms: dict[str, Form]
) -> Form | None:
    """The form for one more arrival, for those who register somewhere it has not arrived yet."""
    had = {arrival.organisation_id for arrival in arrivals}
    found = selectors.keepers(user=request.user) if document.recalled_on is None else []
    receivers = [one for one in found if one.pk not in had]
    if not receivers or not rules.content_allowed(document.secrecy):
        return None
    return forms.get("receive_form") or ArrivalForm(receivers=receivers, auto_id="arrival_%s")


def _put_form(request: HttpRequest, document: Document, forms: dict[str, Form]) -> Form | None:
    """The form that files the document, for those with an open dossier; not for secret papers."""
    if not rules.content_allowed(document.secrecy):
        return None
    dossiers = selectors.dossiers_open_to(user=request.user)
    if "put_form" not in forms and not dossiers.exists():
        return None
    return forms.get("put_form") or PutForm(dossiers=dossiers, auto_id="put_%s")


def rules_day(document: Document) -> str:
    """The day of a document as a citation writes it."""
    return f"{document.issued_on:%d/%m/%Y}"


def in_words(name: str, value: Any) -> Any:
    """A recorded value as a person reads it."""
    if value in (None, ""):
        return ""
    if name == "year":
        return str(value)
    if name == "sha256":
        return f"{str(value)[:16]}…"
    if name in _DAYS:
        value = parse_date(str(value)) or value
    if isinstance(value, str) and value in _CHOICES.get(name, {}):
        return _CHOICES[name][value]
    return written(value, language=get_language() or "vi")


def _file(document: Document, file: Any, *, may_sign: bool) -> dict[str, Any]:
    is_pdf = file.content_type == "application/pdf"
    place = [document.pk, file.pk]
    return {
        "check_url": reverse("file_signatures", args=place) if is_pdf else "",
        "sign_url": reverse("file_sign", args=place) if is_pdf and may_sign else "",
        "pk": file.pk,
        "name": file.name,
        "url": reverse("document_file", args=[document.pk, file.pk]),
        "size": file.size,
        "by": file.by,
        "at": file.at,
        "icon": {"application/pdf": "file-type-pdf"}.get(file.content_type, "paperclip"),
    }


def entry_of(entry: reading.Entry) -> dict[str, Any]:
    changed = [
        {
            "label": RECORDED[name],
            "before": in_words(name, before),
            "after": in_words(name, after),
        }
        for name, before, after in entry.changes
        if name in RECORDED
    ]
    return {"label": entry.label, "at": entry.at, "by": entry.by_name, "changes": changed}
