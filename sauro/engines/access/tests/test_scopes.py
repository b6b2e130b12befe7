"""Scopes: nesting, covering, everywhere; who has which rights on which day."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from sauro.core.errors import NotAllowed
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.programmes.permissions import Perm
from sauro.engines import access
from sauro.engines.access import Access, Grant, Role, Scope

STEPS = st.lists(st.sampled_from(["0001", "0002", "0003"]), min_size=1, max_size=4).map("".join)
READER = Role("reader", "Reader", frozenset({"x.read"}))
WRITER = Role("writer", "Writer", frozenset({"x.read", "x.write"}))
BOSS = Role("boss", "Boss", frozenset({"x.read"}), everywhere=True)


@pytest.fixture
def three_roles(settings, monkeypatch):
    known = {role.code: role for role in (READER, WRITER, BOSS)}
    monkeypatch.setattr("sauro.engines.access.scopes.roles", lambda: known)


def held(*grants):
    return Access(tuple(Grant(role, path) for role, path in grants))


def test_no_grant_is_nowhere(three_roles):
    nowhere = held().scope("x.read")
    assert not nowhere
    assert not nowhere.covers("0001")
    assert not nowhere.covers(None)
    assert not nowhere.covers("")


def test_a_grant_covers_its_node_and_what_hangs_below(three_roles):
    scope = held(("reader", "00010002")).scope("x.read")
    assert scope.covers("00010002")
    assert scope.covers("000100020003")
    assert not scope.covers("0001")
    assert not scope.covers("00010003")
    assert not scope.covers(None)


def test_a_permission_that_the_role_does_not_give_is_nowhere(three_roles):
    assert not held(("reader", "0001")).scope("x.write")
    assert held(("writer", "0001")).scope("x.write")


def test_a_grant_below_another_adds_nothing(three_roles):
    scope = held(("reader", "0001"), ("writer", "00010002"), ("reader", "0003")).scope("x.read")
    assert scope.paths == ("0001", "0003")


def test_a_role_that_holds_everywhere_covers_everything(three_roles):
    scope = held(("reader", "0001"), ("boss", "0002")).scope("x.read")
    assert scope.everywhere
    assert scope.covers("0009")
    assert scope.covers(None)


def test_an_unknown_role_gives_nothing(three_roles):
    assert not held(("gone", "0001")).scope("x.read")


@given(roots=st.lists(STEPS, max_size=5), path=STEPS)
def test_a_scope_covers_exactly_what_starts_with_one_of_its_roots(roots, path):
    kept = [r for r in roots if not any(r != o and r.startswith(o) for o in roots)]
    scope = Scope(paths=tuple(kept))
    assert scope.covers(path) == any(path.startswith(root) for root in roots)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "seen"),
    [
        ([], set()),
        (["department"], {"LV-SKHCN"}),
        (["province"], {"LV", "LV-SKHCN", "LV-STC"}),
        (["department", "other_province"], {"LV-SKHCN", "SX"}),
    ],
)
def test_the_filter_says_the_same_as_covers(
    province, department, other_department, other_province, names, seen, request
):
    paths = tuple(request.getfixturevalue(name).path for name in names)
    scope = Scope(paths=paths)
    everything = Organisation.objects.all()
    assert set(everything.filter(scope.q("path")).values_list("code", flat=True)) == seen
    assert {one.code for one in everything if scope.covers(one.path)} == seen


@pytest.mark.django_db
def test_everywhere_filters_nothing(province, other_province):
    assert Organisation.objects.filter(Scope(everywhere=True).q("path")).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2021, 1, 1), False),
        (date(2199, 1, 1), None, False),
        (date(2020, 1, 1), date(2199, 1, 1), True),
    ],
)
def test_a_grant_counts_on_the_days_it_is_in_force(clerk, since, until, holds):
    RoleGrant.objects.filter(user=clerk).update(valid_from=since, valid_to=until)
    access.forget(clerk)
    assert access.can(clerk, Perm.REPORT) is holds


@pytest.mark.django_db
def test_rights_are_read_once_and_forgotten_on_demand(clerk, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert access.can(clerk, Perm.REPORT)
        assert not access.can(clerk, Perm.VERIFY)
        assert access.access_of(clerk).permissions
    RoleGrant.objects.filter(user=clerk).delete()
    assert access.can(clerk, Perm.REPORT)
    access.forget(clerk)
    assert not access.can(clerk, Perm.REPORT)


@pytest.mark.django_db
def test_a_visitor_and_a_locked_account_have_no_rights(clerk):
    assert access.access_of(AnonymousUser()).grants == ()
    clerk.is_active = False
    assert access.access_of(clerk).grants == ()
    assert not access.can(clerk, Perm.REPORT)


@pytest.mark.django_db
def test_the_system_person_holds_every_role_everywhere(system, other_province):
    for role in access.roles().values():
        for permission in role.permissions:
            assert access.can(system, permission, other_province.path)


@pytest.mark.django_db
def test_a_right_on_an_object_follows_the_tree(clerk, head, department, other_department):
    from sauro.domains.programmes.models import Programme, Task

    own = Task(programme=Programme(owner=department), lead=department)
    other = Task(programme=Programme(owner=department), lead=other_department)
    nobody = Task(programme=Programme(owner=department))
    assert access.allowed(clerk, Perm.REPORT, own)
    assert not access.allowed(clerk, Perm.REPORT, other)
    assert not access.allowed(clerk, Perm.REPORT, nobody)
    with pytest.raises(NotAllowed):
        access.check(clerk, Perm.REPORT, other)
    access.check(head, Perm.REPORT, own)


def test_every_role_gives_only_permissions_that_exist():
    from sauro.domains.accounts.permissions import Perm as Accounts
    from sauro.domains.documents.permissions import Perm as Documents
    from sauro.domains.orgs.permissions import Perm as Orgs

    known = {str(p) for p in (*Accounts, *Documents, *Orgs, *Perm)}
    for role in access.roles().values():
        assert role.permissions <= known, role.code
    assert not [role.code for role in access.roles().values() if role.everywhere]
    writes = known - {str(p) for p in (Accounts.VIEW, Documents.VIEW, Orgs.VIEW, Perm.VIEW_ALL)}
    assert not access.roles()["inspector"].permissions & (writes - {str(Perm.VIEW_OWN)})


def test_a_role_is_data():
    assert replace(READER, everywhere=True).everywhere
