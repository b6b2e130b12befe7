from datetime import date

import pytest

from sauro.domains.territory import selectors
from sauro.domains.territory.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national")]
BEFORE = date(2025, 6, 30)
START = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("day", "communes", "provinces"),
    [
        (BEFORE, {}, {"centrally_run_city": 6, "province": 57}),
        (START, {"commune": 2621, "special_zone": 13, "ward": 687}, (6, 28)),
        (date(2026, 4, 29), {"commune": 2621, "special_zone": 13, "ward": 687}, (6, 28)),
        (date(2026, 4, 30), {"commune": 2611, "special_zone": 13, "ward": 697}, (7, 27)),
        (date(2026, 9, 1), {"commune": 2611, "special_zone": 13, "ward": 697}, (8, 26)),
        (date(2026, 9, 20), {"commune": 2599, "special_zone": 13, "ward": 709}, (9, 25)),
        (None, {"commune": 2599, "special_zone": 13, "ward": 709}, (9, 25)),
    ],
)
def test_counts_by_kind_are_those_of_the_day(day, communes, provinces, django_assert_num_queries):
    if isinstance(provinces, tuple):
        provinces = dict(zip(("centrally_run_city", "province"), provinces, strict=True))
    with django_assert_num_queries(2):
        assert selectors.counts_by_kind(as_of=day) == communes
        assert selectors.counts_by_kind(as_of=day, level="province") == provinces


def test_dong_nai_changes_kind_on_30_april_2026():
    unit = selectors.unit_by_code(code="75")
    counts = [
        selectors.counts_by_kind(as_of=day, unit=unit)
        for day in (date(2026, 4, 29), date(2026, 4, 30))
    ]
    assert counts == [{"commune": 72, "ward": 23}, {"commune": 62, "ward": 33}]
    assert unit.as_of(date(2026, 4, 29)).full_name == "Tỉnh Đồng Nai"
    assert unit.as_of(date(2026, 4, 30)).full_name == "Thành phố Đồng Nai"
    then = selectors.unit_by_code(code="75", as_of=date(2026, 4, 29))
    assert (then.pk, then.kind_on) == (unit.pk, "province")


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("15", BEFORE, "Yên Bái"),
        ("15", START, "Lào Cai"),
        ("15", None, "Lào Cai"),
        ("10", BEFORE, "Lào Cai"),
        ("24", BEFORE, "Bắc Giang"),
        ("24", None, "Bắc Ninh"),
        ("46", date(2024, 12, 31), "Thừa Thiên Huế"),
        ("46", date(2025, 1, 1), "Huế"),
    ],
)
def test_a_code_means_the_unit_that_had_it_on_the_day(code, day, name):
    assert selectors.unit_by_code(code=code, as_of=day).name_on == name


@pytest.mark.parametrize(
    ("code", "day"), [("34", None), ("34", START), ("00004", BEFORE), ("?", None)]
)
def test_a_code_that_nothing_has_on_the_day_gives_nothing(code, day):
    assert selectors.unit_by_code(code=code, as_of=day) is None


def test_units_with_code_lists_every_holder_newest_first():
    assert [unit.name for unit in selectors.units_with_code(code="15")] == ["Lào Cai", "Yên Bái"]


def test_provinces_come_in_vietnamese_order_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        names = [unit.name_on for unit in selectors.provinces()]
    assert len(names) == 34
    assert names[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
    assert names.index("Đà Nẵng") > names.index("Cần Thơ")
    assert selectors.provinces(as_of=BEFORE).count() == 63


def test_communes_of_a_province_and_of_the_country(django_assert_num_queries):
    dong_nai = selectors.unit_by_code(code="75")
    with django_assert_num_queries(1):
        found = list(selectors.communes_of(unit=dong_nai))
    assert len(found) == 95
    assert selectors.communes_of(unit=selectors.country()).count() == 3321
    assert selectors.communes_of(unit=found[0]).count() == 0
    assert selectors.communes_of(unit=dong_nai, as_of=BEFORE).count() == 0


def test_communes_of_an_ended_province_are_those_that_took_its_communes_over():
    thai_binh = selectors.unit_by_code(code="34", as_of=BEFORE)
    hung_yen_then = selectors.unit_by_code(code="33", as_of=BEFORE)
    today = selectors.unit_by_code(code="33")
    parts = [set(selectors.communes_of(unit=unit)) for unit in (thai_binh, hung_yen_then)]
    assert parts[0] | parts[1] == set(selectors.communes_of(unit=today))
    assert not parts[0] & parts[1]


def test_province_of_any_unit():
    tan_phu = selectors.unit_by_code(code="26116")
    assert selectors.province_of(unit=tan_phu).name == "Đồng Nai"
    assert selectors.province_of(unit=selectors.province_of(unit=tan_phu)).name == "Đồng Nai"
    assert selectors.province_of(unit=selectors.country()) is None


def test_successors_and_predecessors_of_a_merged_province():
    thai_binh = selectors.unit_by_code(code="34", as_of=BEFORE)
    today = selectors.unit_by_code(code="33")
    assert selectors.successors(unit=thai_binh) == [today]
    assert selectors.successors(unit=today) == [today]
    made_of = selectors.predecessors(unit=today)
    assert [(one.full_name, one.whole, one.document) for one in made_of] == [
        ("Tỉnh Hưng Yên", True, "202/2025/QH15"),
        ("Tỉnh Thái Bình", True, "202/2025/QH15"),
    ]
    assert made_of[1].unit == thai_binh
    assert selectors.predecessors(unit=selectors.unit_by_code(code="20")) == []


def test_a_chain_of_mergers_is_followed_to_its_end_and_a_circle_ends():
    first, second, third = Unit.objects.filter(level="commune")[:3]
    for old, new in ((first, second), (second, third), (third, first)):
        old.successions.create(successor=new, on=START)
    Unit.objects.filter(pk__in=(first.pk, second.pk)).update(valid_to=date(2026, 1, 1))
    assert selectors.successors(unit=Unit.objects.get(pk=first.pk)) == [third]
    Unit.objects.filter(pk=third.pk).update(valid_to=date(2026, 1, 1))
    assert selectors.successors(unit=Unit.objects.get(pk=first.pk)) == []


def test_predecessors_of_a_commune_are_former_communes(django_assert_num_queries):
    unit = selectors.unit_by_code(code="13093")
    with django_assert_num_queries(1):
        found = selectors.predecessors(unit=unit)
    assert "Xã Trà Giang" in {one.full_name for one in found}
    assert {one.within for one in found} == {"Huyện Kiến Xương, Tỉnh Thái Bình"}
    assert {one.document for one in found} == {"1666/NQ-UBTVQH15"}


def test_an_island_district_is_its_own_predecessor():
    con_dao = Unit.objects.get(name="Côn Đảo", valid_to=None)
    assert [(one.full_name, one.within) for one in selectors.predecessors(unit=con_dao)] == [
        ("Huyện Côn Đảo", "Tỉnh Bà Rịa - Vũng Tàu")
    ]
