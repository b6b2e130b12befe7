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
from sauro.domains.documents.forms import ClauseForm, FileForm, RelationForm
from sauro.domains.documents.labels import KINDS, PASSIVE_RELATIONS, RECORDED, RELATIONS, SECRECY
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.engines import access
from sauro.engines.history import reading
from sauro.engines.listing.columns import written

_CHOICES = {"kind": dict(KINDS), "secrecy": dict(SECRECY), "relation": dict(RELATIONS)}


def document_or_404(request: HttpRequest, pk: int) -> Document:
    """A document the person may see; what he may not see does not exist."""
    found = selectors.documents_visible(user=request.user).with_replaced()
    return get_object_or_404(found, pk=pk)


def show(
    request: HttpRequest, document: Document, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The page of a document; a form that was refused keeps what was typed."""
    may_change = access.allowed(request.user, Perm.REGISTER, document)
    onward, back = selectors.relations_of(document=document, user=request.user)
    has_content = rules.content_allowed(document.secrecy)
    context: dict[str, Any] = {
        "document": document,
        "title": document.reference,
        "onward": onward,
        "back": [(one, PASSIVE_RELATIONS[one.relation]) for one in back],
        "clauses": document.clauses.all(),
        "files": [_file(document, file) for file in selectors.files_of(document=document)],
        "timeline": [_entry(entry) for entry in reading.timeline(document, limit=20)],
        "has_content": has_content,
        "may_change": may_change,
    }
    if may_change:
        context["clause_form"] = forms.get("clause_form") or ClauseForm(auto_id="clause_%s")
        context["relation_form"] = forms.get("relation_form") or RelationForm(auto_id="relation_%s")
        context["file_form"] = forms.get("file_form") or FileForm(auto_id="attach_%s")
        context["known"] = [
            f"{one.reference} ({rules_day(one)})"
            for one in selectors.documents_found(user=request.user, query="", limit=100)
            if one.pk != document.pk
        ]
    return render(request, "documents/document_detail.html", context, status=status)


def rules_day(document: Document) -> str:
    """The day of a document as a citation writes it."""
    return f"{document.issued_on:%d/%m/%Y}"


def in_words(name: str, value: Any) -> Any:
    """A recorded value as a person reads it."""
    if value in (None, ""):
        return ""
    if name == "issued_on":
        value = parse_date(str(value)) or value
    return _CHOICES.get(name, {}).get(value) or written(value, language=get_language() or "vi")


def _file(document: Document, file: Any) -> dict[str, Any]:
    return {
        "pk": file.pk,
        "name": file.name,
        "url": reverse("document_file", args=[document.pk, file.pk]),
        "size": file.size,
        "by": file.by,
        "at": file.at,
        "icon": {"application/pdf": "file-type-pdf"}.get(file.content_type, "paperclip"),
    }


def _entry(entry: reading.Entry) -> dict[str, Any]:
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
