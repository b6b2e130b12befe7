import io
from datetime import date, datetime

import docx as python_docx
import openpyxl
import pytest
from openpyxl.styles import Font

from sauro.engines.office.grid import letters
from sauro.engines.office.reading import read_tables

from . import files


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "KH"
    fill(page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def only(data, name="a.docx"):
    (grid,) = read_tables(data, name)
    return grid


def test_paragraphs_before_a_table_are_its_titles():
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = (
        paragraph.format("PHỤ LỤC")
        + files.table(files.row("a"))
        + paragraph.format("Biểu 2")
        + files.table(files.row("b"))
    )
    first, second = read_tables(files.docx(body))
    assert (first.name, first.titles) == ("Bảng 1", ["PHỤ LỤC"])
    assert (second.name, second.titles) == ("Bảng 2", ["Biểu 2"])


def test_places_are_named_as_people_see_them():
    grid = only(files.docx(files.table(files.row("a", "b"))))
    assert grid.where(7, 3, "Cơ quan chủ trì") == "bảng 1, hàng 7, cột Cơ quan chủ trì"
    assert grid.where(7) == "bảng 1, hàng 7"
    sheet = only(files.xlsx(files.sheet_data('<c r="C1"><v>1</v></c>')), "a.xlsx")
    assert sheet.where(5, 3) == "KH!C5"
    assert [letters(n) for n in (1, 26, 27, 256)] == ["A", "Z", "AA", "IV"]


def test_letters_and_spaces_are_normalised_and_lines_are_kept():
    decomposed = "Sở\u00a0 Khoa học\u200b"
    runs = f"<w:r><w:t>{decomposed}</w:t><w:br/><w:t> Công nghệ</w:t><w:tab/><w:t>x</w:t></w:r>"
    grid = only(files.docx(files.table(files.row(files.cell("", runs=runs)))))
    assert texts(grid) == [["Sở Khoa học\nCông nghệ x"]]


def test_merged_cells_repeat_their_text_and_know_their_origin():
    span = files.cell("Cơ quan", '<w:gridSpan w:val="2"/>')
    begin, on = files.cell("STT", '<w:vMerge w:val="restart"/>'), files.cell("", "<w:vMerge/>")
    grid = only(
        files.docx(files.table(files.row(begin, span), files.row(on, "Chủ trì", "Phối hợp")))
    )
    assert texts(grid) == [["STT", "Cơ quan", "Cơ quan"], ["STT", "Chủ trì", "Phối hợp"]]
    assert (grid.rows[0][1].span, grid.rows[0][2].covered_from_left) == (2, True)
    assert grid.rows[1][0].covered_from_above


def test_hidden_grid_columns_of_resized_tables_do_not_shift_cells():
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (500, 20, 2000, 30, 1500))
    wide = '<w:gridSpan w:val="2"/>'
    rows = [
        files.row(files.cell("STT", wide), files.cell("Nhiệm vụ"), files.cell("Chủ trì", wide)),
        files.row(
            files.cell("1"), files.cell("Rà soát", '<w:gridSpan w:val="3"/>'), files.cell("Sở Y tế")
        ),
        files.row(files.cell("I", wide), files.cell("Thể chế", '<w:gridSpan w:val="3"/>')),
    ]
    grid = only(files.docx(files.table(*rows, grid=grid_columns)))
    assert texts(grid)[:2] == [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", "Sở Y tế"]]
    assert grid.rows[2][1].span == 2


def test_deleted_hidden_and_field_texts_are_not_read():
    runs = (
        "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    assert texts(only(files.docx(files.table(files.row(files.cell("", runs=runs)))))) == [["mới"]]


def test_content_controls_and_nested_tables_are_opened():
    inner = files.table(files.row("trong"))
    body = f"<w:sdt><w:sdtContent>{files.table(files.row(f'<w:tc>{inner}<w:p/></w:tc>'))}</w:sdtContent></w:sdt>"
    assert texts(only(files.docx(body))) == [["trong"]]


def test_bold_is_told_from_runs_and_styles():
    bold = files.cell("", runs="<w:r><w:rPr><w:b/></w:rPr><w:t>đậm</w:t></w:r>")
    half = files.cell(
        "", runs="<w:r><w:rPr><w:b/></w:rPr><w:t>đậm</w:t></w:r><w:r><w:t> nhạt</w:t></w:r>"
    )
    off = files.cell("", runs='<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>nhạt</w:t></w:r>')
    grid = only(files.docx(files.table(files.row(bold, half, off))))
    assert [cell.is_bold for cell in grid.rows[0]] == [True, False, False]


NUMBERING = (
    f'<w:numbering xmlns:w="{files.W}"><w:abstractNum w:abstractNumId="3">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
)


def test_list_numbers_that_word_only_shows_are_counted():
    def numbered(level):
        return f'<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr></w:p></w:tc>'

    rows = [files.row(numbered(level), "x") for level in (0, 1, 1, 0, 1)]
    parts = {
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": files.relations(("n", "numbering", "numbering.xml")),
    }
    grid = only(files.docx(files.table(*rows), **parts))
    assert [row[0].text for row in grid.rows] == ["I.", "I.1", "I.2", "II.", "II.1"]


def test_values_of_excel_are_read_as_shown():
    def fill(page):
        page.append(
            [
                12,
                39.5,
                0.1 + 0.2,
                0.8,
                True,
                datetime(2025, 6, 30),
                date(2025, 9, 1),
                "  Sở\tY tế  ",
            ]
        )
        page["D1"].number_format = "0%"
        page["G1"].number_format = "mm/yyyy"

    grid = only(workbook(fill), "a.xlsx")
    assert texts(grid) == [["12", "39,5", "0,3", "80%", "Có", "30/06/2025", "09/2025", "Sở Y tế"]]


def test_formulas_give_their_saved_value_and_a_note():
    cells = files.sheet_data(
        '<c r="A1"><f>1+1</f><v>2</v></c>',
        '<c r="B1"><f>A1</f></c>',
        '<c r="C1" t="e"><v>#REF!</v></c>',
    )
    grid = only(files.xlsx(cells), "a.xlsx")
    assert texts(grid) == [["2", "", ""]]
    assert [(note.code, note.col, note.detail) for note in grid.notes] == [
        ("formula", 1, ""), ("formula_empty", 2, ""), ("error_value", 3, "#REF!")
    ]  # fmt: skip


def test_rich_shared_strings_and_missing_references_are_read():
    shared = "<si><r><t>Sở </t></r><r><t>Y tế</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    sheet = "<sheetData><row><c t='s'><v>0</v></c><c><v>5</v></c></row><row><c t='s'><v>9</v></c></row></sheetData>"
    assert texts(only(files.xlsx(sheet, shared=shared), "a.xlsx")) == [["Sở Y tế", "5"]]


def test_hidden_and_empty_sheets_are_left_out():
    cells = files.sheet_data('<c r="A1"><v>1</v></c>')
    assert read_tables(files.xlsx(cells, state="hidden"), "a.xlsx") == []
    assert read_tables(files.xlsx("<sheetData/>"), "a.xlsx") == []


def test_bold_and_merged_cells_of_excel():
    def fill(page):
        page.append(["STT", "Nhiệm vụ", None])
        page["A1"].font = Font(bold=True)
        page.merge_cells("B1:C2")
        page["C3"] = "x"

    grid = only(workbook(fill), "a.xlsx")
    assert grid.rows[0][0].is_bold
    assert (grid.rows[0][1].span, grid.rows[0][1].rows) == (2, 2)
    assert grid.rows[1][2].covered_from_above


def test_old_font_encodings_are_repaired_and_noted():
    grid = only(files.docx(files.table(files.row("Së Khoa häc vµ C«ng nghÖ", "STT"))))
    assert grid.rows[0][0].text == "Sở Khoa học và Công nghệ"
    assert [(note.code, note.row, note.col, note.detail) for note in grid.notes] == [
        ("legacy", 1, 1, "tcvn3")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimited_text_is_read_in_its_encoding(encoding):
    grid = only("STT;Nhiệm vụ\n1;Rà soát\n".encode(encoding), "a.csv")
    assert texts(grid) == [["STT", "Nhiệm vụ"], ["1", "Rà soát"]]


def test_a_table_of_word_equals_the_same_table_of_excel():
    lines = [["STT", "Nhiệm vụ"], ["1", "Rà soát\nvăn bản"]]
    document = python_docx.Document()
    table = document.add_table(2, 2)
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            table.cell(r, c).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    data = workbook(lambda page: [page.append(line) for line in lines])
    assert texts(only(buffer.getvalue())) == texts(only(data, "a.xlsx")) == lines
