import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.planfile.agencies import roles, split

MANY = "*"


def named(text, known=None):
    return [mention.text + (MANY if mention.collective else "") for mention in split(text, known)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Bộ Khoa học và Công nghệ", ["Bộ Khoa học và Công nghệ"]),
        ("Bộ Khoa học, Công nghệ", ["Bộ Khoa học, Công nghệ"]),
        ("Bộ Văn hóa, Thể thao và Du lịch", ["Bộ Văn hóa, Thể thao và Du lịch"]),
        (
            "Bộ Lao động - Thương binh và Xã hội,Thanh tra Chính phủ",
            ["Bộ Lao động - Thương binh và Xã hội", "Thanh tra Chính phủ"],
        ),
        (
            "Bộ Thông tin và Truyền thông Bộ Khoa học và Công nghệ",
            ["Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"],
        ),
        ("các sở, ban, ngành", ["các sở, ban, ngành*"]),
        ("UBND các xã, phường", ["UBND các xã, phường*"]),
        ("Bộ, ngành, địa phương", ["Bộ, ngành, địa phương*"]),
        ("Các đơn vị có liên quan", ["Các đơn vị có liên quan*"]),
        ("99 xã, phường", ["99 xã, phường*"]),
        (
            "các bộ, ngành, địa phương, doanh nghiệp liên quan",
            ["các bộ, ngành, địa phương*", "doanh nghiệp liên quan*"],
        ),
        (
            "Ban Tuyên giáo Trung ương; các bộ, ngành, địa phương; VTV, VOV, TTXVN",
            ["Ban Tuyên giáo Trung ương", "các bộ, ngành, địa phương*", "VTV", "VOV", "TTXVN"],
        ),
        ("Bộ Kế hoạch và Đầu tư và các địa phương", ["Bộ Kế hoạch và Đầu tư", "các địa phương*"]),
        (
            "Bộ Công an và các địa phương Bắc Ninh, Bình Dương, An Giang",
            ["Bộ Công an", "các địa phương Bắc Ninh, Bình Dương, An Giang*"],
        ),
        ("Bộ Tài chính, bộ, ngành liên quan", ["Bộ Tài chính", "bộ, ngành liên quan*"]),
        ("Tập đoàn, doanh nghiệp công nghệ số", ["Tập đoàn, doanh nghiệp công nghệ số*"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
        (
            "Ban Quản lý Khu kinh tế và các khu công nghiệp",
            ["Ban Quản lý Khu kinh tế và các khu công nghiệp"],
        ),
        ("Các sở: Tài chính, Nội vụ; UBND cấp xã", ["Sở Tài chính", "Sở Nội vụ", "UBND cấp xã*"]),
        ("Sở Tài chính, Nội vụ, Tư pháp", ["Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp"]),
        ("Sở Khoa học\nvà Công nghệ\nSở Tài chính", ["Sở Khoa học và Công nghệ", "Sở Tài chính"]),
        ("- Sở KH&CN\n- Sở TC", ["Sở KH&CN", "Sở TC"]),
        ("Sở KHCN/Sở TC", ["Sở KHCN", "Sở TC"]),
        ("UBND xã/phường", ["UBND xã/phường*"]),
        ("Trung tâm CNTT và TT", ["Trung tâm CNTT và TT"]),
        ("Thanh tra Bộ Y tế", ["Thanh tra Bộ Y tế"]),
        ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh", ["Bộ Chỉ huy Bộ đội Biên phòng tỉnh"]),
        ("Đảng ủy các cơ quan Đảng tỉnh", ["Đảng ủy các cơ quan Đảng tỉnh"]),
        ("Sở Y tế, Sở Y tế", ["Sở Y tế"]),
        ("", []),
    ],
)
def test_cells_are_taken_apart(cell, expected):
    assert named(cell) == expected


def test_names_on_record_are_kept_whole():
    cell = "Trung tâm Hỗ trợ, Sở hữu và Sáng tạo, Sở Tài chính"
    whole = "Trung tâm Hỗ trợ, Sở hữu và Sáng tạo"
    assert named(cell, {whole}.__contains__) == [whole, "Sở Tài chính"]


def test_brackets_are_notes_and_may_be_roles():
    first, second = split("Sở Tài chính (chủ trì), Sở Nội vụ (Phòng Công chức, viên chức)")
    assert (first.text, first.role) == ("Sở Tài chính", "lead")
    assert (second.text, second.note, second.role) == (
        "Sở Nội vụ",
        "Phòng Công chức, viên chức",
        "",
    )


def test_cut_names_are_known_to_be_incomplete():
    *_whole, cut = split("Bộ Nội vụ, Bộ Tài chính, Bộ")
    assert (cut.text, cut.incomplete, cut.collective) == ("Bộ", True, False)
    assert not any(mention.incomplete for mention in _whole)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Chủ trì: Sở A. Phối hợp: Sở B, Sở C", ("Sở A", "Sở B, Sở C")),
        ("Cơ quan chủ trì: Sở A\nCơ quan phối hợp: các sở", ("Sở A", "các sở")),
        ("Sở A chủ trì, phối hợp với Sở B, Sở C", ("Sở A", "Sở B, Sở C")),
        ("Sở A chủ trì; Sở B, Sở C phối hợp", ("Sở A", "Sở B, Sở C")),
        ("Sở A chủ trì", ("Sở A", "")),
        ("Sở A", ("Sở A", "")),
    ],
)
def test_roles_in_one_cell(cell, expected):
    assert roles(cell) == expected


PIECES = [
    "Sở Tài chính", "Bộ Văn hóa, Thể thao và Du lịch", "các sở, ban, ngành", "UBND các xã, phường", "VNPT", "đ/c Lan",
    "Sở KH&CN (chủ trì)", "doanh nghiệp", "Hạ Long", "1234", "(ghi chú", "Ban", "Công an tỉnh)",
]  # fmt: skip
SEPARATORS = [", ", "; ", " và ", "\n", "/", " - ", ". ", " ", ",", "\n- "]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), max_size=7))
def test_no_letter_is_lost(parts):
    cell = "".join(piece + separator for piece, separator in parts)
    kept = "".join(f"{mention.text} {mention.note}" for mention in split(cell))
    for word in re.findall(r"\w+", cell):
        assert word in kept or word == "và"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_cell_breaks_the_splitting(cell):
    kept = "".join(f"{mention.text} {mention.note}" for mention in split(cell))
    assert len(kept) <= 3 * len(cell) + 20
