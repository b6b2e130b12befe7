"""What collective names mean, in which forms names are known, and when something is in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.domains.orgs import reference
from sauro.domains.orgs.rules import OrgKind, forms_of, in_force, reach_of
from sauro.engines import text

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=DAYS, length=st.one_of(st.none(), st.integers(0, 5000)), day=DAYS)
def test_a_validity_covers_its_first_and_last_day_and_what_lies_between(start, length, day):
    end = None if length is None else start + timedelta(days=length)
    assert in_force(start, end, start)
    assert end is None or in_force(start, end, end)
    assert in_force(start, end, day) == (start <= day and (end is None or day <= end))


@pytest.mark.parametrize(
    ("kinds", "provincial", "own", "shared", "provinces"),
    [
        (["central"], True, set(), {"central"}, False),
        (["central", "province", "commune"], True, {"commune"}, {"central"}, False),
        (["central", "province", "commune"], False, set(), {"central", "commune"}, True),
        (["province"], True, set(), set(), True),
        (["department", "union"], True, {"department", "union"}, set(), False),
        ([], True, set(), set(), False),
        ([], False, set(), set(), False),
    ],
)
def test_whom_kinds_reach(kinds, provincial, own, shared, provinces):
    reach = reach_of(kinds, provincial=provincial)
    assert (set(reach.own), set(reach.shared), reach.provinces) == (own, shared, provinces)


@pytest.mark.parametrize(
    ("kind", "name", "forms"),
    [
        ("commune", "UBND xã Tân Phú", ("UBND xã Tân Phú", "xã Tân Phú")),
        (
            "commune",
            "Ủy ban nhân dân phường Trấn Biên",
            ("Ủy ban nhân dân phường Trấn Biên", "phường Trấn Biên"),
        ),
        ("province", "Tỉnh Hưng Yên", ("Tỉnh Hưng Yên", "Hưng Yên")),
        ("former_province", "Thành phố Huế", ("Thành phố Huế", "Huế")),
        ("department", "Sở Nội vụ", ("Sở Nội vụ",)),
        ("commune", "Xã Tân Phú", ("Xã Tân Phú",)),
    ],
)
def test_the_forms_of_a_name(kind, name, forms):
    assert forms_of(kind, name) == forms


def test_the_national_list_is_sound():
    records = reference.agencies()
    codes = [one.code for one in records]
    assert len(codes) == len(set(codes))
    places = {code: place for place, code in enumerate(codes)}
    for one in records:
        assert OrgKind(one.kind)
        assert one.name == text.clean(one.name)
        assert (one.valid_to is None) == (not one.successor), one.code
        if one.successor:
            assert places[one.successor] < places[one.code]


def test_no_name_of_the_lists_means_two_things():
    known: dict[str, str] = {}
    for one in [*reference.agencies(), *reference.collectives()]:
        short = getattr(one, "short_name", "")
        for name in {one.name, *([short] if short else []), *one.aliases}:
            key = text.names.canonical(name)
            assert known.setdefault(key, one.code) == one.code, name


def test_every_kind_of_a_collective_is_known():
    for one in reference.collectives():
        assert all(OrgKind(kind) for kind in one.kinds)
        assert len(one.aliases) == len(set(one.aliases))
