"""The lists themselves: complete, consistent, and as the law has them."""

from collections import Counter
from datetime import date

import pytest

from sauro.domains.territory import rules, vendored
from sauro.domains.territory.rules import Kind, Level, Share


@pytest.fixture(scope="module")
def lists():
    return vendored.read()


@pytest.fixture(scope="module")
def communes(lists):
    return [unit for unit in lists.units if unit.level is Level.COMMUNE]


def test_sixty_three_provinces_became_thirty_four(lists):
    provinces = [unit for unit in lists.units if unit.level is Level.PROVINCE]
    on = {
        day: sum(rules.in_force(unit.valid_from, unit.valid_to, day) for unit in provinces)
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    }
    assert on == {date(2025, 6, 30): 63, date(2025, 7, 1): 34}
    merged = Counter(unit.successor for unit in provinces if unit.successor)
    assert (len(merged), sum(merged.values())) == (23, 52)


def test_communes_are_as_many_as_the_law_says(communes):
    assert Counter(unit.kind for unit in communes) == {
        Kind.COMMUNE: 2621,
        Kind.WARD: 687,
        Kind.SPECIAL_ZONE: 13,
    }
    assert len({unit.code for unit in communes}) == 3321
    assert all(len(unit.code) == 5 and unit.code.isdigit() for unit in communes)


def test_every_commune_lies_in_viet_nam_and_has_its_resolution(communes):
    assert all(8 <= unit.lat <= 23.5 and 102 <= unit.lon <= 115 for unit in communes)
    numbers = {int(unit.document.partition("/")[0]) for unit in communes}
    assert numbers == set(range(1654, 1688))


@pytest.mark.parametrize(
    ("name", "lat", "lon"), [("Hoàng Sa", 16.57, 112.1), ("Trường Sa", 9.7, 114.5)]
)
def test_the_archipelagos_are_in_the_list(communes, name, lat, lon):
    unit = next(unit for unit in communes if unit.name == name)
    assert unit.kind is Kind.SPECIAL_ZONE
    assert (unit.lat, unit.lon) == pytest.approx((lat, lon), abs=0.1)


def test_every_change_starts_from_what_the_lists_say(lists):
    start = {unit.code: unit for unit in lists.units if unit.valid_to is None}
    for change in lists.changes:
        unit = start[change.code]
        stated = rules.Standing(unit.kind, unit.name)
        assert stated in (change.before, change.after)
        assert unit.valid_from < change.on
        assert change.document
        assert change.before != change.after


def test_ten_communes_of_dong_nai_and_twelve_of_bac_ninh_became_wards(lists):
    became = Counter(change.document for change in lists.changes if len(change.code) == 5)
    assert became == {"237/NQ-UBTVQH16": 10, "388/NQ-UBTVQH16": 12}


def test_every_former_commune_has_one_main_successor_and_every_commune_a_predecessor(
    lists, communes
):
    by_code: dict[str, list[Share]] = {}
    for record in lists.former:
        by_code.setdefault(record.code, []).append(record.share)
    assert len(by_code) == 10_040
    for shares in by_code.values():
        assert shares == [Share.WHOLE] or (
            shares.count(Share.MAIN) == 1 and Share.WHOLE not in shares
        )
    assert {record.successor for record in lists.former} == {unit.key for unit in communes}


def test_the_old_province_of_a_former_commune_went_into_that_of_its_successor(lists):
    units = {unit.key: unit for unit in lists.units}
    for record in lists.former:
        old = units[record.province]
        assert units[record.successor].above == (old.successor or old.key)


def test_names_are_clean_and_composed(lists):
    for record in [*lists.units, *lists.former]:
        assert record.name == " ".join(record.name.split())
        assert not any("\u0300" <= letter <= "\u036f" for letter in record.name)


def test_the_five_seed_provinces_have_the_communes_published_for_them(lists, communes):
    found = Counter((unit.above[0], unit.kind) for unit in communes)
    published = {"33": (93, 11), "68": (103, 20), "75": (72, 23), "15": (89, 10), "24": (66, 33)}
    for code, counts in published.items():
        assert (found[code, Kind.COMMUNE], found[code, Kind.WARD]) == counts
