from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.territory import rules
from sauro.domains.territory.rules import Kind

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1))
NAME = st.text(alphabet="abcdeghiklmnopqrstuvxy'-. 019", min_size=1, max_size=30)


@given(DAYS, st.integers(0, 5000), DAYS)
def test_a_unit_is_in_force_from_its_first_to_its_last_day(start, length, day):
    end = start + timedelta(days=length)
    assert rules.in_force(start, end, day) == (start <= day <= end)
    assert rules.in_force(start, None, day) == (start <= day)


@pytest.mark.parametrize(
    ("kind", "name", "full", "english"),
    [
        (Kind.PROVINCE, "Lào Cai", "Tỉnh Lào Cai", "Lao Cai Province"),
        (Kind.CITY, "Đồng Nai", "Thành phố Đồng Nai", "Dong Nai City"),
        (Kind.COMMUNE, "Tân Phú", "Xã Tân Phú", "Tan Phu Commune"),
        (Kind.WARD, "Đông Hải 1", "Phường Đông Hải 1", "Dong Hai 1 Ward"),
        (Kind.SPECIAL_ZONE, "Trường Sa", "Đặc khu Trường Sa", "Truong Sa Special Zone"),
        (Kind.COUNTRY, "Việt Nam", "Việt Nam", "Viet Nam"),
    ],
)
def test_names_in_full_carry_the_word_of_the_kind(kind, name, full, english):
    assert rules.full_name(kind, name) == full
    assert rules.Standing(kind, name).full_name == full
    assert rules.name_en(kind, name) == english


def test_every_kind_has_a_word_in_both_languages():
    for kind in Kind:
        assert rules.full_name(kind, "X").endswith("X")
        assert rules.name_en(kind, "X").startswith("X")


def test_search_text_tells_the_name_from_its_surroundings():
    made = rules.search_text("xa tan phu", "tan phu", ["thanh pho dong nai", "tinh dong nai"])
    assert made == "| xa tan phu | tan phu | /thanh/pho/dong/nai/tinh"


def test_the_country_has_one_form_only():
    assert rules.search_text("viet nam", "viet nam", []) == "| viet nam | "


@pytest.mark.parametrize(
    ("folded", "found"),
    [
        ("dak r'lap", ["dak", "rlap"]),
        ("ba ria - vung tau", ["ba", "ria", "vung", "tau"]),
        ("tp.hcm", ["thanh", "pho", "ho", "chi", "minh"]),
        ("tx. cai lay", ["thi", "xa", "cai", "lay"]),
        ("lao cai province", ["lao", "cai"]),
        (" %_ ", ["_"]),
        ("", []),
    ],
)
def test_a_query_is_read_as_words_with_abbreviations_written_out(folded, found):
    assert rules.query_words(folded) == found


@given(NAME, NAME)
def test_every_word_of_name_and_surroundings_can_be_found(name, around):
    made = rules.search_text(f"xa {name}", name, [around])
    assert all(f" {word}" in made for word in rules.words(name))
    assert all(f"/{word}" in made for word in rules.words(around))
