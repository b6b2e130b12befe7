"""Access tokens over the API, and the session of the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sauro.core import clock
from sauro.domains.accounts import services
from sauro.domains.accounts.models import ApiToken

pytestmark = pytest.mark.django_db


def url(name: str, **keys) -> str:
    return reverse(f"api:{name}", kwargs=keys)


def bearer(secret: str) -> dict:
    return {"headers": {"Authorization": f"Bearer {secret}"}}


@pytest.fixture
def secret(clerk, at):
    return services.issue_token(user=clerk, name="thử", by=clerk, at=at)[1]


def test_nobody_is_nobody(client):
    assert client.get(url("me")).status_code == 401
    assert client.get(url("me"), **bearer("sauro_sai")).status_code == 401


def test_a_token_stands_for_its_owner_and_his_rights(client, clerk, secret):
    answer = client.get(url("me"), **bearer(secret)).json()
    assert (answer["username"], answer["roles"][0]["role"]) == ("can-bo", "focal_officer")
    assert "programmes.report" in answer["permissions"]
    assert ApiToken.objects.get().last_used_on == clock.today()


def test_a_token_costs_few_queries(client, clerk, secret, django_assert_max_num_queries):
    client.get(url("me"), **bearer(secret))
    with django_assert_max_num_queries(4):
        client.get(url("me"), **bearer(secret))


@pytest.mark.parametrize("ending", ["revoked", "expired", "locked", "temporary"])
def test_a_token_that_ended_opens_nothing(client, clerk, admin, secret, at, ending):
    token = ApiToken.objects.get()
    if ending == "revoked":
        services.revoke_token(token=token, by=clerk, at=at)
    elif ending == "expired":
        token.expires_on = clock.today() - timedelta(days=1)
        token.save()
    elif ending == "locked":
        services.lock_user(user=clerk, by=admin, at=at)
    else:
        services.reset_password(user=clerk, by=admin, at=at)
    assert client.get(url("me"), **bearer(secret)).status_code == 401


def test_writing_with_the_session_asks_for_the_csrf_token(clerk, secret):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    body = {"name": "mới"}
    assert client.post(url("token_issue"), body, content_type="application/json").status_code == 403
    with_token = client.post(
        url("token_issue"), body, content_type="application/json", **bearer(secret)
    )
    assert with_token.status_code == 201


def test_tokens_are_issued_listed_and_revoked(client, clerk, stranger):
    client.force_login(clerk)
    made = client.post(url("token_issue"), {"name": "báo cáo"}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["secret"].startswith("sauro_")
    [listed] = client.get(url("token_list")).json()
    assert "secret" not in listed
    address = url("token_revoke", pk=listed["id"])
    client.force_login(stranger)
    assert client.delete(address).status_code == 404
    client.force_login(clerk)
    assert client.delete(address).status_code == 204
    assert client.get(url("token_list")).json() == []


def test_a_temporary_password_keeps_the_api_closed(client, clerk, admin, at):
    services.reset_password(user=clerk, by=admin, at=at)
    clerk.refresh_from_db()
    client.force_login(clerk)
    assert client.get(url("me")).status_code in {401, 403}
