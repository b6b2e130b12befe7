"""Vietnamese dictionary order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines import text

IN_ORDER = [
    "",
    "1 cửa",
    "2 cấp",
    "An",
    "An Giang",
    "Anh",
    "Ă",
    "Ăn",
    "Âm",
    "Bà Rịa",
    "Bắc Giang",
    "Bắc Ninh",
    "Ca",
    "Cà",
    "Cả",
    "Cã",
    "Cá",
    "Cạ",
    "Ca Mau",
    "Cà Mau",
    "Cao Bằng",
    "Căn",
    "Cần Thơ",
    "Dương",
    "Đà Nẵng",
    "Đắk Lắk",
    "Điện Biên",
    "Đồng Nai",
    "Đồng Tháp",
    "E",
    "Ê",
    "Hà Giang",
    "Hà Nội",
    "Hải Dương",
    "Hải Phòng",
    "Huế",
    "Hưng Yên",
    "Lai Châu",
    "Lạng Sơn",
    "Lào Cai",
    "Lâm Đồng",
    "Long An",
    "Oanh",
    "Ô Môn",
    "Ơn",
    "Thái Bình",
    "Thành",
    "Thạnh",
    "Thanh Hóa",
    "Thăng Bình",
    "Uông Bí",
    "Ưu",
    "Vĩnh Long",
    "Yên Bái",
]
NAMES = st.text(alphabet="aàáăằâcđdeêếghinoôơớrtuưvyỳ AÂĐ-,.0129", max_size=20)


def test_known_names_are_in_dictionary_order():
    keys = [text.sort_key(name) for name in IN_ORDER]
    assert [pair for pair in pairwise(zip(keys, IN_ORDER, strict=True)) if pair[0] >= pair[1]] == []


@given(NAMES, NAMES)
def test_equal_keys_mean_equal_names_but_for_case_and_spaces(a, b):
    same = text.clean(a).lower() == text.clean(b).lower()
    assert (text.sort_key(a) == text.sort_key(b)) is same


@given(NAMES, NAMES)
def test_a_name_comes_before_what_it_begins(a, b):
    assert text.sort_key(a) <= text.sort_key(text.clean(a) + "x" + b)


@given(st.text(max_size=300))
def test_a_key_is_digits_that_fit_the_column(s):
    key = text.sort_key(s)
    assert key.isdecimal()
    assert key.isascii()
    assert len(key) <= 200


def test_letters_outrank_tones():
    assert text.sort_key("Cạ") < text.sort_key("Cang")


def test_a_decomposed_name_has_the_key_of_the_composed_one():
    assert text.sort_key("Hue\u0302\u0301") == text.sort_key("Huế")


def test_the_other_letter_for_d_with_stroke_sorts_as_it():
    assert text.sort_key("Ðà Lạt") == text.sort_key("Đà Lạt")


@pytest.mark.django_db
def test_the_order_is_that_of_the_unicode_collation_of_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = 'vi-x-icu'")
        if not cursor.fetchone():
            pytest.skip("this PostgreSQL has no ICU collations")
        names = [name for name in IN_ORDER if name] + ["Cà-Mau", "Ca_b", "Sở Y tế", "Sở Nội vụ"]
        cursor.execute(
            'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "vi-x-icu"', [names]
        )
        assert [row[0] for row in cursor.fetchall()] == sorted(names, key=text.sort_key)
        keys = [text.sort_key(name) for name in names]
        cursor.execute("SELECT key FROM unnest(%s::text[]) AS key ORDER BY key", [keys])
        assert [row[0] for row in cursor.fetchall()] == sorted(keys)
