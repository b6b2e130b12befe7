import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.domains.territory.models import Unit
from sauro.domains.territory.selectors import units_search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national")]


def first(query, **rest):
    hits = units_search(query=query, **rest)
    assert hits, query
    return hits[0]


@pytest.mark.parametrize(
    ("query", "name", "province"),
    [
        ("Đồng Nai", "Thành phố Đồng Nai", ""),
        ("dong nai", "Thành phố Đồng Nai", ""),
        ("TP. Đồng Nai", "Thành phố Đồng Nai", ""),
        ("lao cai", "Tỉnh Lào Cai", ""),
        ("Lao Cai Province", "Tỉnh Lào Cai", ""),
        ("TP.HCM", "Thành phố Hồ Chí Minh", ""),
        ("hue", "Thành phố Huế", ""),
        ("tân phú đồng nai", "Phường Tân Phú", "Thành phố Đồng Nai"),
        ("dac khu phu quy", "Đặc khu Phú Quý", "Tỉnh Lâm Đồng"),
        ("hiệp hoà bắc ninh", "Phường Hiệp Hòa", "Thành phố Bắc Ninh"),
        ("quan son thanh hoa", "Xã Quan Sơn", "Tỉnh Thanh Hóa"),
        ("ben th", "Phường Bến Thành", "Thành phố Hồ Chí Minh"),
    ],
)
def test_a_unit_of_today_comes_first_by_its_name_with_or_without_marks(query, name, province):
    hit = first(query)
    assert (hit.full_name, hit.province, hit.found_as) == (name, province, "")


@pytest.mark.parametrize(
    ("query", "name", "old"),
    [
        ("Thái Bình", "Tỉnh Hưng Yên", "Tỉnh Thái Bình"),
        ("tinh yen bai", "Tỉnh Lào Cai", "Tỉnh Yên Bái"),
        ("Thừa Thiên Huế", "Thành phố Huế", "Tỉnh Thừa Thiên Huế"),
        ("tỉnh Đồng Nai", "Thành phố Đồng Nai", "Tỉnh Đồng Nai"),
        ("xã Tân Phú, tỉnh Đồng Nai", "Phường Tân Phú", "Xã Tân Phú"),
        (
            "minh tan kien xuong",
            "Xã Bình Thanh",
            "Xã Minh Tân, Huyện Kiến Xương, Tỉnh Thái Bình",
        ),
        (
            "Phường 1 Đà Lạt",
            "Phường Xuân Hương - Đà Lạt",
            "Phường 1, Thành phố Đà Lạt, Tỉnh Lâm Đồng",
        ),
    ],
)
def test_an_old_name_leads_to_the_unit_of_today_and_explains_itself(query, name, old):
    hit = first(query)
    assert (hit.full_name, hit.found_as) == (name, old)
    assert hit.unit.valid_to is None


def test_marks_typed_decide_between_names_that_fold_alike():
    names = [hit.full_name for hit in units_search(query="Đông Sơn", limit=30)]
    folded_only = [name for name in names if "Đồng Sơn" in name or "Đông Sơn" in name]
    with_marks = [("Đông Sơn" in name) for name in folded_only]
    assert with_marks == sorted(with_marks, reverse=True)
    assert len(set(with_marks)) == 2


def test_a_divided_commune_leads_to_every_part():
    hits = units_search(query="Thốt Nốt quận Thốt Nốt", limit=50)
    parts = {
        hit.full_name for hit in hits if hit.found_as.startswith("Phường Thốt Nốt") and hit.part
    }
    assert "Phường Thuận Hưng" in parts


def test_each_unit_is_named_once_and_the_limit_holds():
    hits = units_search(query="tan", limit=7)
    assert len(hits) == 7
    assert len({hit.unit.pk for hit in hits}) == 7


def test_as_of_a_past_day_the_units_of_that_day_answer():
    before = first("Thái Bình", as_of=date(2025, 6, 30))
    assert (before.full_name, before.found_as) == ("Tỉnh Thái Bình", "")
    assert first("Đồng Nai", as_of=date(2026, 4, 29)).full_name == "Tỉnh Đồng Nai"
    ward = first("tan phu dong nai", as_of=date(2026, 4, 29))
    assert (ward.full_name, ward.province) == ("Xã Tân Phú", "Tỉnh Đồng Nai")


@pytest.mark.parametrize("query", ["", "   ", "!!", "zzzz", "tan phu zzzz", "%", "_"])
def test_a_query_that_says_nothing_or_fits_nothing_finds_nothing(query):
    assert units_search(query=query) == []


def test_a_limit_of_nothing_finds_nothing():
    assert units_search(query="tan", limit=0) == []


@pytest.mark.parametrize("query", ["Thái Bình", "tan", "minh tan kien xuong", "zzzz"])
def test_search_asks_at_most_seven_queries_and_answers_quickly(
    query, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7):
        units_search(query=query)
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        units_search(query=query)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.1  # about 15 ms alone; the rest is for a machine shared with others


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(query):
    for hit in units_search(query=query, limit=5):
        assert hit.unit.valid_to is None


def test_every_unit_in_force_is_found_by_its_full_name_and_province():
    some = Unit.objects.filter(valid_to=None, level="commune").order_by("code")[::331]
    for unit in some:
        above = Unit.objects.get(path=unit.path[:8])
        hits = units_search(query=f"{unit.full_name}, {above.full_name}")
        assert hits[0].unit.pk == unit.pk
