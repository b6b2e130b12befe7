"""The list of drafts, the page of one, its versions and its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.core.htmx import fragment
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import (
    DraftForm,
    IssueForm,
    NumberForm,
    ReasonForm,
    SealForm,
    SignForm,
    StepForm,
    VersionForm,
)
from sauro.domains.documents.forms.drafts import PartForm, values_of
from sauro.domains.documents.listings import DraftListing
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.draft_page import draft_or_404, issuers_of, show_draft
from sauro.domains.documents.views.standing import draft_tabs
from sauro.engines import access
from sauro.engines.office import downloads


@access.require(Perm.VIEW)
def draft_list(request: HttpRequest) -> HttpResponseBase:
    """Drafts, searched and filtered; `?state=` names those that wait for a step."""
    listing = DraftListing()
    drafts = selectors.drafts_visible(user=request.user)
    if answer := listing.download(request, drafts):
        return answer
    context = {
        "list": listing.read(params=request.GET, queryset=drafts, user=request.user),
        "tabs": draft_tabs(request, request.GET.get("state", "")),
        "may_draft": access.can(request.user, Perm.DRAFT),
    }
    return render(request, fragment(request, "documents/draft_list.html", "rows"), context)


@access.require(Perm.DRAFT)
def draft_create(request: HttpRequest) -> HttpResponse:
    """Begin a paper."""
    owners = selectors.keepers(user=request.user, permission=Perm.DRAFT)
    shape: dict[str, Any] = {"owners": owners, "issuers": issuers_of(owners)}
    if request.method != "POST":
        return render(request, "documents/draft_form.html", {"form": DraftForm(**shape)})
    form = DraftForm(request.POST, **shape)
    if form.is_valid():
        data = form.cleaned_data
        extra = {name: data[name] for name in ("owner", "issuer", "unit")}
        try:
            draft = services.create_draft(
                **form.written(), **extra, by=request.user, at=clock.now()
            )
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("draft_detail", draft.pk)
    return render(request, "documents/draft_form.html", {"form": form}, status=422)


@access.require(Perm.VIEW)
def draft_detail(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """One draft: its text, its opinions, what happens next."""
    return show_draft(request, draft_or_404(request, draft_pk))


@access.require(Perm.DRAFT)
def draft_edit(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Change what the paper will be."""
    draft = draft_or_404(request, draft_pk)
    if not access.allowed(request.user, Perm.DRAFT, draft):
        raise PermissionDenied
    shape: dict[str, Any] = {"owners": [], "issuers": [], "draft": draft}
    form = DraftForm(initial=values_of(draft), **shape)
    if request.method == "POST":
        form = DraftForm(request.POST, **shape)
        if form.is_valid():
            try:
                services.change_draft(
                    draft=draft,
                    version=form.cleaned_data["version"] or 0,
                    **form.written(),
                    by=request.user,
                    at=clock.now(),
                )
            except DomainError as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal))
            else:
                return redirect("draft_detail", draft.pk)
    context = {"form": form, "draft": draft}
    return render(request, "documents/draft_form.html", context, status=422 if form.errors else 200)


@access.require(Perm.DRAFT)
@require_POST
def version_add(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Add the next version of the text."""
    form = VersionForm(request.POST, request.FILES, auto_id="version_%s")
    return act(request, draft_pk, ("version_form", form), services.add_version)


@access.require(Perm.VIEW)
def draft_version(request: HttpRequest, draft_pk: int, number: int) -> FileResponse:
    """A version of the text, always as a download."""
    versions = draft_or_404(request, draft_pk).versions
    return downloads.download(get_object_or_404(versions, number=number))


@access.require(Perm.DRAFT)
@require_POST
def draft_submit(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Submit for approval."""
    form = StepForm(request.POST)
    return act(request, draft_pk, ("step_form", form), services.submit_draft)


@access.require(Perm.APPROVE)
@require_POST
def draft_approve(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Approve what the person looked at."""
    form = StepForm(request.POST)
    return act(request, draft_pk, ("step_form", form), services.approve_draft)


@access.require(Perm.VIEW)
@require_POST
def draft_return(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Send back for redrafting, with the reason."""
    form = ReasonForm(request.POST, auto_id="return_%s")
    return act(request, draft_pk, ("return_form", form), services.return_draft)


@access.require(Perm.DRAFT)
@require_POST
def draft_withdraw(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Give the draft up."""
    form = ReasonForm(request.POST, auto_id="withdraw_%s")
    return act(request, draft_pk, ("withdraw_form", form), services.withdraw_draft)


@access.require(Perm.NUMBER)
@require_POST
def draft_number(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Give the paper its number and its day."""
    form = NumberForm(request.POST, auto_id="number_%s")
    return act(request, draft_pk, ("number_form", form), services.number_draft)


@access.require(Perm.SIGN)
@require_POST
def draft_seal(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Sign the final paper with the certificate of this server."""
    form = SealForm(request.POST, request.FILES, auto_id="seal_%s")
    return act(request, draft_pk, ("seal_form", form), services.sign_draft_here)


@access.require(Perm.NUMBER)
@require_POST
def draft_sign(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Record the signature that was made elsewhere."""
    form = SignForm(request.POST, request.FILES, auto_id="sign_%s")
    return act(request, draft_pk, ("sign_form", form), services.sign_draft)


@access.require(Perm.NUMBER)
@require_POST
def draft_issue(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Send the document out."""
    form = IssueForm(request.POST, auto_id="issue_%s")
    return act(request, draft_pk, ("issue_form", form), services.issue_draft)


def act(
    request: HttpRequest,
    draft_pk: int,
    named: tuple[str, PartForm],
    service: Callable[..., Any],
    **on: Any,
) -> HttpResponse:
    """Run a service on a draft (or on a part of it) and go back; a refusal keeps what was typed."""
    draft = draft_or_404(request, draft_pk)
    name, form = named
    if not form.is_valid():
        return show_draft(request, draft, status=422, **{name: form})
    try:
        service(**(on or {"draft": draft}), **form.written(), by=request.user, at=clock.now())
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return show_draft(
            request, draft_or_404(request, draft_pk), status=refusal.status, **{name: form}
        )
    messages.success(request, _("Saved."))
    return redirect("draft_detail", draft_pk)
