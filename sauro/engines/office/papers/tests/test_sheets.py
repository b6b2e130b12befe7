"""The annexes as a workbook."""

import io
from dataclasses import replace

import openpyxl

from sauro.engines.office.papers import sheets
from sauro.engines.office.papers.shapes import Annex, Column, Paragraph, Table

from .sample import REPORT


def opened(paper):
    return openpyxl.load_workbook(io.BytesIO(sheets.annexes_xlsx(paper)))


def test_each_annex_is_a_sheet_with_its_heading():
    book = opened(REPORT)
    assert book.sheetnames == ["Phụ lục I", "Phụ lục II"]
    page = book["Phụ lục I"]
    lines = [page.cell(row, 1).value for row in range(1, 5)]
    assert lines[:2] == ["Phụ lục I", "KẾT QUẢ THỰC HIỆN CHỈ TIÊU"]
    assert lines[2].startswith("(Kèm theo Báo cáo số 09/BC-SKHCN")
    assert book["Phụ lục II"]["A4"].value == "Không có."


def test_numbers_at_the_right_are_numbers_and_groups_span():
    page = opened(REPORT)["Phụ lục I"]
    rows = {page.cell(row, 1).value: row for row in range(1, page.max_row + 1)}
    assert page.cell(rows["I"], 2).value == "Hạ tầng số"
    assert page.cell(rows["7"], 4).value == 100
    assert page.cell(rows["7"], 5).value == 99.5
    assert page.cell(rows["7"], 3).value == "%"


def test_thousands_and_signs_are_understood():
    table = Table([Column("x", 20, "right")], [["1.234,5"], ["-7"], ["1.5.2025"], ["12 %"]])
    page = opened(replace(REPORT, annexes=[Annex("a", [table])])).worksheets[0]
    found = [page.cell(page.max_row - back, 1).value for back in (3, 2, 1, 0)]
    assert found == [1234.5, -7, "1.5.2025", "12 %"]


def test_a_cell_that_looks_like_a_formula_stays_a_text():
    table = Table([Column("=1+1", 20)], [["=1+1"], ["@SUM(1)"], ["+1"]], caption="=2")
    page = opened(replace(REPORT, annexes=[Annex("=3", [table])])).worksheets[0]
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type != "f"


def test_a_paper_without_tables_still_gives_a_workbook():
    book = opened(replace(REPORT, annexes=[], blocks=[Paragraph("một"), Paragraph("hai")]))
    assert [cell.value for cell in book.worksheets[0]["A"]][-2:] == ["một", "hai"]


def test_two_tables_of_an_annex_are_two_sheets():
    table = Table([Column("x", 20)], [["1"]])
    book = opened(replace(REPORT, annexes=[Annex("a", [table, table])]))
    assert book.sheetnames == ["Phụ lục", "Phụ lục (2)"]


def test_the_same_paper_gives_the_same_bytes():
    assert sheets.annexes_xlsx(REPORT) == sheets.annexes_xlsx(REPORT)
