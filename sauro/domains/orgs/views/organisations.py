"""Pages of organisations: list, tree, one of them, make, change, close, other names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import forms, selectors, services, sheets
from sauro.domains.orgs.listings import OrganisationListing
from sauro.domains.orgs.models import Organisation, OrganisationAlias
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.views.saving import form_page, saved
from sauro.engines import access
from sauro.engines.history import reading

SUGGESTED = 15


@access.require(Perm.VIEW)
@require_GET
def organisation_list(request: HttpRequest) -> HttpResponseBase:
    """Every organisation the person may see, with search, filters and export."""
    rows, day = selectors.visible_to(user=request.user), day_of(request)
    listing = OrganisationListing()
    if answer := listing.download(request, rows, today=day):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=day)
    context = {"list": page, "can_manage": access.can(request.user, Perm.MANAGE)}
    return render(request, "orgs/organisation_list.html", context)


@access.require(Perm.VIEW)
@require_GET
def organisation_tree(request: HttpRequest) -> HttpResponse:
    """The tree from one organisation down; without one, from the top of what may be seen."""
    rows = selectors.visible_to(user=request.user).filter(sheets.on(day_of(request)))
    root = None
    if (asked := request.GET.get("duoi", "")).isdecimal():
        root = get_object_or_404(rows, pk=int(asked[:18]))
    context = {"branches": sheets.branches(rows, root=root), "root": root}
    return render(request, "orgs/organisation_tree.html", context)


@access.require(Perm.VIEW)
@require_GET
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: its names, place, posts and holders, members, history."""
    organisation = visible(request, pk)
    sheet = sheets.sheet_of(organisation=organisation, user=request.user, day=day_of(request))
    context = {"sheet": sheet, "today": clock.today()}
    return render(request, "orgs/organisation_detail.html", context)


@access.require(Perm.MANAGE)
def organisation_create(request: HttpRequest, parent: int) -> HttpResponse:
    """A new organisation below another one."""
    above = managed(request, parent)
    form = forms.OrganisationForm.to_create(request.POST or None, today=clock.today())

    def write(**typed: Any) -> Organisation:
        return services.create_organisation(parent=above, by=request.user, at=clock.now(), **typed)

    if made := saved(request, form, write):
        messages.success(request, _("“%(name)s” was added.") % {"name": made})
        return redirect("organisation_detail", made.pk)
    return form_page(
        request,
        form,
        title=_("New agency"),
        lead=_("Part of %(name)s") % {"name": above},
        back=address_of(above),
        submit=_("Add"),
        crumbs=crumbs_of(above),
        draft=f"organisation-below-{above.pk}",
    )


@access.require(Perm.MANAGE)
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the particulars of an organisation."""
    found = managed(request, pk)
    newest = reading.events_of(found).first()
    form = forms.OrganisationForm.to_change(
        request.POST or None, organisation=found, seen=newest.pk if newest else None
    )

    def write(**typed: Any) -> Organisation:
        return services.change_organisation(
            organisation=found, by=request.user, at=clock.now(), **typed
        )

    if saved(request, form, write):
        messages.success(request, _("Saved."))
        return redirect("organisation_detail", found.pk)
    return form_page(
        request,
        form,
        title=_("Change agency"),
        lead=str(found),
        back=address_of(found),
        submit=_("Save"),
        crumbs=crumbs_of(found),
        draft=f"organisation-{found.pk}",
    )


@access.require(Perm.MANAGE)
def organisation_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an organisation, with its successor and the document that decided it."""
    found = managed(request, pk)
    form = forms.CloseForm(request.POST or None)
    forms.choose_from(form, "successor", manageable(request).filter(valid_to__isnull=True))

    def write(*, on: date, successor: Organisation | None, ground: str) -> Organisation:
        successors = [successor] if successor else []
        return services.close_organisation(
            organisation=found,
            on=on,
            successors=successors,
            ground=ground,
            by=request.user,
            at=clock.now(),
        )

    if saved(request, form, write):
        messages.success(request, _("The agency was closed."))
        return redirect("organisation_detail", found.pk)
    return form_page(
        request,
        form,
        title=_("Close agency"),
        lead=str(found),
        back=address_of(found),
        submit=_("Close agency"),
        crumbs=crumbs_of(found),
        danger="1",
    )


@require_POST
@access.require(Perm.MANAGE)
def alias_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name of an organisation."""
    try:
        services.add_alias(
            organisation=managed(request, pk),
            name=request.POST.get("name", "")[:250],
            by=request.user,
            at=clock.now(),
        )
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("organisation_detail", pk)


@require_POST
@access.require(Perm.MANAGE)
def alias_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a name away."""
    aliases = OrganisationAlias.objects.filter(organisation__in=manageable(request))
    alias = get_object_or_404(aliases.select_related("organisation"), pk=pk)
    services.remove_alias(alias=alias, by=request.user, at=clock.now())
    return redirect("organisation_detail", alias.organisation_id)


@access.require(Perm.VIEW)
@require_GET
def organisation_options(request: HttpRequest) -> HttpResponse:
    """Suggestions while an organisation is typed."""
    typed = next((text for text in map(str, request.GET.values()) if text.strip()), "")[:200]
    rows = selectors.visible_to(user=request.user).filter(valid_to__isnull=True)
    found = selectors.named(organisations=rows, query=typed)[:SUGGESTED]
    options = [(one.code, one.name) for one in found]
    return render(request, "orgs/options.html", {"options": options})


def day_of(request: HttpRequest) -> date:
    """The day that is looked at."""
    return getattr(request, "as_of_day", None) or clock.today()


def visible(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, if the person may see it; 404 as if it were not there."""
    return get_object_or_404(selectors.visible_to(user=request.user), pk=pk)


def manageable(request: HttpRequest) -> Any:
    """The organisations the person may change."""
    return selectors.organisations(scope=access.scope(request.user, Perm.MANAGE))


def managed(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, if the person may change it."""
    return get_object_or_404(manageable(request), pk=pk)


def address_of(organisation: Organisation) -> str:
    """The page of an organisation."""
    return reverse("organisation_detail", args=[organisation.pk])


def crumbs_of(organisation: Organisation) -> list[dict[str, str]]:
    """The way from the list to an organisation."""
    return [
        {"label": _("Agencies"), "url": reverse("organisation_list")},
        {"label": organisation.label, "url": address_of(organisation)},
    ]


def manages_accounts(request: HttpRequest) -> bool:
    """Whether the person may change accounts somewhere."""
    return access.can(request.user, AccountPerm.MANAGE)
