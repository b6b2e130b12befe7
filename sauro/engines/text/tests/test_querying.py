"""Search boxes: which column each word of a query is looked for in."""

from __future__ import annotations

from django.db.models import Q

from sauro.engines import text


def test_words_without_marks_are_looked_for_in_the_folded_column():
    condition = text.matches_query("chuyen doi", folded="title_folded", exact="title_exact")
    assert condition == Q(title_folded__contains="chuyen") & Q(title_folded__contains="doi")


def test_words_with_marks_are_looked_for_in_the_exact_column():
    condition = text.matches_query("Chuyển Đổi", folded="title_folded", exact="title_exact")
    assert condition == Q(title_exact__contains="chuyển") & Q(title_exact__contains="đổi")


def test_a_query_half_with_marks_uses_both_columns():
    condition = text.matches_query("hoá don", folded="f", exact="e")
    assert condition == Q(e__contains="hóa") & Q(f__contains="don")


def test_without_an_exact_column_everything_is_folded():
    assert text.matches_query("Đồng Nai", folded="f") == (
        Q(f__contains="dong") & Q(f__contains="nai")
    )


def test_an_empty_query_matches_everything():
    assert text.matches_query(" \u200b ", folded="f", exact="e") == Q()


def test_tokens_keep_document_symbols_and_quoted_phrases_whole():
    tokens = text.tokens_for_search("Nghị quyết 57-NQ/TW, “chuyển đổi  số” (nghị)")
    assert tokens == ["nghị", "quyết", "57-nq/tw", "chuyển đổi số"]


def test_tokens_are_few_even_for_a_pasted_page():
    assert len(text.tokens_for_search(" ".join(map(str, range(500))))) == 12
