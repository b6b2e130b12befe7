"""How documents are cited, numbered and compared."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.documents import rules
from sauro.domains.documents.rules import DocumentKind as Kind

CITATIONS = [
    ("102/KH-UBND ngày 19/5/2025", "102", "KH-UBND", date(2025, 5, 19), Kind.PLAN, ""),
    ("433-KH/TU", "433", "KH/TU", None, Kind.PLAN, ""),
    (
        "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
        "57",
        "NQ/TW",
        date(2024, 12, 22),
        Kind.RESOLUTION,
        "Bộ Chính trị",
    ),
    ("41/2019/QĐ-UBND", "41", "2019/QĐ-UBND", None, Kind.DECISION, ""),
    ("118/2025/NĐ-CP", "118", "2025/NĐ-CP", None, Kind.DECREE, ""),
    ("03/2025/TT-VPCP", "3", "2025/TT-VPCP", None, Kind.CIRCULAR, ""),
    ("193/2025/QH15", "193", "2025/QH15", None, None, ""),
    (
        "Luật số 93/2025/QH15 ngày 27 tháng 6 năm 2025 của Quốc hội",
        "93",
        "2025/QH15",
        date(2025, 6, 27),
        Kind.LAW,
        "Quốc hội",
    ),
    ("Số: 1806/SKHCN-CĐS", "1806", "SKHCN-CĐS", None, Kind.OFFICIAL_LETTER, ""),
    ("7146/VPCP-KSTT", "7146", "VPCP-KSTT", None, Kind.OFFICIAL_LETTER, ""),
    ("05 – TB / BCĐTW", "5", "TB/BCĐTW", None, Kind.NOTICE, ""),
    ("414-CTr/TU", "414", "CTr/TU", None, Kind.PROGRAMME, ""),
    ("08-QC/TW (5.11.2025)", "8", "QC/TW", date(2025, 11, 5), Kind.REGULATION, ""),
    ("12a/BC-SKHCN 2025-06-30", "12a", "BC-SKHCN", date(2025, 6, 30), Kind.REPORT, ""),
    ("229-QĐ/TW 31/2/2025", "229", "QĐ/TW", None, Kind.DECISION, ""),
    (
        "Quyết định số 719/QĐ-UBND ngày 27/8/2025 của UBND tỉnh Hưng Yên ban hành Chương trình",
        "719",
        "QĐ-UBND",
        date(2025, 8, 27),
        Kind.DECISION,
        "UBND tỉnh Hưng Yên",
    ),
    ("Kế hoạch thực hiện Nghị quyết số 57-NQ/TW", "57", "NQ/TW", None, Kind.RESOLUTION, ""),
    ("thực hiện trước ngày 25/8/2025", "", "", date(2025, 8, 25), None, ""),
    ("Thường xuyên", "", "", None, None, ""),
]


@pytest.mark.parametrize(("line", "number", "symbol", "day", "kind", "issuer"), CITATIONS)
def test_a_citation_is_taken_apart(line, number, symbol, day, kind, issuer):
    found = rules.parse_reference(line)
    assert (found.number, found.symbol, found.issued_on) == (number, symbol, day)
    assert (found.kind, found.issuer) == (kind, issuer)


@pytest.mark.parametrize("line", [citation[0] for citation in CITATIONS])
def test_decomposed_letters_make_no_difference(line):
    assert rules.parse_reference(unicodedata.normalize("NFD", line)) == rules.parse_reference(line)


def test_what_a_document_is_about():
    found = rules.parse_reference(
        "Nghị quyết số 193/2025/QH15 ngày 19/02/2025 của Quốc hội về thí điểm một số cơ chế."
    )
    assert (found.issuer, found.abstract) == ("Quốc hội", "thí điểm một số cơ chế")


def test_a_steering_committee_keeps_the_ve_of_its_name():
    found = rules.parse_reference(
        "Kế hoạch số 02-KH/BCĐTW ngày 19/6/2025 của Ban Chỉ đạo Trung ương về phát triển khoa học "
        "về thúc đẩy chuyển đổi số liên thông"
    )
    assert found.issuer == "Ban Chỉ đạo Trung ương về phát triển khoa học"
    assert found.abstract == "thúc đẩy chuyển đổi số liên thông"


@pytest.mark.parametrize(
    ("number", "symbol", "printed"),
    [
        ("5", "TB/BCĐTW", "05-TB/BCĐTW"),
        ("57", "NQ/TW", "57-NQ/TW"),
        ("433", "KH/TU", "433-KH/TU"),
        ("2", "QC/BCĐ", "02-QC/BCĐ"),
        ("3", "NQ-CP", "03/NQ-CP"),
        ("102", "KH-UBND", "102/KH-UBND"),
        ("41", "2019/QĐ-UBND", "41/2019/QĐ-UBND"),
        ("193", "2025/QH15", "193/2025/QH15"),
        ("12a", "BC-SKHCN", "12a/BC-SKHCN"),
    ],
)
def test_state_and_party_join_differently(number, symbol, printed):
    assert rules.written_reference(number, symbol) == printed
    back = rules.parse_reference(printed)
    assert (back.number, back.symbol) == (number, symbol)


@pytest.mark.parametrize(
    "written", ["NQ/TW", "nq/tw", " N Q / T W ", "NQ–TW", "NQ-TW.", "ＮQ/TW".replace("Ｎ", "N")]
)
def test_one_symbol_has_one_key(written):
    assert rules.symbol_key(written) == "nq-tw"


def test_marks_do_not_change_the_key():
    assert rules.symbol_key("QĐ-UBND") == rules.symbol_key("qd-ubnd")
    assert rules.symbol_key(unicodedata.normalize("NFD", "CTrĐ-BCĐ")) == "ctrd-bcd"


@pytest.mark.parametrize(
    ("written", "number"), [("05", "5"), (" 5 ", "5"), ("000", "0"), ("12A", "12a"), ("", "")]
)
def test_leading_zeros_do_not_count(written, number):
    assert rules.tidy_number(written) == number


@given(st.text(max_size=200))
def test_no_line_is_an_error(line):
    found = rules.parse_reference(line)
    assert bool(found) == bool(found.number and found.symbol)


@given(
    st.integers(1, 9999),
    st.sampled_from(["NQ/TW", "KH/TU", "TB/BCĐTW", "KH-UBND", "QĐ-TTg", "2025/NĐ-CP", "SKHCN-CĐS"]),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_what_is_printed_reads_back(number, symbol, day):
    line = f"{rules.written_reference(str(number), symbol)} ngày {day:%d/%m/%Y}"
    found = rules.parse_reference(line)
    assert (found.number, found.symbol, found.issued_on) == (str(number), symbol, day)


def test_only_open_documents_have_content_and_top_secret_none():
    assert [level for level in rules.Secrecy if rules.content_allowed(level)] == ["open"]
    assert [level for level in rules.Secrecy if not rules.registration_allowed(level)] == [
        "top_secret"
    ]
