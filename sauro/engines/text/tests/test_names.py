"""Names of agencies as written in plans, matched with the names on record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.text import names
from sauro.engines.text.names import Reason

RECORD = {
    "SNV": ["Sở Nội vụ"],
    "STC": ["Sở Tài chính"],
    "STP": ["Sở Tư pháp"],
    "SNgV": ["Sở Ngoại vụ"],
    "SKHCN": ["Sở Khoa học và Công nghệ"],
    "SNNMT": ["Sở Nông nghiệp và Môi trường"],
    "SVHTTDL": ["Sở Văn hóa, Thể thao và Du lịch"],
    "SGDDT": ["Sở Giáo dục và Đào tạo"],
    "SYT": ["Sở Y tế"],
    "SCT": ["Sở Công Thương"],
    "UBND": ["Ủy ban nhân dân tỉnh"],
    "HDND": ["Hội đồng nhân dân tỉnh"],
    "VPUB": ["Văn phòng Ủy ban nhân dân tỉnh"],
    "TU": ["Tỉnh ủy"],
    "CA": ["Công an tỉnh"],
    "BCHQS": ["Bộ Chỉ huy Quân sự tỉnh"],
    "MTTQ": ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ tỉnh"],
    "TTHCC": ["Trung tâm Phục vụ hành chính công tỉnh"],
    "thanh": ["Ủy ban nhân dân xã Tân Thanh"],
    "thành": ["Ủy ban nhân dân xã Tân Thành"],
    "maodien": ["Ủy ban nhân dân phường Mão Điền"],
}
INDEX = names.NameIndex(RECORD)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Sở KH&CN", "SKHCN"),
        ("Sở KH & CN", "SKHCN"),
        ("Sở KHCN", "SKHCN"),
        ("sở khcn", "SKHCN"),
        ("SKHCN", "SKHCN"),
        ("Sở Khoa học, Công nghệ", "SKHCN"),
        ("Sở Khoa học và Công nghệ (KH&CN)", "SKHCN"),
        ("Sở TC", "STC"),
        ("Sở TP", "STP"),
        ("Sở NV", "SNV"),
        ("Sở YT", "SYT"),
        ("Sở CT", "SCT"),
        ("Sở Công thương", "SCT"),
        ("Sở VHTTDL", "SVHTTDL"),
        ("Sở VH,TT&DL", "SVHTTDL"),
        ("Sở VH, TT và DL", "SVHTTDL"),
        ("Sở NN&MT", "SNNMT"),
        ("Sở GD-ĐT", "SGDDT"),
        ("UBND tỉnh", "UBND"),
        ("Uỷ ban nhân dân tỉnh", "UBND"),
        ("HĐND tỉnh", "HDND"),
        ("VP UBND tỉnh", "VPUB"),
        ("VPUBND tỉnh", "VPUB"),
        ("CA tỉnh", "CA"),
        ("Bộ CHQS tỉnh", "BCHQS"),
        ("BCH QS tỉnh", "BCHQS"),
        ("UBMTTQVN tỉnh", "MTTQ"),
        ("TT PVHCC tỉnh", "TTHCC"),
        ("TTPVHCC tỉnh", "TTHCC"),
        ("so tai chinh", "STC"),
    ],
)
def test_an_abbreviation_is_the_agency_itself(written, key):
    best, *others = INDEX.best(written)
    assert best == (key, 100.0, Reason.SAME)
    assert all(other.score < 100 for other in others)


@pytest.mark.parametrize(
    ("written", "key", "reason"),
    [
        ("Sở KH&CN tỉnh Đồng Nai", "SKHCN", Reason.PLACE),
        ("Sở Y tế tỉnh", "SYT", Reason.PLACE),
        ("UBND tỉnh Đồng Nai", "UBND", Reason.PLACE),
        ("Tỉnh ủy Đồng Nai", "TU", Reason.PLACE),
        ("Sở Tài chíh", "STC", Reason.SPELLING),
        ("Trug tâm Phục vụ hành chính công tỉnh", "TTHCC", Reason.SPELLING),
        ("Sở Côngthương", "SCT", Reason.SPACING),
        ("Sở Nông nghiệp", "SNNMT", Reason.PART),
        ("UBND", "UBND", Reason.PART),
        ("Khoa học và Công nghệ", "SKHCN", Reason.KIND),
        ("UBND xã Mão Điền", "maodien", Reason.LEVEL),
        ("phường Mão Điền", "maodien", Reason.KIND),
    ],
)
def test_a_near_name_is_proposed_with_its_reason(written, key, reason):
    best = INDEX.best(written)[0]
    assert (best.key, best.reason) == (key, reason)
    assert 60 <= best.score < 100


@pytest.mark.parametrize(
    "written",
    [
        "",
        "các sở, ban, ngành",
        "Bộ Y tế",
        "Sở Thông tin và Truyền thông",
        "Sở Kế hoạch và Đầu tư",
        "Ngân hàng Nhà nước",
        "UBND xã Đông Hải",
    ],
)
def test_an_unknown_agency_is_not_guessed(written):
    assert INDEX.best(written) == []


def test_departments_that_share_a_word_are_never_near():
    departments = [key for key in RECORD if key.startswith("S")]
    for key in departments:
        others = {match.key for match in INDEX.best(RECORD[key][0])}
        assert others == {key}


def test_communes_that_differ_by_marks_are_told_apart():
    (right,) = INDEX.best("UBND xã Tân Thành")
    assert (right.key, right.score) == ("thành", 100)
    other = next(match for match in INDEX.best("UBND xã Tân Thánh") if match.key == "thanh")
    assert other.reason == Reason.MARKS


def test_without_marks_both_communes_are_given_for_a_person_to_choose():
    found = INDEX.best("ubnd xa tan thanh")
    assert {match.key for match in found if match.score == 100} == {"thanh", "thành"}


def test_agencies_of_two_provinces_are_not_taken_for_each_other():
    found = names.NameIndex({"dn": ["Sở Y tế tỉnh Đồng Nai"]}).best("Sở Y tế tỉnh Bắc Ninh")
    assert found == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TP. Hồ Chí Minh", "thanh pho ho chi minh"),
        ("Sở LĐ - TB & XH", "so lao dong thuong binh xa hoi"),
        ("ĐHQG-HCM", "dai hoc quoc gia thanh pho ho chi minh"),
        ("BTG&DV TU", "ban tuyen giao dan van tinh uy"),
        ("Công ty CP Điện nước", "cong ty co phan dien nuoc"),
        ("DU LỊCH TỈNH ĐỒNG NAI", "du lich tinh dong nai"),
        ("ĐU UBND tỉnh", "dang uy uy ban nhan dan tinh"),
        ("Quyết định số 12/2023/QĐ-UBND", "quyet dinh so 12 2023 qd ubnd"),
        ("(KH&CN)", "khoa hoc cong nghe"),
    ],
)
def test_abbreviations_are_read_in_their_surroundings(written, meant):
    assert names.canonical(written) == meant


@given(st.sampled_from([name for aliases in RECORD.values() for name in aliases]))
def test_canonical_of_canonical_is_itself(name):
    assert names.canonical(names.canonical(name)) == names.canonical(name)


@given(st.text(max_size=40))
def test_any_text_is_answered(name):
    assert all(60 <= match.score <= 100 for match in INDEX.best(name))
