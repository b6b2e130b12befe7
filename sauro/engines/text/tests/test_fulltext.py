"""Words and phrases of long texts, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.text import fulltext


def shown(content, query, width=160):
    return str(fulltext.snippet(content, fulltext.terms_of(query), width=width))


def test_a_word_with_marks_is_looked_for_with_its_marks_and_one_without_is_folded():
    exact, folded = fulltext.terms_of("chuyển doi")
    assert (exact.words, exact.column) == (("chuyển",), "exact")
    assert (folded.words, folded.column) == (("doi",), "folded")


def test_a_phrase_and_a_number_are_words_side_by_side():
    phrase, number = fulltext.terms_of('"Đẩy mạnh" 57-NQ/TW')
    assert phrase.words == ("đẩy", "mạnh")
    assert number.words == ("57", "nq", "tw")


def test_two_spellings_of_one_tone_are_one_word():
    assert fulltext.exact_words("hoá, thuỷ") == fulltext.exact_words("Hóa thủy")


def test_signs_alone_are_nothing_to_look_for():
    assert fulltext.terms_of('"…" – /') == []


def test_a_long_text_becomes_passages_that_overlap():
    words = [f"từ{n}" for n in range(4000)]
    made = fulltext.pieces(" ".join(words))
    assert len(made) == 3
    assert made[1].exact.split()[: fulltext.OVERLAP + 1][-1] == f"từ{fulltext.WORDS_OF_A_PASSAGE}"
    together = " ".join(made[0].content.split()[-1:] + made[1].content.split()[fulltext.OVERLAP :])
    assert f"từ{fulltext.WORDS_OF_A_PASSAGE - 1} từ{fulltext.WORDS_OF_A_PASSAGE}" in together


def test_a_snippet_is_escaped_and_marks_what_was_found():
    text = "<b>Giao</b> Sở KH&CN đẩy mạnh chuyển đổi số"
    assert shown(text, "day manh") == (
        "&lt;b&gt;Giao&lt;/b&gt; Sở KH&amp;CN <mark>đẩy</mark> <mark>mạnh</mark> chuyển đổi số"
    )


def test_a_snippet_shows_the_place_where_most_stands():
    text = "chuyển giao. " + "x " * 200 + "nội dung chuyển đổi số toàn diện " + "y " * 200
    found = shown(text, "chuyển đổi")
    assert "<mark>chuyển</mark> <mark>đổi</mark> số" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_snippet_marks_whole_words_with_the_marks_that_were_typed():
    assert shown("lan man an toàn", "an") == "lan man <mark>an</mark> toàn"
    assert shown("hoa và hòa", "hòa") == "hoa và <mark>hòa</mark>"
    assert shown("không có gì", "lửa") == ""


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_and_query_give_a_snippet_without_foreign_tags(content, query):
    found = shown(content, query)
    assert "<" not in found.replace("<mark>", "").replace("</mark>", "")


@given(st.text(min_size=1, max_size=200))
def test_the_words_of_a_passage_are_words_of_the_text(text):
    for piece in fulltext.pieces(text):
        assert piece.content in fulltext.nfc(text)
        assert piece.folded == " ".join(piece.folded.split())
