"""What people do to tables: each cell is read, refused with a reason, or left out with one."""

from __future__ import annotations

import io
import zipfile

import pytest

from sauro.domains.indicators.foreign import amounts, names, times
from sauro.domains.indicators.foreign.shapes import KnownUnit
from sauro.domains.indicators.tests.foreign.building import (
    INDICATORS,
    JUNE,
    UNITS,
    Sheet,
    figures,
    ignored,
    read,
    refused,
)
from sauro.engines.office import bundles
from sauro.engines.office.grid import Cell
from sauro.engines.office.tests import books

HEAD = ["Xã, phường", "Số người học bình dân học vụ số", "Tổ công nghệ số cộng đồng"]


@pytest.mark.parametrize(
    ("written", "periodicity", "index"),
    [
        ("BÁO CÁO THÁNG 6/2025", "month", JUNE),
        ("tháng 06 năm 2025", "month", JUNE),
        ("T6.2025", "month", JUNE),
        ("Đến ngày 30/6/2025", "month", JUNE),
        ("(Số liệu tính đến hết ngày 30 tháng 6 năm 2025)", "month", JUNE),
        ("Quý II năm 2025", "quarter", JUNE - 2),
        ("Quý 2/2025", "quarter", JUNE - 2),
        ("6 tháng đầu năm 2025", "half_year", JUNE - 5),
        ("6 tháng cuối năm 2025", "half_year", JUNE + 1),
        ("Năm 2025", "year", JUNE - 5),
        ("Quý II năm 2025", "month", None),
        ("Đông Nai, ngày 15 tháng 7 năm 2025", "month", None),
        ("tháng 13/2025", "month", None),
    ],
)
def test_a_period_in_a_title_is_understood(written, periodicity, index):
    found = {times.index_of(one, periodicity) for one in times.find(written).found}
    assert found == ({index} if index is not None else found - {None} or found)
    if index is None:
        assert found <= {None}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("1.234,5", "1234,5"), ("1.234", "1234"), ("1,234.5", "1234,5"), ("12.5", "12,5")),
        *(("85,5%", "85,5"), ("1 234 567", "1234567"), ("12 người", "12"), ("−5", "-5")),
    ],
)
def test_a_number_is_read_as_vietnamese_write_it(written, value):
    found = amounts.of_cell(Cell(written, 1, 1), "người")
    assert (found.code, found.value) == ("", value)


@pytest.mark.parametrize(
    "written", ["-", "–", "x", "X", "không", "Không có", "…", "...", "chưa có"]
)
def test_a_mark_for_nothing_is_no_figure(written):
    assert amounts.of_cell(Cell(written, 1, 1), "").code == "nothing"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("mười hai", "not_a_figure"), ("(5)", "not_a_figure"), ("1.2.3", "not_a_figure")),
        *(("12/06/2025", "a_day"), ("1,5 triệu", "not_a_figure"), ("≥ 85", "not_a_figure")),
        *(("12 13", "not_a_figure"), ("1,2,3", "not_a_figure"), ("5 hộ", "not_a_figure")),
    ],
)
def test_what_is_not_one_number_is_refused(written, code):
    assert amounts.of_cell(Cell(written, 1, 1), "người").code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("UBND xã Đông Hải", "X1"), ("Xã Đông Hải", "X1"), ("ĐÔNG HẢI", "X1"), ("x1", "X1")),
        *(("1. xã Đông Hải", "X1"), ("P. Trảng Bom", "X3"), ("phuong trang bom", "X3")),
        *(("Uỷ ban nhân dân xã Tân Thành", "X2"), ("Tân Thành cũ", "X2"), ("X. Tân Thành", "X2")),
        *(("Phường Đông Hải", ""), ("Xã Đông Hà", ""), ("Bình", ""), ("", "")),
    ],
)
def test_a_unit_is_certain_or_a_question(written, code):
    assert names.Units(UNITS, {}).find(written).code == code


def test_two_units_of_one_name_are_told_apart_by_their_kind_alone():
    units = names.Units((KnownUnit("A", "UBND xã Hòa"), KnownUnit("B", "UBND phường Hòa")), {})
    assert units.find("phường Hoà").code == "B"
    both = units.find("Hòa")
    assert (both.code, both.candidates, both.ambiguous) == ("", ("A", "B"), True)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            ("HV", "HV"),
            ("HV - Số người học bình dân học vụ số", "HV"),
            ("- Tổ công nghệ số cộng đồng", "TO"),
        ),
        *(("Tỉ lệ hộ có cáp quang (%)", "CQ"), ("TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG (tổ)", "TO")),
        *(("Số người học", ""), ("HV - Tổ công nghệ số cộng đồng", ""), ("Tổ công nghệ", "")),
    ],
)
def test_an_indicator_is_certain_or_a_question(written, code):
    hit = names.Indicators(INDICATORS, {}).find(written)
    assert hit.code == code
    assert code or hit.candidates


def test_an_unknown_name_is_asked_and_taken_once_it_is_answered():
    sheet = Sheet().add(["Tháng 6/2025"], HEAD, ["Xã Đông Hà", 5, 6], ["Tân Thành", 7, 8])
    table = read(sheet)
    assert refused(table) == {"B3": "unknown_unit", "C3": "unknown_unit"}
    [question] = table.questions
    assert ("X1", "UBND xã Đông Hải") in question.candidates
    choices = {names.choice_key("unit", "Xã Đông Hà"): "X1"}
    assert figures(read(sheet, choices=choices))["X1", "HV", JUNE, "value"] == "5"


