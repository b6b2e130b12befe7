"""How log-in behaves here: accounts are given by an administrator, never taken."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from sauro.core import clock
from sauro.domains.accounts import selectors, services
from sauro.domains.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself; every new password is an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set the password a person chose after following the link in an e-mail."""
        services.set_password(
            user=user, password=password, by=user, at=clock.now(), temporary=False
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return "/"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A national identity opens the account with the same verified e-mail address, or none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect the identity on its first use; refuse it when no account has its address."""
        if sociallogin.is_existing:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        user = selectors.user_of_email(addresses=verified)
        if user is None:
            page = render(request, "socialaccount/unknown.html", status=403)
            raise ImmediateHttpResponse(page)
        if not request.user.is_authenticated:
            sociallogin.connect(request, user)
