"""Writing accounts and tokens: state, event, and who is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.accounts import selectors, services
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def last_event() -> Event:
    return Event.objects.latest("id")


def test_an_account_is_made_with_its_event(admin, at):
    user = services.create_user(
        username="nguyen.an",
        full_name="  Nguyễn   Văn An ",
        email="An@Example.Test",
        by=admin,
        at=at,
    )
    assert (user.full_name, user.email) == ("Nguyễn Văn An", "an@example.test")
    assert not user.has_usable_password()
    assert last_event().kind == "accounts.user.created"
    assert user in selectors.users(query="nguyen van an")


def test_a_name_or_address_is_taken_whatever_its_case(admin, clerk, at):
    with pytest.raises(services.NameTaken):
        services.create_user(username="CAN-BO", full_name="X", by=admin, at=at)
    with pytest.raises(services.NameTaken):
        services.create_user(
            username="khac", full_name="X", email=clerk.email.upper(), by=admin, at=at
        )


def test_only_managers_of_accounts_make_change_and_lock_them(clerk, monitor, at):
    with pytest.raises(NotAllowed):
        services.create_user(username="a", full_name="A", by=monitor, at=at)
    with pytest.raises(NotAllowed):
        services.set_password(user=clerk, password="x" * 12, by=monitor, at=at, temporary=True)
    with pytest.raises(NotAllowed):
        services.lock_user(user=clerk, by=monitor, at=at)


def test_the_same_particulars_again_write_nothing(admin, clerk, at):
    values = {"full_name": "Lan Mới", "email": clerk.email, "phone": "", "is_active": True}
    services.change_user(user=clerk, by=admin, at=at, **values)
    count = Event.objects.count()
    services.change_user(user=clerk, by=admin, at=at, **values)
    assert Event.objects.count() == count


def test_own_password_needs_the_present_one(clerk, at):
    with pytest.raises(services.WrongPassword):
        services.change_own_password(user=clerk, old="khac", new="m" * 12, by=clerk, at=at)
    services.change_own_password(
        user=clerk, old="mat-khau-thu-nghiem", new="mat-khau-moi-hon", by=clerk, at=at
    )
    clerk.refresh_from_db()
    assert clerk.check_password("mat-khau-moi-hon")


def test_a_reset_password_is_temporary_and_typable(admin, clerk, at):
    user, password = services.reset_password(user=clerk, by=admin, at=at)
    assert user.must_change_password
    assert user.check_password(password)
    assert password.isascii()
    assert len(password) >= 12


def test_a_locked_account_has_no_valid_token(admin, clerk, at, today):
    _token, secret = services.issue_token(user=clerk, name="báo cáo", by=clerk, at=at)
    assert selectors.valid_token(secret=secret, today=today).user == clerk
    services.lock_user(user=clerk, by=admin, at=at)
    assert selectors.valid_token(secret=secret, today=today) is None
    count = Event.objects.count()
    services.lock_user(user=clerk, by=admin, at=at)
    assert Event.objects.count() == count
    services.unlock_user(user=clerk, by=admin, at=at)
    assert selectors.valid_token(secret=secret, today=today).user == clerk


def test_nobody_locks_himself(admin, at):
    with pytest.raises(NotAllowed):
        services.lock_user(user=admin, by=admin, at=at)


def test_a_token_is_never_issued_for_somebody_else(admin, clerk, system, at):
    with pytest.raises(NotAllowed):
        services.issue_token(user=clerk, name="x", by=admin, at=at)
    with pytest.raises(NotAllowed):
        services.issue_token(user=system, name="x", by=system, at=at)


def test_a_token_ends_by_day_or_by_revocation(clerk, stranger, at, today):
    token, secret = services.issue_token(
        user=clerk, name="x", by=clerk, at=at, expires_on=today + timedelta(days=1)
    )
    assert secret not in (token.digest, token.prefix)
    assert selectors.valid_token(secret=secret, today=today + timedelta(days=1)).user == clerk
    assert selectors.valid_token(secret=secret, today=today + timedelta(days=2)) is None
    with pytest.raises(services.BadExpiry):
        services.issue_token(
            user=clerk, name="x", by=clerk, at=at, expires_on=today - timedelta(days=1)
        )
    with pytest.raises(NotAllowed):
        services.revoke_token(token=token, by=stranger, at=at)
    services.revoke_token(token=token, by=clerk, at=at)
    assert selectors.valid_token(secret=secret, today=today) is None
    assert last_event().kind == "accounts.token.revoked"


def test_the_use_of_a_token_is_noted_once_a_day(clerk, at, django_assert_num_queries):
    token, _secret = services.issue_token(user=clerk, name="x", by=clerk, at=at)
    assert services.touch_token(token=token, by=clerk, at=at)
    token.refresh_from_db()
    with django_assert_num_queries(0):
        assert not services.touch_token(token=token, by=clerk, at=at)


def test_the_system_person_is_one_and_never_logs_in(system, at):
    assert services.system_person(at=at) == system
    assert not system.has_usable_password()
    assert system not in selectors.users()


def test_own_particulars_are_ones_own(clerk, head, monitor, at):
    services.change_own_particulars(user=clerk, email="A@b.test", phone="", by=clerk, at=at)
    count = Event.objects.count()
    services.change_own_particulars(user=clerk, email="a@b.test", phone="", by=clerk, at=at)
    services.change_own_particulars(user=clerk, email="a@b.test", phone="09", by=clerk, at=at)
    assert Event.objects.count() == count + 1
    with pytest.raises(services.NameTaken):
        services.change_own_particulars(user=clerk, email=head.email, phone="", by=clerk, at=at)
    with pytest.raises(NotAllowed):
        services.change_own_particulars(user=clerk, email="", phone="", by=monitor, at=at)


def test_a_changed_address_must_be_free(admin, clerk, head, at):
    values = {"full_name": clerk.full_name, "phone": "", "is_active": True}
    with pytest.raises(services.NameTaken):
        services.change_user(user=clerk, email=head.email, by=admin, at=at, **values)
    services.change_user(user=clerk, email="moi@b.test", by=admin, at=at, **values)


def test_a_revoked_token_stays_as_it_was(clerk, at):
    token, _secret = services.issue_token(user=clerk, name="", by=clerk, at=at)
    for _time in range(2):
        services.revoke_token(token=token, by=clerk, at=at)
    assert Event.objects.filter(kind="accounts.token.revoked").count() == 1