def test_a_heading_nobody_knows_keeps_its_figures_out():
    head = [HEAD[0], "Số người học bình dân", HEAD[2], "Số cán bộ"]
    table = read(Sheet().add(["Tháng 6/2025"], head, ["Đông Hải", 5, 6, 7]))
    assert refused(table) == {"B3": "unknown_heading", "D3": "unknown_heading"}
    assert {one.text for one in table.questions} == {"Số người học bình dân", "Số cán bộ"}


def _cells(*rows, **more):
    return read(Sheet().add(["Tháng 6/2025"], HEAD, *rows), **more)


def test_hostile_cells_are_refused_one_by_one():
    sheet = Sheet().add(
        ["Tháng 6/2025"], HEAD, ["Đông Hải", "=1+1", "#N/A"], ["Tân Thành", 1e30, -5]
    )
    book = books.opened(sheet.data())
    book.active["C3"].value = "#DIV/0!"
    book.active["C3"].data_type = "e"
    table = read(books.saved(book))
    assert refused(table) == {"B3": "formula_empty", "C3": "error_value"}
    assert figures(table)["X2", "TO", JUNE, "value"] == "-5", "whether it may be is for the checks"


def test_the_same_figure_twice_is_refused_when_it_differs():
    same = _cells(["Đông Hải", 5, 6], ["Xã Đông Hải", 5, 7])
    assert refused(same) == {"C3": "twice", "C4": "twice"}
    assert ignored(same) == {"B4": "repeated"}


def test_a_value_merged_over_two_units_is_refused():
    sheet = Sheet().add(["Tháng 6/2025"], HEAD, ["Đông Hải", 5, 6], ["Tân Thành", None, 7])
    sheet.merges.append("B3:B4")
    assert refused(read(sheet)) == {"B3": "merged"}


@pytest.mark.parametrize(
    ("title", "more", "code"),
    [
        ("Báo cáo đến ngày 31/6/2025", {}, "no_such_day"),
        ("Tháng 5/2025", {"period": JUNE}, "other_period"),
        ("Tháng 5/2025 và tháng 6/2025", {}, "several_periods"),
    ],
)
def test_a_period_in_doubt_keeps_every_figure_out(title, more, code):
    table = read(Sheet().add([title], HEAD, ["Đông Hải", 5, 6]), **more)
    assert code in {one.code for one in table.remarks if one.hard}
    assert set(refused(table).values()) == {"period_in_doubt"}


def test_without_a_period_nothing_is_read_and_with_a_chosen_one_it_is():
    sheet = Sheet().add(HEAD, ["Đông Hải", 5, 6])
    assert set(refused(read(sheet)).values()) == {"no_period"}
    assert len(figures(read(sheet, period=JUNE))) == 2


def test_a_chosen_unit_leaves_the_others_out():
    table = _cells(["Đông Hải", 5, 6], ["Tân Thành", 7, 8], unit="X2")
    assert {key[0] for key in figures(table)} == {"X2"}
    assert ignored(table) == {"B3": "unit_not_chosen", "C3": "unit_not_chosen"}


def test_a_percentage_is_not_taken_for_a_numerator():
    head = ["Xã", "Tổng số hộ dân cư", "Tỷ lệ hộ có cáp quang", HEAD[1]]
    table = read(Sheet().add(["Tháng 6/2025"], head, ["Đông Hải", 200, 85.5, "85%"]))
    assert refused(table) == {"C3": "ratio_unclear", "D3": "percent"}


def test_a_fraction_gives_numerator_and_denominator():
    table = read(Sheet().add(["Tháng 6/2025"], ["Chỉ tiêu", "Kết quả"], ["CQ", "30/40"]), unit="X1")
    [one] = [cell for cell in table.cells if cell.fate == "read"]
    assert (one.amount, one.base) == ("30", "40")


def test_old_fonts_and_other_files_are_read_too():
    tcvn3 = "X· §«ng H¶i"
    csv = f"Tháng 6/2025;;\n{';'.join(HEAD)}\nXã Tân Thành;1.234;-\nTổng;1.235;\n".encode()
    table = read(csv, "a.csv")
    assert figures(table) == {("X2", "HV", JUNE, "value"): "1234"}
    assert [one.code for one in table.remarks] == ["total_differs"]
    assert figures(_cells([tcvn3, 5, 6]))["X1", "HV", JUNE, "value"] == "5"


def test_a_sheet_for_each_unit_is_known_by_its_name():
    sheet = Sheet(name="Đông Hải").add(
        ["Quý II năm 2025"], ["STT", "Chỉ tiêu", "Kết quả"], [1, "TO", 9]
    )
    assert figures(read(sheet, periodicity="quarter")) == {("X1", "TO", JUNE - 2, "value"): "9"}


def test_a_sheet_without_a_table_is_said_to_have_none():
    table = read(Sheet().add(["Hướng dẫn"], ["Gọi số", 1900]))
    assert [one.code for one in table.remarks] == ["no_heading"]


def test_only_the_way_of_counting_of_the_indicator_is_read():
    head = ["Chỉ tiêu", "Trong kỳ", "Lũy kế"]
    table = read(Sheet().add(["Tháng 6/2025"], head, ["HV", 5, 30], ["HS", 6, 40]), unit="X1")
    assert figures(table) == {
        ("X1", "HV", JUNE, "value"): "5",
        ("X1", "HS", JUNE, "value"): "40",
    }
    assert ignored(table) == {"C3": "other_way", "B4": "other_way"}


def _ods(rows):
    """A workbook of another office program, as small as it can be."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(word) for word in row)}</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="T">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_a_workbook_of_another_office_program_is_read_too():
    data = _ods([["Tháng 6/2025"], HEAD, ["Xã Đông Hải", "1.200", "x"]])
    assert figures(read(data, "a.ods")) == {("X1", "HV", JUNE, "value"): "1200"}
    assert [name for name, _data in bundles.workbooks_in(data, "a.ods")] == ["a.ods"]
