"""Pages of people: accounts, the roles they hold, and what each role allows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts.models import User
from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import forms, people, selectors, services
from sauro.domains.orgs.listings import UserListing
from sauro.domains.orgs.models import RoleGrant
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.views.saving import form_page, saved
from sauro.engines import access

SUGGESTED = 15


@access.require(AccountPerm.VIEW)
@require_GET
def user_list(request: HttpRequest) -> HttpResponseBase:
    """The people of the organisations one answers for."""
    rows, listing, today = _people(request), UserListing(), clock.today()
    if answer := listing.download(request, rows, today=today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=today)
    context = {"list": page, "can_manage": access.can(request.user, AccountPerm.MANAGE)}
    return render(request, "orgs/user_list.html", context)


@access.require(AccountPerm.VIEW)
@require_GET
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account, posts, seats, roles and what they allow."""
    return _detail(request, _person(request, pk))


@never_cache
@access.require(AccountPerm.MANAGE)
def user_create(request: HttpRequest) -> HttpResponse:
    """A new account with its first role; shows the temporary password this once."""
    scope = access.scope(request.user, AccountPerm.MANAGE)
    places = selectors.organisations(scope=scope).filter(valid_to__isnull=True)
    form = forms.PersonForm.to_create(request.POST or None, places=places)

    def write(**typed: Any) -> tuple[User, str]:
        return services.create_person(by=request.user, at=clock.now(), **typed)

    if made := saved(request, form, write):
        user, password = made
        return _detail(request, user, password=password)
    back = reverse("user_list")
    return form_page(
        request,
        form,
        title=_("New account"),
        back=back,
        submit=_("Add"),
        crumbs=[{"label": _("People"), "url": back}],
    )


@access.require(AccountPerm.MANAGE)
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the particulars of an account."""
    user = _person(request, pk, AccountPerm.MANAGE)
    form = forms.PersonForm.to_change(request.POST or None, user=user)

    def write(**typed: Any) -> User:
        return services.change_person(user=user, by=request.user, at=clock.now(), **typed)

    if saved(request, form, write):
        messages.success(request, _("Saved."))
        return redirect("user_detail", pk)
    back = reverse("user_detail", args=[pk])
    return form_page(
        request,
        form,
        title=_("Change account"),
        lead=str(user),
        back=back,
        submit=_("Save"),
        crumbs=[
            {"label": _("People"), "url": reverse("user_list")},
            {"label": str(user), "url": back},
        ],
    )


@never_cache
@require_POST
@access.require(AccountPerm.MANAGE)
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A temporary password, shown this once."""
    user = _person(request, pk, AccountPerm.MANAGE)
    try:
        user, password = services.reset_password(user=user, by=request.user, at=clock.now())
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("user_detail", pk)
    return _detail(request, user, password=password)


@require_POST
@access.require(AccountPerm.MANAGE)
def user_set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock an account or open it again."""
    user = _person(request, pk, AccountPerm.MANAGE)
    active = request.POST.get("active") == "1"
    try:
        services.set_active(user=user, active=active, by=request.user, at=clock.now())
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("user_detail", pk)


@require_POST
@access.require(AccountPerm.MANAGE)
def user_remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor away from somebody who lost his telephone."""
    user = _person(request, pk, AccountPerm.MANAGE)
    try:
        services.remove_second_factor(user=user, by=request.user, at=clock.now())
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("user_detail", pk)


@access.require(Perm.GRANT)
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role over an organisation and all below it."""
    user = _person(request, pk)
    scope = access.scope(request.user, Perm.GRANT)
    form = forms.RoleForm(request.POST or None)
    places = selectors.organisations(scope=scope).filter(valid_to__isnull=True)
    forms.choose_from(form, "organisation", places)

    def write(**typed: Any) -> RoleGrant:
        at = clock.now()
        return services.grant_role(
            user=user, valid_from=clock.day_of(at), by=request.user, at=at, **typed
        )

    back = reverse("user_detail", args=[pk])
    if saved(request, form, write):
        messages.success(request, _("The role was granted."))
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Grant a role"),
        lead=str(user),
        back=back,
        submit=_("Grant"),
        help_text=_("The role holds for the agency and everything below it."),
        crumbs=[
            {"label": _("People"), "url": reverse("user_list")},
            {"label": str(user), "url": back},
        ],
    )


@require_POST
@access.require(Perm.GRANT)
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away from this moment on."""
    grants = selectors.role_grants_over(scope=access.scope(request.user, Perm.GRANT))
    grant = get_object_or_404(grants, pk=pk)
    try:
        services.revoke_role(grant=grant, by=request.user, at=clock.now())
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("user_detail", grant.user_id)


@access.require(AccountPerm.VIEW)
@require_GET
def role_table(request: HttpRequest) -> HttpResponse:
    """Which role allows what; read from the configuration."""
    return render(request, "orgs/role_table.html", {"table": people.role_table()})


@access.require(Perm.VIEW)
@require_GET
def user_options(request: HttpRequest) -> HttpResponse:
    """Suggestions while a person is typed, for those who may appoint."""
    typed = next((text for text in map(str, request.GET.values()) if text.strip()), "")[:200]
    scope = access.scope(request.user, Perm.MANAGE)
    found = selectors.people_in(scope=scope, query=typed)[:SUGGESTED] if scope else []
    options = [(one.username, one.full_name) for one in found]
    return render(request, "orgs/options.html", {"options": options})


def _people(request: HttpRequest, permission: str = AccountPerm.VIEW) -> Any:
    return selectors.people_in(scope=access.scope(request.user, permission))


def _person(request: HttpRequest, pk: int, permission: str = AccountPerm.VIEW) -> User:
    return get_object_or_404(_people(request, permission), pk=pk)


def _detail(request: HttpRequest, user: User, *, password: str = "") -> HttpResponse:
    page = people.page_of(person=user, reader=request.user, day=clock.today())
    return render(request, "orgs/user_detail.html", {"page": page, "password": password})
