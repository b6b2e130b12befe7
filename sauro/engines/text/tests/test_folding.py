"""Cleaning and folding: what is stored and what is searched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines import text

VIETNAMESE = st.text(
    alphabet=st.sampled_from(
        "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
        "ĐÂƯ 0123456789-/.,;()\t\u00a0\u200b\u0301\u0323"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Đẩy mạnh CHUYỂN ĐỔI số", "day manh chuyen doi so"),
        ("đường", "duong"),
        ("Ủy  ban\tnhân dân", "uy ban nhan dan"),
        (unicodedata.normalize("NFD", "Nghệ An, Đắk Lắk"), "nghe an, dak lak"),
        ("Ðồng Nai", "dong nai"),
        ("57-NQ/TW", "57-nq/tw"),
        ("", ""),
    ],
)
def test_fold_removes_marks_case_and_extra_spaces(given_text, folded):
    assert text.fold(given_text) == folded


@given(VIETNAMESE)
def test_fold_twice_is_fold_once(s):
    assert text.fold(text.fold(s)) == text.fold(s)


@given(VIETNAMESE)
def test_fold_is_the_same_for_composed_and_decomposed_text(s):
    assert text.fold(unicodedata.normalize("NFD", s)) == text.fold(text.nfc(s))


@given(st.text(max_size=80))
def test_clean_twice_is_clean_once(s):
    assert text.clean(text.clean(s)) == text.clean(s)
    assert text.clean(text.clean(s, keep_lines=True), keep_lines=True) == text.clean(
        s, keep_lines=True
    )


@given(st.text(max_size=80))
def test_cleaned_text_can_be_stored_in_any_database(s):
    cleaned = text.clean(s)
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()


def test_clean_removes_what_cannot_be_seen():
    assert text.clean("\ufeffSở\u00a0 KH\u200b&CN\r\n\x07") == "Sở KH&CN"


def test_clean_composes_letters_parted_by_an_invisible_character():
    assert text.clean("e\u200b\u0302\u0323") == "ệ"


def test_clean_writes_the_icelandic_letter_as_d_with_stroke():
    assert text.clean("Ðồng Nai") == "Đồng Nai"


def test_clean_keeps_lines_when_asked():
    assert text.clean("Một \n\n\n\n hai\r\nba ", keep_lines=True) == "Một\n\nhai\nba"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("số hoá", "số hóa"),
        ("thuỷ sản", "thủy sản"),
        ("sức khoẻ", "sức khỏe"),
        ("xoá bỏ", "xóa bỏ"),
    ],
)
def test_both_placements_of_the_tone_are_one_exact_form(new, old):
    assert text.exact_form(new) == text.exact_form(old) == old


@pytest.mark.parametrize("word", ["quý", "hoàn", "khoáng", "xoài", "thuyền", "quỹ", "khuỷu"])
def test_words_with_only_one_placement_stay(word):
    assert text.exact_form(word) == word


def test_marks_are_noticed():
    assert text.has_marks("đ")
    assert text.has_marks("Hòa")
    assert not text.has_marks("Hoa 57-NQ/TW")
    assert not text.has_marks("5 µg")
