"""Relations, clauses and files of a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents import rules, selectors, services
from sauro.domains.documents.forms import ClauseForm, FileForm, RelationForm
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.showing import document_or_404, rules_day, show
from sauro.engines import access
from sauro.engines.office import downloads


@access.require(Perm.REGISTER)
@require_POST
def document_relate(request: HttpRequest, pk: int) -> HttpResponse:
    """State what this document does to another, named as it is cited."""
    document = document_or_404(request, pk)
    form = RelationForm(request.POST, auto_id="relation_%s")
    if not form.is_valid():
        return show(request, document, status=422, relation_form=form)
    target = cited(request, form)
    if target is None:
        return show(request, document, status=422, relation_form=form)
    try:
        services.relate_documents(
            source=document,
            target=target,
            relation=form.cleaned_data["relation"],
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, document, "relation_form", form, refusal)
    return redirect("document_detail", pk)


@access.require(Perm.REGISTER)
@require_POST
def document_unrelate(request: HttpRequest, pk: int, relation_pk: int) -> HttpResponse:
    """Take a relation back."""
    document = document_or_404(request, pk)
    relation = get_object_or_404(
        document.relations.select_related("source", "target"), pk=relation_pk
    )
    return _after(request, pk, services.remove_relation, relation=relation)


@access.require(Perm.REGISTER)
@require_POST
def clause_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a clause."""
    document = document_or_404(request, pk)
    form = ClauseForm(request.POST, auto_id="clause_%s")
    if not form.is_valid():
        return show(request, document, status=422, clause_form=form)
    try:
        services.add_clause(document=document, **form.cleaned_data, by=request.user, at=clock.now())
    except DomainError as refusal:
        return _refused(request, document, "clause_form", form, refusal)
    return redirect("document_detail", pk)


@access.require(Perm.REGISTER)
@require_POST
def clause_remove(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Remove a clause on which nothing rests."""
    document = document_or_404(request, pk)
    clause = get_object_or_404(document.clauses.select_related("document"), pk=clause_pk)
    return _after(request, pk, services.remove_clause, clause=clause)


@access.require(Perm.REGISTER)
@require_POST
def file_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file."""
    document = document_or_404(request, pk)
    form = FileForm(request.POST, request.FILES, auto_id="attach_%s")
    if not form.is_valid():
        return show(request, document, status=422, file_form=form)
    file = form.cleaned_data["file"]
    try:
        services.attach_file(
            document=document, file=file, name=file.name, by=request.user, at=clock.now()
        )
    except DomainError as refusal:
        return _refused(request, document, "file_form", form, refusal)
    messages.success(request, _("The file is attached."))
    return redirect("document_detail", pk)


@access.require(Perm.VIEW)
def file_download(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """An attached file, always as a download."""
    document = document_or_404(request, pk)
    return downloads.download(get_object_or_404(document.files, pk=file_pk))


@access.require(Perm.REGISTER)
@require_POST
def file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Remove an attached file."""
    document = document_or_404(request, pk)
    file = get_object_or_404(document.files.select_related("document"), pk=file_pk)
    return _after(request, pk, services.remove_file, file=file)


def cited(request: HttpRequest, form: Form) -> Document | None:
    """The one document that was meant; otherwise the form says why there is none."""
    reference = rules.parse_reference(form.cleaned_data["target"])
    found = list(selectors.documents_of_reference(user=request.user, reference=reference)[:5])
    if len(found) == 1:
        return found[0]
    if not found:
        form.add_error("target", _("No such document is registered. Register it first."))
    else:
        days = ", ".join(rules_day(one) for one in found)
        form.add_error(
            "target",
            _("Several documents have this number: add the date (%(days)s).") % {"days": days},
        )
    return None


def _refused(
    request: HttpRequest, document: Document, name: str, form: Form, refusal: DomainError
) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return show(request, document, status=refusal.status, **{name: form})


def _after(request: HttpRequest, pk: int, service: Any, **what: Any) -> HttpResponse:
    """Run a removal and go back to the page, with the reason when it was refused."""
    try:
        service(**what, by=request.user, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed."))
    return redirect("document_detail", pk)
