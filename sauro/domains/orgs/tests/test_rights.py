"""Roles and accounts of the people of an organisation: who may pass on what, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from conftest import give, make_user
from sauro.core.errors import NotAllowed
from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.models import RoleGrant, Tenure
from sauro.engines import access
from sauro.engines.history import reading
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def kinds_of_events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_role_is_granted_once_and_revoked_at_once(department, clerk, admin, at, today):
    values = {"user": clerk, "role": "leader", "organisation": department, "by": admin, "at": at}
    grant = services.grant_role(valid_from=today, **values)
    assert services.grant_role(valid_from=today, **values) == grant
    assert access.can(clerk, "programmes.decide", department.path)
    services.revoke_role(grant=grant, by=admin, at=at)
    services.revoke_role(grant=grant, by=admin, at=at)
    assert not access.can(clerk, "programmes.decide")
    assert kinds_of_events() == ["orgs.role.granted", "orgs.role.revoked"]


def test_a_role_held_for_long_keeps_its_days_when_revoked(clerk, admin, at, today):
    grant = RoleGrant.objects.get(user=clerk)
    services.revoke_role(grant=grant, by=admin, at=at)
    grant.refresh_from_db()
    assert grant.valid_to == today - timedelta(days=1)


def test_rights_over_rights_are_passed_on_only_by_their_holder(
    province, department, clerk, head, admin, at, today
):
    values = {"valid_from": today, "at": at, "organisation": department}
    with pytest.raises(NotAllowed):
        services.grant_role(user=head, role="leader", by=clerk, **values)
    with pytest.raises(services.OwnRights):
        services.grant_role(user=admin, role="monitor", by=admin, **values)
    with pytest.raises(services.UnknownRole):
        services.grant_role(user=head, role="king", by=admin, **values)
    local = give(make_user("qt-so", "Quản trị sở"), "administrator", department)
    with pytest.raises(NotAllowed):
        services.grant_role(
            user=head,
            role="administrator",
            organisation=province,
            valid_from=today,
            by=local,
            at=at,
        )
    services.grant_role(user=head, role="administrator", by=local, **values)


def test_no_administrator_reaches_into_another_province(other_province, clerk, admin, at, today):
    with pytest.raises(NotAllowed):
        services.grant_role(
            user=clerk,
            role="leader",
            organisation=other_province,
            valid_from=today,
            by=admin,
            at=at,
        )
    with pytest.raises(NotAllowed):
        services.create_person(
            organisation=other_province, role="leader", username="x", full_name="X", by=admin, at=at
        )


def test_a_new_person_has_a_role_and_a_temporary_password(department, admin, at):
    user, password = services.create_person(
        organisation=department,
        role="focal_officer",
        username="moi",
        full_name="Người Mới",
        by=admin,
        at=at,
    )
    assert user.must_change_password
    assert user.check_password(password)
    assert user in selectors.people_in(scope=access.scope(admin, "accounts.manage"))


def test_a_person_with_rights_elsewhere_is_not_managed_here(
    clerk, other_province, stranger, admin, at
):
    services.reset_password(user=clerk, by=admin, at=at)
    give(clerk, "leader", other_province)
    for write in (
        lambda: services.reset_password(user=clerk, by=admin, at=at),
        lambda: services.set_active(user=stranger, active=False, by=admin, at=at),
        lambda: services.change_person(
            user=stranger, full_name="X", email="", phone="", by=admin, at=at
        ),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_a_person_is_changed_and_locked_by_his_administrator(clerk, admin, at):
    services.change_person(
        user=clerk, full_name="Lan Anh", email="moi@example.test", phone="1", by=admin, at=at
    )
    services.set_active(user=clerk, active=False, by=admin, at=at)
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.is_active) == ("Lan Anh", False)
    services.set_active(user=clerk, active=True, by=admin, at=at)
    assert reading.events_of(clerk).count() == 3
    assert Tenure.objects.count() == 0


def test_a_second_factor_is_removed_only_by_ones_own_administrator(clerk, stranger, admin, at):
    for person in (clerk, stranger):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    services.remove_second_factor(user=clerk, by=admin, at=at)
    services.remove_second_factor(user=clerk, by=admin, at=at)
    assert kinds_of_events() == ["accounts.user.second_factor_removed"]
    with pytest.raises(NotAllowed):
        services.remove_second_factor(user=stranger, by=admin, at=at)
    assert Authenticator.objects.get().user == stranger


def test_a_role_that_no_longer_exists_can_still_be_taken_away(clerk, admin, at, today):
    RoleGrant.objects.filter(user=clerk).update(role="da-bo")
    grant = services.revoke_role(grant=RoleGrant.objects.get(user=clerk), by=admin, at=at)
    assert grant.valid_to == today - timedelta(days=1)
    again = services.revoke_role(grant=grant, by=admin, at=at)
    assert again.valid_to == grant.valid_to
    assert kinds_of_events() == ["orgs.role.revoked"]


def test_a_role_that_holds_everywhere_is_for_those_who_hold_it_everywhere(
    head, department, admin, system, at, today, monkeypatch
):
    everywhere = access.Role("national", "National", frozenset({"orgs.grant"}), everywhere=True)
    known = {**access.roles(), "national": everywhere}
    monkeypatch.setattr("sauro.config.roles.ROLES", known)
    values = {"user": head, "role": "national", "organisation": department, "valid_from": today}
    with pytest.raises(NotAllowed):
        services.grant_role(**values, by=admin, at=at)
    services.grant_role(**values, by=system, at=at)
    with pytest.raises(NotAllowed):
        services.reset_password(user=head, by=admin, at=at)
