import io
import zipfile
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from sauro.engines.office import writing
from sauro.engines.office.reading import read_tables

COLUMNS = [writing.Column("STT", 6), writing.Column("Nhiệm vụ", 40), writing.Column("Số", 10)]
ROWS = [
    writing.GroupLine("I", "Thể chế"),
    ["1", '=HYPERLINK("a")', 1.5],
    ["2", "+84 912", Decimal("2.25")],
    ["3", "http://a.vn", date(2025, 6, 30)],
    ["4", None, 7],
]  # fmt: skip


def workbook():
    return writing.write_xlsx(
        [writing.Sheet("Kế hoạch: [2025]", COLUMNS, ROWS, titles=("PHỤ LỤC",))]
    )


def word():
    return writing.write_docx_tables(
        [writing.WordTable(COLUMNS, ROWS)], titles=("PHỤ LỤC", "(Kèm theo)")
    )


def test_text_that_looks_like_a_formula_stays_text():
    page = openpyxl.load_workbook(io.BytesIO(workbook())).active
    assert [page.cell(row, 2).data_type for row in (5, 6, 7)] == ["s", "s", "s"]
    assert page.cell(5, 2).value == '=HYPERLINK("a")'
    assert page.cell(7, 2).hyperlink is None
    assert (page.cell(5, 3).value, page.cell(6, 3).value) == (1.5, 2.25)
    assert page.cell(7, 3).value.date() == date(2025, 6, 30)


def test_header_stays_in_view_with_a_filter_and_widths():
    page = openpyxl.load_workbook(io.BytesIO(workbook())).active
    assert page.title == "Kế hoạch   2025"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:C8")
    assert page.column_dimensions["B"].width == pytest.approx(40, abs=1)
    assert page.cell(3, 1).font.bold
    assert "B4:C4" in {str(area) for area in page.merged_cells.ranges}


def test_annex_is_landscape_in_the_official_type_face():
    document = docx.Document(io.BytesIO(word()))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size) == (
        "Times New Roman",
        Pt(13),
    )
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == ["PHỤ LỤC", "(Kèm theo)"]
    (table,) = document.tables
    assert "tblHeader" in table.rows[0]._tr.xml
    assert [cell.text for cell in table.rows[1].cells] == ["I", "Thể chế", "Thể chế"]
    assert table.rows[3].cells[2].text == "2,25"


@pytest.mark.parametrize("write", [workbook, word])
def test_equal_content_gives_equal_bytes(write):
    first, second = write(), write()
    assert first == second
    days = {part.date_time for part in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert len(days) == 1


def test_control_characters_and_endless_texts_are_cut():
    data = writing.write_xlsx(
        [writing.Sheet("a", COLUMNS, [["1", "a\x00b\x1b" + "x" * 40_000, None]])]
    )
    value = openpyxl.load_workbook(io.BytesIO(data)).active.cell(2, 2).value
    assert value.startswith("abxx")
    assert len(value) == 32_767


@pytest.mark.parametrize("write", [workbook, word])
def test_what_is_written_is_read_back(write):
    (grid,) = read_tables(write(), "a")
    found = [[cell.text for cell in row if cell.merged_from is None] for row in grid.rows]
    assert ["I", "Thể chế"] in found
    assert ["2", "+84 912", "2,25"] in found
