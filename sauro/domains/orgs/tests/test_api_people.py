"""People, roles, posts, bodies and names over the API: the same scope, the same services."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conftest import make_org
from sauro.domains.accounts.models import User
from sauro.domains.orgs.models import Membership, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """One request as a person; the answer is its status and body."""

    def asking(person, method, name, body=None, **keys):
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        address = reverse(f"api:{name}", kwargs=keys)
        more = {"content_type": "application/json"} if method != "get" else {}
        answer = getattr(client, method)(address, body, **more)
        return answer.status_code, answer.json() if answer.content else None

    return asking


@pytest.fixture
def newcomer(ask, admin, department):
    """A person added over the API."""
    body = {
        "username": "moi",
        "full_name": "Ngô Thị Mới",
        "organisation_id": department.pk,
        "role": "focal_officer",
    }
    status, made = ask(admin, "post", "person_add", body)
    assert status == 201
    found = User.objects.get(pk=made["id"])
    assert found.check_password(made["password"])
    assert found.must_change_password
    return found


def test_an_account_is_added_changed_locked_and_opened(ask, admin, newcomer, department):
    key = {"person_id": newcomer.pk}
    status, seen = ask(admin, "get", "person", **key)
    assert (status, seen["roles"][0]["organisation_id"]) == (200, department.pk)
    body = {"full_name": "Ngô Thị Mới Hơn", "phone": "0123"}
    assert ask(admin, "put", "person_change", body, **key)[1]["full_name"] == "Ngô Thị Mới Hơn"
    for active in (False, True):
        told = ask(admin, "post", "person_active", {"active": active}, **key)
        assert (told[0], told[1]["is_active"]) == (200, active)
    again = ask(admin, "post", "person_password", {}, **key)[1]["password"]
    newcomer.refresh_from_db()
    assert newcomer.check_password(again)
    assert ask(admin, "delete", "person_second_factor", **key) == (204, None)


def test_a_taken_name_and_an_unknown_role_are_refused(ask, admin, newcomer, department):
    body = {"username": "moi", "full_name": "X", "organisation_id": department.pk, "role": "ghost"}
    assert ask(admin, "post", "person_add", body)[1]["code"] == "name_taken"
    status, told = ask(admin, "post", "person_add", {**body, "username": "khac"})
    assert (status >= 400, told["field"]) == (True, "role")
    assert User.objects.filter(username="khac").count() == 0


def test_a_role_is_granted_and_taken_away(ask, admin, newcomer, province):
    key = {"person_id": newcomer.pk}
    body = {"role": "inspector", "organisation_id": province.pk}
    status, told = ask(admin, "post", "person_grant", body, **key)
    assert (status, {row["role"] for row in told["roles"]}) == (201, {"focal_officer", "inspector"})
    grant = RoleGrant.objects.get(user=newcomer, role="inspector")
    status, told = ask(admin, "delete", "person_revoke", grant_id=grant.pk, **key)
    assert (status, [row["role"] for row in told["roles"]]) == (200, ["focal_officer"])
    other = {"person_id": admin.pk, "grant_id": grant.pk}
    assert ask(admin, "delete", "person_revoke", **other)[0] == 404


def test_only_those_in_charge_of_accounts_write_them(ask, newcomer, monitor, stranger, clerk):
    key = {"person_id": newcomer.pk}
    for person in (monitor, clerk):
        assert ask(person, "put", "person_change", {"full_name": "X"}, **key)[0] == 403
    assert ask(stranger, "get", "person", **key)[0] in (403, 404)
    assert ask(clerk, "post", "person_password", {}, **key)[0] == 403


def test_what_each_role_allows_can_be_read(ask, admin):
    status, rows = ask(admin, "get", "role_list")
    monitor = next(row for row in rows if row["role"] == "monitor")
    assert (status, "programmes.manage" in monitor["permissions"]) == (200, True)


def test_a_post_is_changed_taken_and_ended(ask, admin, department, head, clerk):
    body = {"title": "Phó Giám đốc", "valid_from": "2025-01-01"}
    post = ask(admin, "post", "position_add", body, pk=department.pk)[1]["id"]
    key = {"position_id": post}
    changed = ask(admin, "put", "position_change", {"title": "Phó Giám đốc Sở"}, **key)
    assert changed[1]["title"] == "Phó Giám đốc Sở"
    taken = {"person_id": head.pk, "valid_from": "2025-02-01"}
    assert ask(admin, "post", "position_appointment", taken, **key)[1]["holder"] == str(head)
    another = {"person_id": clerk.pk, "valid_from": "2025-03-01"}
    assert ask(admin, "post", "position_appointment", another, **key)[1]["code"] == "post_taken"
    another["replace"] = True
    assert ask(admin, "post", "position_appointment", another, **key)[1]["holder"] == str(clerk)
    assert ask(admin, "post", "position_closing", {"on": "2025-04-30"}, **key)[0] == 200
    assert ask(clerk, "post", "position_closing", {"on": "2025-04-30"}, **key)[0] == 403


def test_members_of_a_body_come_and_go(ask, admin, province, department, leader, stranger):
    body = make_org("Ban Chỉ đạo 57", "steering", "LV-BCD", province)
    assert ask(admin, "get", "bodies")[1]["items"][0]["id"] == body.pk
    wanted = {"person_id": leader.pk, "role": "head", "valid_from": "2025-01-01"}
    status, seat = ask(admin, "post", "member_add", wanted, pk=body.pk)
    assert (status, seat["person"], seat["role"]) == (201, str(leader), "head")
    change = {"role": "deputy", "represents_id": department.pk}
    told = ask(admin, "put", "member_change", change, member_id=seat["id"])[1]
    assert (told["role"], told["represents_id"]) == ("deputy", department.pk)
    assert [one["id"] for one in ask(admin, "get", "members", pk=body.pk)[1]] == [seat["id"]]
    assert ask(stranger, "get", "members", pk=body.pk)[0] == 404
    ended = ask(admin, "post", "member_ending", {"on": "2025-02-01"}, member_id=seat["id"])
    assert ended[1]["valid_to"] == "2025-02-01"
    assert Membership.objects.get().valid_to is not None


def test_other_names_and_collective_names(ask, admin, province, department, clerk):
    status, told = ask(admin, "post", "alias_add", {"name": "Sở KHCN cũ"}, pk=department.pk)
    assert (status, told["aliases"]) == (201, ["Sở KHCN cũ"])
    alias = told["other_names"][0]["id"]
    key = {"pk": department.pk, "alias_id": alias}
    assert ask(clerk, "delete", "alias_remove", **key)[0] == 403
    assert ask(admin, "delete", "alias_remove", **key)[1]["aliases"] == []
    body = {"code": "cac-so", "name": "Các sở", "kinds": ["department"], "aliases": ["sở ngành"]}
    status, made = ask(admin, "post", "collective_add", body, pk=province.pk)
    assert (status, made["name"]) == (201, "Các sở")
    key = {"collective_id": made["id"]}
    found = ask(admin, "get", "collective_members", **key)[1]
    assert department.pk in [one["id"] for one in found["items"]]
    body = {"name": "Các sở, ngành", "kinds": ["department"]}
    assert ask(admin, "put", "collective_change", body, **key)[1]["name"] == "Các sở, ngành"
    assert ask(clerk, "put", "collective_change", body, **key)[0] == 403
