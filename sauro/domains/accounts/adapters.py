"""How log-in behaves here: accounts are given by an administrator, never taken."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.accounts import selectors, services
from sauro.domains.accounts.models import User

_WRONG = _("The user name or the password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself; every new password is an event."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is locked."),
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "incorrect_code": _("This code is not right."),
        "invalid_password_reset": _("This link is no longer valid."),
        "unknown_email": _("No account has this address."),
        "too_many_login_attempts": _("Too many attempts. Try again later."),
        "rate_limited": _("Too many attempts. Try again later."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set the password a person chose after following the link in an e-mail."""
        services.set_password(
            user=user, password=password, by=user, at=clock.now(), temporary=False
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor in the words of the rest of the pages."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right."),
        "cannot_delete_authenticator": _("The second factor cannot be switched off."),
        "cannot_generate_recovery_codes": _("Switch on the second factor first."),
        "unverified_email": _("Confirm your e-mail address first."),
    }


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
