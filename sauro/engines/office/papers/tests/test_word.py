"""The Word file itself: margins, sizes, alignment, styles, properties."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from sauro.engines.office.papers import letters, shapes, word
from sauro.engines.office.papers.measures import MEASURES

from . import sample

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def opened(paper):
    return docx.Document(io.BytesIO(word.render_docx(paper)))


@pytest.fixture(scope="module")
def report():
    return opened(sample.REPORT)


def everywhere(document):
    """Paragraphs of the body and of the tables around it."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def found(document, start):
    return next(p for p in everywhere(document) if p.text.startswith(start))


def look(paragraph):
    """Size, bold, italic and alignment, whether of the run, the style or what it is based on."""
    size = bold = italic = align = None
    style = paragraph.style
    while style is not None:
        size = size or style.font.size
        bold = style.font.bold if bold is None else bold
        italic = style.font.italic if italic is None else italic
        align = style.paragraph_format.alignment if align is None else align
        style = style.base_style
    return size.pt, bool(bold), bool(italic), align


def test_the_page_is_that_of_the_decree(report):
    section = report.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25
    assert 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20
    assert section.different_first_page_header_footer


def test_every_letter_is_in_times_new_roman(report):
    defaults = report.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    assert {defaults.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert not list(report.element.iter(qn("w:rFonts")))


@pytest.mark.parametrize(
    ("start", "sizes", "bold", "italic", "align"),
    [
        ("CỘNG HÒA", (12, 13), True, False, CENTER),
        ("Độc lập", (13, 14), True, False, CENTER),
        ("UBND TỈNH", (12, 13), False, False, CENTER),
        ("SỞ KHOA HỌC", (12, 13), True, False, CENTER),
        ("Số: 09/BC-SKHCN", (13, 13), False, False, CENTER),
        ("Bắc Ninh, ngày 05 tháng 8 năm 2025", (13, 14), False, True, CENTER),
        ("BÁO CÁO", (13, 14), True, False, CENTER),
        ("Kết quả thực hiện Nghị quyết", (13, 14), True, False, CENTER),
        ("Căn cứ Nghị quyết", (13, 14), False, True, JUSTIFY),
        ("Nội dung thứ 1:", (13, 14), False, False, JUSTIFY),
        ("I. KẾT QUẢ", (13, 14), True, False, JUSTIFY),
        ("KT. GIÁM ĐỐC", (13, 14), True, False, CENTER),
        ("Nguyễn Thị Hường", (13, 14), True, False, CENTER),
        ("Nơi nhận:", (12, 12), True, True, None),
        ("- Như trên;", (11, 11), False, False, None),
        ("Phụ lục I", (14, 14), True, False, CENTER),
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU", (13, 14), True, False, CENTER),
        ("(Kèm theo", (13, 14), False, True, CENTER),
    ],
)
def test_each_part_has_the_letters_of_the_decree(report, start, sizes, bold, italic, align):
    size, *rest = look(found(report, start))
    assert sizes[0] <= size <= sizes[1]
    assert rest == [bold, italic, align]


@pytest.mark.parametrize(
    ("start", "sizes", "bold", "italic"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", (15, 15), True, False),
        ("ĐẢNG BỘ TỈNH", (14, 14), False, False),
        ("TỈNH ỦY", (14, 14), True, False),
        ("Số 09-BC/TU", (14, 14), False, False),
        ("Bắc Ninh, ngày", (14, 14), False, True),
        ("BÁO CÁO", (15, 16), True, False),
        ("Nội dung thứ 1:", (14, 15), False, False),
    ],
)
def test_each_part_of_a_paper_of_the_party_has_its_letters(start, sizes, bold, italic):
    size, *rest, _ = look(found(opened(sample.PARTY), start))
    assert sizes[0] <= size <= sizes[1]
    assert rest == [bold, italic]


def test_paragraphs_are_put_in_and_apart(report):
    style = report.styles["Nội dung"].paragraph_format
    assert style.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert style.space_after.pt >= 6


def test_lines_under_words_are_as_long_as_the_decree_says(report):
    left, right = report.tables[0].rows[0].cells
    measures = MEASURES["state"]
    for cell, above, share, size in (
        (left, "SỞ KHOA HỌC VÀ CÔNG NGHỆ", (1 / 3, 1 / 2), measures.agency),
        (right, "Độc lập - Tự do - Hạnh phúc", (0.99, 1.01), measures.motto_line),
    ):
        rule = cell.paragraphs[-1]
        layout = rule.paragraph_format
        length = (cell.width - layout.left_indent - layout.right_indent) / 36000
        assert rule.style.element.find(f".//{qn('w:pBdr')}") is not None
        line = letters.width_mm(above, size, bold=True)
        assert share[0] <= length / line <= share[1]


def test_headings_are_real_and_skip_no_level():
    blocks = [shapes.Heading("Một", 3), shapes.Heading("Hai", 2), shapes.Heading("Ba", 5)]
    document = opened(replace(sample.REPORT, blocks=blocks, annexes=[]))
    names = [p.style.name for p in document.paragraphs if p.text in {"Một", "Hai", "Ba"}]
    assert names == ["Heading 1", "Heading 2", "Heading 3"]


def test_tables_repeat_their_header_and_keep_their_widths(report):
    table = report.tables[-2]
    header, group, first = table.rows[0], table.rows[1], table.rows[2]
    assert header._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert first._tr.find(f".//{qn('w:tblHeader')}") is None
    assert [round(column.width.mm) for column in table.columns] == [12, 80, 25, 25, 25, 60]
    assert [cell.grid_span for cell in group._tr.tc_lst] == [1, 5]
    assert table.cell(2, 3).paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert table.cell(1, 1).paragraphs[0].runs[0].bold
    assert not table.cell(2, 1).paragraphs[0].runs[0].bold


def test_a_table_that_is_too_wide_is_brought_to_the_text():
    wide = shapes.Table([shapes.Column("a", 200), shapes.Column("b", 200)], [["1", "2"]])
    document = opened(replace(sample.REPORT, blocks=[wide], annexes=[]))
    widths = [column.width.mm for column in document.tables[1].columns]
    assert sum(widths) == pytest.approx(165, abs=0.5)


def test_annexes_turn_the_page_and_count_anew(report):
    main, wide, tall = report.sections
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert round(wide.page_width.mm) == 297
    assert tall.orientation == WD_ORIENT.PORTRAIT
    for section in (wide, tall):
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
    assert main._sectPr.find(qn("w:pgNumType")) is None


def test_a_copy_is_marked_on_the_first_page_only():
    document = opened(replace(sample.REPORT, copy_mark="TrS"))
    assert document.sections[0].first_page_header.paragraphs[0].text == "TRÍCH SAO"
    assert not "".join(p.text for p in document.sections[1].first_page_header.paragraphs)
    assert not document.sections[0].header.paragraphs[0].text.strip("2")


def test_the_last_words_of_the_state_have_the_sign_of_the_end(report):
    assert (
        found(report, "Đề nghị Ủy ban").text == "Đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo./."
    )
    assert found(opened(sample.PARTY), "Đề nghị").text.endswith("chỉ đạo.")


def test_a_line_end_in_a_cell_is_a_line_break():
    table = shapes.Table([shapes.Column("a", 50)], [["một\nhai"]])
    document = opened(replace(sample.REPORT, blocks=[table], annexes=[]))
    assert document.tables[1].cell(1, 0).text == "một\nhai"
    assert document.tables[1].cell(1, 0)._tc.find(f".//{qn('w:br')}") is not None


def test_a_draft_leaves_room_for_number_and_day():
    document = opened(replace(sample.REPORT, number=None, day=None))
    assert found(document, "Số:").text.replace("\u00a0", "") == "Số: /BC-SKHCN"
    assert found(document, "Bắc Ninh, ngày").text.replace("\u00a0", " ").split() == [
        "Bắc", "Ninh,", "ngày", "tháng", "năm",
    ]  # fmt: skip


def test_the_file_says_what_it_is(report):
    properties = report.core_properties
    assert properties.title.startswith("Báo cáo Kết quả thực hiện Nghị quyết")
    assert properties.author == "Sở Khoa học và Công nghệ"
    assert properties.language == "vi-VN"
    assert properties.created.replace(tzinfo=None) == datetime(2025, 8, 5)
    language = report.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"


def test_the_same_paper_gives_the_same_bytes():
    first, second = (word.render_docx(sample.REPORT) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert word.render_docx(replace(sample.REPORT, number=10)) != first
