"""The national identity from end to end, against a provider on this machine."""

from __future__ import annotations

import warnings
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

# the mock provider uses deprecated calls of its libraries, in its own thread
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

PEOPLE = {
    "lan": {"email": "Can-Bo@example.test", "email_verified": True},
    "gian": {"email": "can-bo@example.test", "email_verified": False},
    "la": {"email": "khong-co@example.test", "email_verified": True},
    "may": {"email": "", "email_verified": True},
}


@pytest.fixture(scope="module")
def provider():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread
    people = [User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def national_identity(settings, provider):
    app = {
        "provider_id": "national-id",
        "name": "VNeID",
        "client_id": "sauro",
        "secret": "chi-de-thu",
        "settings": {"server_url": provider},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def log_in_as(client, sub: str):
    """Follow the whole path of a browser; the last answer is ours."""
    start = reverse("openid_connect_login", kwargs={"provider_id": "national-id"})
    assert client.get(start).status_code == 200
    away = client.post(start)
    assert away.status_code == 302
    back = requests.post(away["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_log_in_page_offers_the_identity(client):
    page = client.get(reverse("account_login"))
    assert b"VNeID" in page.content


def test_a_verified_address_opens_the_account_twice(client, clerk):
    for _time in range(2):
        response = log_in_as(client, "lan")
        assert response.status_code == 302, response.content.decode()[:2000]
        assert client.session["_auth_user_id"] == str(clerk.pk)
        client.logout()
    assert SocialAccount.objects.get().user == clerk


@pytest.mark.parametrize("sub", ["gian", "la", "may"])
def test_an_unverified_or_unknown_address_is_refused(client, clerk, sub):
    response = log_in_as(client, sub)
    assert response.status_code == 403
    assert b'class="public narrow"' in response.content
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_opened_by_the_identity(client, clerk):
    log_in_as(client, "lan")
    client.logout()
    clerk.is_active = False
    clerk.save()
    log_in_as(client, "lan")
    assert not is_in(client)


def test_a_refusal_at_the_provider_leads_to_our_page(client, clerk):
    start = reverse("openid_connect_login", kwargs={"provider_id": "national-id"})
    away = client.post(start)
    back = requests.post(
        away["Location"], data={"action": "deny"}, allow_redirects=False, timeout=10
    )
    parts = urlsplit(back.headers["Location"])
    response = client.get(f"{parts.path}?{parts.query}", follow=True)
    assert b'class="public narrow"' in response.content
    assert not is_in(client)


def test_an_answer_nobody_asked_for_is_refused(client, clerk):
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "national-id"})
    response = client.get(callback, {"code": "x", "state": "y"})
    assert response.status_code in {200, 401}
    assert not is_in(client)
