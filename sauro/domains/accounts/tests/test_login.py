"""Logging in: lock-out, temporary passwords, reset by e-mail, second factor."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from sauro.domains.accounts import services
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-thu-nghiem"
LIMIT = 3


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    settings.AXES_FAILURE_LIMIT = LIMIT
    cache.clear()


def log_in(client, name, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": name, "password": password, **extra})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_log_in_page_is_ours_and_escapes(client):
    page = client.get(reverse("account_login"))
    assert page.status_code == 200
    assert b'class="public narrow"' in page.content
    failed = log_in(client, '"><script>', "x")
    assert b'"><script>' not in failed.content


@pytest.mark.parametrize("name", ["can-bo", "CAN-BO", "can-bo@example.test"])
def test_name_or_address_opens_the_account(client, clerk, name):
    response = log_in(client, name)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert is_in(client)


def test_wrong_password_says_so_without_saying_which(client, clerk):
    for name in ("can-bo", "khong-co-ai"):
        response = log_in(client, name, "sai")
        assert response.status_code == 200
        assert not is_in(client)
        assert b'role="alert"' in response.content


def test_after_too_many_failures_the_right_password_is_refused_too(client, clerk):
    for _attempt in range(LIMIT - 1):
        assert log_in(client, "can-bo", "sai").status_code == 200
    blocked = log_in(client, "can-bo", "sai")
    assert blocked.status_code == 429
    assert log_in(client, "can-bo").status_code == 429
    assert not is_in(client)


def test_name_and_address_are_counted_together(client, clerk):
    log_in(client, "can-bo", "sai")
    log_in(client, "CAN-BO@example.test", "sai")
    assert log_in(client, "Can-Bo", "sai").status_code == 429


def test_one_locked_account_does_not_lock_the_neighbour(client, clerk, head):
    for _attempt in range(LIMIT):
        log_in(client, "can-bo", "sai")
    assert log_in(client, "giam-doc").status_code == 302


def test_success_forgets_earlier_failures(client, clerk):
    for _round in range(2):
        for _attempt in range(LIMIT - 1):
            log_in(client, "can-bo", "sai")
        assert log_in(client, "can-bo").status_code == 302
        client.logout()


def test_a_reset_by_the_administrator_opens_the_account(client, clerk, admin, at):
    for _attempt in range(LIMIT):
        log_in(client, "can-bo", "sai")
    _user, password = services.reset_password(user=clerk, by=admin, at=at)
    assert log_in(client, "can-bo", password).status_code == 302


def test_a_closed_account_stays_closed(client, clerk, admin, at):
    services.lock_user(user=clerk, by=admin, at=at)
    log_in(client, "can-bo")
    assert not is_in(client)


def test_closing_an_account_ends_its_session(client, clerk, admin, at):
    client.force_login(clerk)
    services.lock_user(user=clerk, by=admin, at=at)
    assert client.get(reverse("account_profile")).status_code == 302


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"))
    assert b'<form class="form' not in page.content
    client.post(
        reverse("account_signup"), {"username": "x", "password1": "y" * 12, "password2": "y" * 12}
    )
    assert not is_in(client)


def test_a_temporary_password_opens_only_the_page_that_changes_it(client, clerk, admin, at):
    _user, password = services.reset_password(user=clerk, by=admin, at=at)
    log_in(client, "can-bo", password)
    target = reverse("account_password")
    assert client.get(reverse("account_profile"))["Location"] == target
    assert (
        client.get(reverse("account_profile"), headers={"HX-Request": "true"})["HX-Redirect"]
        == target
    )
    assert client.get(target).status_code == 200
    body = {"old": password, "new": "lua-chin-vang-dong-27", "again": "lua-chin-vang-dong-27"}
    assert client.post(target, body).status_code == 302
    assert is_in(client)
    assert client.get(reverse("account_profile")).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"old": "sai", "new": "lua-chin-vang-dong-27", "again": "lua-chin-vang-dong-27"},
        {"old": PASSWORD, "new": "ngan", "again": "ngan"},
        {"old": PASSWORD, "new": "12345678901", "again": "12345678901"},
        {"old": PASSWORD, "new": "lua-chin-vang-dong-27", "again": "khac"},
        {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD},
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(client, clerk, typed):
    client.force_login(clerk)
    page = client.post(reverse("account_password"), typed)
    assert page.status_code == 200
    assert b"field-error" in page.content
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_forgotten_password_is_reset_by_the_link_in_a_letter(client, clerk):
    client.post(reverse("account_reset_password"), {"email": clerk.email})
    [letter] = mail.outbox
    assert letter.to == [clerk.email]
    link = re.search(r"https?://[^/]+(\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    assert form.status_code == 200
    action = form.redirect_chain[-1][0] if form.redirect_chain else link
    typed = {"password1": "lua-chin-vang-dong-27", "password2": "lua-chin-vang-dong-27"}
    client.post(action, typed)
    clerk.refresh_from_db()
    assert clerk.check_password("lua-chin-vang-dong-27")
    assert Event.objects.filter(kind="accounts.user.password_set").exists()
    used = client.get(link, follow=True)
    assert b"password1" not in used.content


def test_an_unknown_address_gets_no_letter_and_the_same_answer(client, clerk):
    known = client.post(reverse("account_reset_password"), {"email": clerk.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "ai@example.test"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def switch_on_second_factor(client) -> str:
    log_in(client, "can-bo")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(asked["Location"]).status_code == 200
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(rb"<code>(\w+)</code>", page.content)[1].decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert b"field-error" in wrong.content
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    return secret


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_second_factor_is_switched_on_asked_for_and_off(client, clerk):
    switch_on_second_factor(client)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    [recovery, *_rest] = re.findall(rb"<li><code>(\w+)</code>", codes.content)
    client.logout()
    response = log_in(client, "can-bo")
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": recovery.decode()})
    assert is_in(client)
    assert client.get(reverse("mfa_index")).status_code == 200
    asked = client.get(reverse("mfa_deactivate_totp"))
    client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    client.logout()
    assert log_in(client, "can-bo")["Location"] == reverse("home")


def test_codes_cannot_be_guessed_for_long(client, clerk, settings):
    secret = switch_on_second_factor(client)
    client.logout()
    log_in(client, "can-bo")
    for _attempt in range(25):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert not is_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
        "account_reset_password_from_key_done",
        "socialaccount_login_error",
        "socialaccount_login_cancelled",
    ],
)
def test_every_public_page_of_log_in_shows_in_both_languages(client, name):
    for language in ("vi", "en"):
        client.cookies["sauro_language"] = language
        page = client.get(reverse(name))
        assert page.status_code in {200, 401}, name
        assert f'lang="{language}"'.encode() in page.content
