"""Pages of one's own account."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sauro.domains.accounts import selectors
from sauro.domains.accounts.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["account_profile", "account_password", "token_list", "mfa_index"])
def test_own_pages_show_and_need_a_log_in(client, clerk, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(clerk)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("path", ["/dang-nhap/email/", "/dang-nhap/password/change/"])
def test_the_pages_of_the_library_lead_to_ours(client, clerk, path):
    client.force_login(clerk)
    assert client.get(path)["Location"].startswith("/tai-khoan/")


def test_own_particulars_are_changed(client, clerk, head):
    client.force_login(clerk)
    client.post(reverse("account_profile"), {"email": "moi@example.test", "phone": "0900"})
    clerk.refresh_from_db()
    assert (clerk.email, clerk.phone) == ("moi@example.test", "0900")
    taken = client.post(reverse("account_profile"), {"email": head.email, "phone": ""})
    assert b"id_email_error" in taken.content


def test_a_token_is_shown_once_and_revoked(client, clerk, stranger):
    client.force_login(clerk)
    page = client.post(reverse("token_list"), {"name": "Báo cáo"})
    secret = re.search(r"sauro_[\w-]{20,}", page.content.decode())[0]
    token = ApiToken.objects.get()
    assert selectors.valid_token(secret=secret, today=token.created_at.date()) == token
    assert secret not in client.get(reverse("token_list")).content.decode()
    address = reverse("token_revoke", args=[token.pk])
    client.force_login(stranger)
    assert client.post(address).status_code == 404
    client.force_login(clerk)
    assert client.get(address).status_code == 405
    client.post(address)
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_token_in_the_past_is_refused_at_its_field(client, clerk):
    client.force_login(clerk)
    page = client.post(reverse("token_list"), {"name": "x", "expires_on": "2020-01-01"})
    assert b"id_expires_on_error" in page.content


def test_names_are_escaped(client, clerk):
    client.force_login(clerk)
    page = client.post(reverse("token_list"), {"name": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in page.content
