"""The list, the page, and the form of a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, Stale
from sauro.core.htmx import fragment
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import DocumentForm, filled_in, values_of
from sauro.domains.documents.labels import FIELDS
from sauro.domains.documents.listings import DocumentListing, IncomingListing
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.documents.views.showing import document_or_404, in_words, show
from sauro.domains.documents.views.standing import day_of, next_numbers, tabs
from sauro.engines import access


@access.require(Perm.VIEW)
def document_list(request: HttpRequest) -> HttpResponseBase:
    """The register, searched and filtered; `?tab=` names a way."""
    day, tab = day_of(request), request.GET.get("tab", "")
    listing = IncomingListing() if tab == DocumentFlow.INCOMING.value else DocumentListing()
    found = selectors.documents_of_way(user=request.user, flow=tab).with_validity(day)
    if answer := listing.download(request, found, today=day):
        return answer
    page = listing.read(params=request.GET, queryset=found, user=request.user, today=day)
    context = {
        "list": page,
        "tabs": tabs(request, tab),
        "may_register": access.can(request.user, Perm.REGISTER),
    }
    return render(request, fragment(request, "documents/document_list.html", "rows"), context)


@access.require(Perm.VIEW)
def document_suggest(request: HttpRequest) -> HttpResponse:
    """Visible documents that hold the words typed, as options of a datalist."""
    values = (request.GET.get(name, "") for name in request.GET)
    typed = next((value for value in values if value.strip()), "")[:120]
    found = selectors.documents_found(user=request.user, query=typed, limit=12) if typed else []
    context = {"documents": [(one, f"{one.issued_on:%d/%m/%Y}") for one in found]}
    return render(request, "documents/_document_options.html", context)


@access.require(Perm.VIEW)
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: particulars, relations, clauses, files, history."""
    return show(request, document_or_404(request, pk))


@access.require(Perm.REGISTER)
def document_register(request: HttpRequest) -> HttpResponse:
    """Enter a document; one written line can fill in the parts."""
    if request.method == "POST" and "fill" not in request.POST:
        form = _form(request, filled_in(request.POST))
        if form.is_valid():
            try:
                document = services.register_document(
                    particulars=form.particulars(),
                    owner=form.cleaned_data["owner"],
                    arrival=form.arrival(),
                    by=request.user,
                    at=clock.now(),
                )
            except DomainError as refusal:
                return _refused(request, form, refusal)
            messages.success(
                request, _("%(reference)s is registered.") % {"reference": document.reference}
            )
            return redirect("document_detail", document.pk)
        return _page(request, form, status=422)
    if request.method == "POST":
        return _page(request, _form(request, initial=filled_in(request.POST).dict()))
    return _page(request, _form(request))


@access.require(Perm.REGISTER)
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the entry of a document."""
    document = document_or_404(request, pk)
    access.check(request.user, Perm.REGISTER, document)
    if request.method != "POST":
        return _page(request, _form(request, document=document), document)
    form = _form(request, request.POST, document=document)
    if not form.is_valid():
        return _page(request, form, document, status=422)
    try:
        services.change_document(
            document=document,
            particulars=form.particulars(),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, form, refusal, document)
    messages.success(request, _("Saved."))
    return redirect("document_detail", document.pk)


def _form(
    request: HttpRequest,
    data: Any = None,
    *,
    document: Document | None = None,
    initial: dict[str, Any] | None = None,
) -> DocumentForm:
    may = access.can(
        request.user, Perm.MANAGE_CONFIDENTIAL, document.owner.path if document else None
    )
    return DocumentForm(
        data,
        initial=values_of(document) if document else initial,
        keepers=[] if document else selectors.keepers(user=request.user),
        may_be_confidential=may,
    )


def _refused(
    request: HttpRequest, form: DocumentForm, refusal: DomainError, document: Document | None = None
) -> HttpResponse:
    """The form with the reason, everything typed kept; a conflict shows what the other wrote."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context: dict[str, Any] = {"first": getattr(refusal, "first", None)}
    if isinstance(refusal, Stale) and document is not None:
        form.data = {**request.POST.dict(), "version": str(document.version)}
        context["theirs"] = [
            {"label": FIELDS[name], "value": in_words(name, getattr(document, name))}
            for name in FIELDS
            if name in form.cleaned_data and form.cleaned_data[name] != getattr(document, name)
        ]
    return _page(request, form, document, status=refusal.status, **context)


def _page(
    request: HttpRequest,
    form: DocumentForm,
    document: Document | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shown = {
        "form": form,
        "document": document,
        "issuers": selectors.issuer_names(user=request.user),
        "next_numbers": [] if document else next_numbers(request.user),
        **context,
    }
    return render(request, "documents/document_form.html", shown, status=status)
