"""Scopes: nesting, covering, everywhere; who has which rights on which day."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    everything = type(province).objects.all()
    assert set(everything.filter(scope.q("path")).values_list("code", flat=True)) == seen
    assert {one.code for one in everything if scope.covers(one.path)} == seen


@pytest.mark.django_db
def test_everywhere_filters_nothing(province, other_province):
    assert type(province).objects.filter(Scope(everywhere=True).q("path")).count() == 2


def test_a_role_is_data():
    assert replace(READER, everywhere=True).everywhere
