"""One's own account: how to be reached, password, access tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts import selectors, services
from sauro.domains.accounts.forms import ParticularsForm, PasswordForm, TokenForm
from sauro.domains.accounts.models import ApiToken
from sauro.engines import access


@access.logged_in
def account_profile(request: HttpRequest) -> HttpResponse:
    """Own particulars, the roles held, and the ways to log in."""
    user: Any = request.user
    form = ParticularsForm(request.POST or None, initial={"email": user.email, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_own_particulars(user=user, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("account_profile")
    return render(request, "accounts/account_profile.html", {"form": form, **_standing(user)})


@sensitive_post_parameters("old", "new", "again")
@never_cache
@access.logged_in
def account_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; also where a temporary one leads."""
    user: Any = request.user
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            changed = services.change_own_password(
                user=user, old=typed["old"], new=typed["new"], by=user, at=clock.now()
            )
        except DomainError as refused:
            form.add_error(refused.field, str(refused))
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password was changed. Other sessions were ended."))
            return redirect("home" if user.must_change_password else "account_profile")
    return render(request, "accounts/account_password.html", {"form": form})


@never_cache
@access.logged_in
def token_list(request: HttpRequest) -> HttpResponse:
    """One's access tokens; a new one shows its secret this once."""
    user: Any = request.user
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = services.issue_token(
                user=user, by=user, at=clock.now(), **form.cleaned_data
            )
            form = TokenForm()
        except DomainError as refused:
            form.add_error(refused.field, str(refused))
    found = selectors.tokens_of(user=user)
    context = {"form": form, "tokens": found, "secret": secret, "today": clock.today()}
    return render(request, "accounts/token_list.html", context)


@require_POST
@access.logged_in
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop accepting a token."""
    token = get_object_or_404(ApiToken.objects.select_related("user"), pk=pk, user=request.user)
    services.revoke_token(token=token, by=token.user, at=clock.now())
    messages.success(
        request, _("The token “%(name)s” is no longer accepted.") % {"name": token.name}
    )
    return redirect("token_list")


def _standing(user: Any) -> dict[str, Any]:
    rights = access.access_of(user)
    held = {grant.role: access.roles()[grant.role].name for grant in rights.grants}
    return {
        "role_names": list(held.values()),
        "has_second_factor": selectors.has_second_factor(user=user),
    }
