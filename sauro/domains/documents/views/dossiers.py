"""Dossiers: the list, the page with its contents, filing, closing, handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import (
    CloseForm,
    DossierForm,
    EntryForm,
    HandOverForm,
    PutForm,
    dossier_values,
)
from sauro.domains.documents.labels import ARCHIVE_STATES
from sauro.domains.documents.listings import DossierListing
from sauro.domains.documents.models import Dossier
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.parts import cited
from sauro.domains.documents.views.showing import document_or_404, entry_of, rules_day, show
from sauro.domains.documents.views.standing import tabs
from sauro.engines import access
from sauro.engines.history import reading

_STATES = dict(ARCHIVE_STATES)


@access.require(Perm.VIEW)
def dossier_list(request: HttpRequest) -> HttpResponseBase:
    """The dossiers of one's organisations."""
    listing, today = DossierListing(), clock.today()
    found = selectors.dossiers_visible(user=request.user)
    if answer := listing.download(request, found, today=today):
        return answer
    context = {
        "list": listing.read(params=request.GET, queryset=found, user=request.user, today=today),
        "tabs": tabs(request, "dossier_list"),
        "may_register": access.can(request.user, Perm.REGISTER),
        "waiting": len(selectors.dossiers_to_hand_over(user=request.user, today=today, soon=True)),
    }
    return render(request, fragment(request, "documents/dossier_list.html", "rows"), context)


@access.require(Perm.VIEW)
def dossier_detail(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """One dossier: its particulars and what lies in it."""
    return _show(request, dossier_or_404(request, dossier_pk))


@access.require(Perm.REGISTER)
def dossier_create(request: HttpRequest) -> HttpResponse:
    """Open a dossier."""
    keepers = selectors.keepers(user=request.user)
    form = DossierForm(request.POST or None, keepers=keepers, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_dossier(
                owner=form.cleaned_data["owner"],
                dossier=form.dossier(),
                by=request.user,
                at=clock.now(),
            )
        except DomainError as refusal:
            return _refused(request, form, refusal)
        messages.success(request, _("The dossier is open."))
        return redirect("dossier_detail", made.pk)
    return _form_page(request, form, status=422 if form.errors else 200)


@access.require(Perm.REGISTER)
def dossier_edit(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """Correct the particulars of a dossier."""
    dossier = dossier_or_404(request, dossier_pk)
    access.check(request.user, Perm.REGISTER, dossier)
    form = DossierForm(request.POST or None, keepers=[], initial=dossier_values(dossier))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_dossier(
                dossier=dossier,
                new=form.dossier(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=clock.now(),
            )
        except DomainError as refusal:
            return _refused(request, form, refusal, dossier)
        messages.success(request, _("Saved."))
        return redirect("dossier_detail", dossier.pk)
    return _form_page(request, form, dossier, status=422 if form.errors else 200)


@access.require(Perm.REGISTER)
@require_POST
def dossier_file(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """File a document, named as it is cited."""
    dossier = dossier_or_404(request, dossier_pk)
    form = EntryForm(request.POST, auto_id="entry_%s")
    target = cited(request, form) if form.is_valid() else None
    if target is None:
        return _show(request, dossier, status=422, entry_form=form)

    filed = {"document": target, "note": form.cleaned_data["note"]}
    return _done(request, dossier, ("entry_form", form), services.file_in_dossier, **filed)


@access.require(Perm.REGISTER)
@require_POST
def document_put(request: HttpRequest, pk: int) -> HttpResponse:
    """File a document from its own page."""
    document = document_or_404(request, pk)
    form = PutForm(
        request.POST,
        dossiers=selectors.dossiers_open_to(user=request.user),
        auto_id="put_%s",
    )
    if not form.is_valid():
        return show(request, document, status=422, put_form=form)
    try:
        services.file_in_dossier(
            dossier=form.cleaned_data["dossier"],
            document=document,
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return show(request, document, status=refusal.status, put_form=form)
    messages.success(request, _("The document is filed."))
    return redirect("document_detail", pk)


@access.require(Perm.REGISTER)
@require_POST
def dossier_take_out(request: HttpRequest, dossier_pk: int, entry_pk: int) -> HttpResponse:
    """Take a document out."""
    dossier = dossier_or_404(request, dossier_pk)
    seen = selectors.entries_of(dossier=dossier, user=request.user)
    entry = get_object_or_404(seen.select_related("document", "dossier"), pk=entry_pk)
    try:
        services.take_from_dossier(entry=entry, by=request.user, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("dossier_detail", dossier_pk)


@access.require(Perm.REGISTER)
@require_POST
def dossier_close(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """Close the dossier."""
    dossier = dossier_or_404(request, dossier_pk)
    form = CloseForm(request.POST, auto_id="close_%s")
    return _done(request, dossier, ("close_form", form), services.close_dossier)


@access.require(Perm.REGISTER)
@require_POST
def dossier_hand_over(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """Record that the dossier went to the archive."""
    dossier = dossier_or_404(request, dossier_pk)
    form = HandOverForm(request.POST, auto_id="hand_%s")
    return _done(request, dossier, ("hand_form", form), services.hand_over_dossier)


def dossier_or_404(request: HttpRequest, pk: int) -> Any:
    """A dossier the person may see."""
    return get_object_or_404(selectors.dossiers_visible(user=request.user), pk=pk)


def _done(
    request: HttpRequest,
    dossier: Dossier,
    named: tuple[str, Form],
    service: Callable[..., Any],
    **given: Any,
) -> HttpResponse:
    """Run one step and go back to the page, with the form and the reason when it was refused."""
    name, form = named
    if not form.is_valid():
        return _show(request, dossier, status=422, **{name: form})
    values = given or form.cleaned_data
    try:
        service(dossier=dossier, **values, by=request.user, at=clock.now())
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, dossier, status=refusal.status, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("dossier_detail", dossier.pk)


def _show(request: HttpRequest, dossier: Any, *, status: int = 200, **forms: Form) -> HttpResponse:
    today = clock.today()
    may_change = access.allowed(request.user, Perm.REGISTER, dossier)
    context: dict[str, Any] = {
        "dossier": dossier,
        "entries": selectors.entries_of(dossier=dossier, user=request.user),
        "retention": selectors.retention_words(dossier=dossier),
        "state": _STATES[selectors.archive_state_of(dossier=dossier, today=today).value],
        "due_on": selectors.hand_over_due_of(dossier=dossier),
        "rule": selectors.hand_over_rule(),
        "timeline": [entry_of(one) for one in reading.timeline(dossier, limit=20)],
        "may_file": may_change and not dossier.is_closed,
        "may_hand_over": may_change and dossier.is_closed and not dossier.handed_over_on,
    }
    if context["may_file"]:
        context["entry_form"] = forms.get("entry_form") or EntryForm(auto_id="entry_%s")
        context["close_form"] = forms.get("close_form") or CloseForm(
            initial={"ended_on": dossier.ended_on}, auto_id="close_%s"
        )
        context["known"] = [
            f"{one.reference} ({rules_day(one)})"
            for one in selectors.documents_found(user=request.user, query="", limit=100)
        ]
    if context["may_hand_over"]:
        context["hand_form"] = forms.get("hand_form") or HandOverForm(auto_id="hand_%s")
    return render(request, "documents/dossier_detail.html", context, status=status)


def _refused(
    request: HttpRequest, form: Form, refusal: DomainError, dossier: Dossier | None = None
) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _form_page(request, form, dossier, status=refusal.status)


def _form_page(
    request: HttpRequest, form: Form, dossier: Dossier | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "dossier": dossier}
    return render(request, "documents/dossier_form.html", context, status=status)
