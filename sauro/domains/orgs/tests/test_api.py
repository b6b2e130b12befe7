"""Agencies and people over the API: the same scope, the same services."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sauro.domains.orgs.models import Organisation, Position

pytestmark = pytest.mark.django_db


def url(name: str, **keys) -> str:
    return reverse(f"api:{name}", kwargs=keys)


def post(client, address: str, body: dict):
    return client.post(address, body, content_type="application/json")


def test_agencies_are_searched_and_paged_within_the_province(
    client, monitor, department, other_province
):
    client.force_login(monitor)
    found = client.get(url("organisations"), {"q": "khoa hoc", "size": 1}).json()
    assert (found["total"], found["items"][0]["id"]) == (1, department.pk)
    everything = client.get(url("organisations")).json()
    assert other_province.pk not in [one["id"] for one in everything["items"]]


def test_a_stranger_gets_404(client, stranger, department):
    client.force_login(stranger)
    for name in ("organisation", "positions"):
        assert client.get(url(name, pk=department.pk)).status_code == 404
    assert client.get(url("organisations"), {"q": "khoa hoc"}).json()["total"] == 0


def test_an_agency_is_added_changed_and_closed(client, admin, province, department, today):
    client.force_login(admin)
    body = {
        "parent_id": province.pk,
        "name": "Sở Nội vụ",
        "kind": "department",
        "valid_from": "2025-03-01",
    }
    made = post(client, url("organisation_add"), body)
    assert made.status_code == 201
    again = post(client, url("organisation_add"), body)
    assert again.json()["id"] == made.json()["id"]
    pk = made.json()["id"]
    changed = client.put(
        url("organisation_change", pk=pk),
        {**body, "short_name": "Sở NV"},
        content_type="application/json",
    )
    assert changed.json()["short_name"] == "Sở NV"
    closed = post(
        client,
        url("organisation_closing", pk=pk),
        {"on": "2025-06-30", "successor_ids": [department.pk], "ground": "NQ"},
    )
    assert closed.json()["successors"] == [
        {"organisation_id": department.pk, "on": "2025-07-01", "ground": "NQ"}
    ]
    assert Organisation.objects.get(pk=pk).is_descendant_of(
        Organisation.objects.get(pk=department.pk)
    )


def test_a_reader_writes_nothing(client, monitor, province, department):
    client.force_login(monitor)
    body = {"parent_id": province.pk, "name": "X", "kind": "centre", "valid_from": "2025-03-01"}
    assert post(client, url("organisation_add"), body).status_code == 403
    body = {"title": "Giám đốc", "valid_from": "2025-03-01"}
    assert post(client, url("position_add", pk=department.pk), body).status_code == 403


def test_posts_have_holders(client, admin, department):
    client.force_login(admin)
    body = {"title": "Giám đốc", "is_head": True, "valid_from": "2025-03-01"}
    assert post(client, url("position_add", pk=department.pk), body).status_code == 201
    [one] = client.get(url("positions", pk=department.pk), {"as_of": "2025-06-10"}).json()
    assert (one["id"], one["holder"]) == (Position.objects.get().pk, None)


def test_written_names_are_matched(client, monitor, department):
    client.force_login(monitor)
    answer = client.get(url("names"), {"written": ["Sở KH&CN", "ai đó"]}).json()
    assert [one["organisation_id"] for one in answer] == [department.pk, None]


def test_people_are_those_of_the_own_agencies(client, admin, clerk, stranger):
    client.force_login(admin)
    found = client.get(url("people"), {"q": "nguyen thi lan"}).json()
    assert [one["username"] for one in found["items"]] == ["can-bo"]
    assert client.get(url("people"), {"q": stranger.username}).json()["total"] == 0
    client.force_login(clerk)
    assert client.get(url("people")).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "kind": "centre", "valid_from": "2025-03-01"},
        {"name": "X", "kind": "palace", "valid_from": "2025-03-01"},
        {"name": "X", "kind": "centre", "valid_from": "hôm qua"},
        {"name": "X\x00", "kind": "centre", "valid_from": "2025-03-01"},
        {"name": "X", "kind": "centre", "valid_from": "2025-03-01", "email": "khong"},
    ],
)
def test_bad_values_are_named(client, admin, province, body):
    client.force_login(admin)
    answer = post(client, url("organisation_add"), {"parent_id": province.pk, **body})
    assert answer.status_code == 422
