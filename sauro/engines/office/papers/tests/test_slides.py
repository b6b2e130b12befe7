"""The deck: wide, titled, described, explained in its notes."""

import io
from dataclasses import replace

import pptx
import pytest
from pptx.util import Inches, Pt

from sauro.engines.office.papers import slide_drawing, slides
from sauro.engines.office.papers.shapes import Column

from .sample import DECK


def opened(deck):
    return pptx.Presentation(io.BytesIO(slides.render_pptx(deck)))


@pytest.fixture(scope="module")
def deck():
    return opened(DECK)


def test_the_deck_is_wide_and_every_slide_has_a_title(deck):
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[1:3] == ["Số liệu chính", "Tiến độ theo nhóm nhiệm vụ"]
    assert all(titles)


def test_everything_stays_on_the_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_a_long_table_goes_on_over_slides_with_its_header(deck):
    tables = [
        shape.table
        for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith("Nhiệm vụ quá hạn")
        for shape in slide.shapes
        if shape.has_table
    ]
    assert len(tables) >= 2
    assert all(table.cell(0, 1).text == "Nhiệm vụ" for table in tables)
    numbers = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert numbers == [str(place) for place in range(1, 15)]
    assert deck.slides[-1].shapes.title.text_frame.text.endswith("(tiếp theo)")


def test_no_column_is_narrower_than_its_longest_word():
    widths = slide_drawing.widths_of([10, 200], [["30/06/2025", "Hoàn thành nền tảng"]])
    assert widths[0] > 10 * 0.12
    assert sum(widths) == pytest.approx(slide_drawing.WIDE)


def test_letters_are_large_and_of_a_vietnamese_type_face(deck):
    for slide in deck.slides:
        for run in runs_of(slide):
            assert run.font.size >= Pt(12)
            assert run.font.name == "Arial"
            assert run._r.rPr.get("lang") == "vi-VN"


def runs_of(slide):
    for shape in slide.shapes:
        frames = [shape.text_frame] if shape.has_text_frame else []
        if shape.has_table:
            frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
        for frame in frames:
            for paragraph in frame.paragraphs:
                yield from paragraph.runs


def test_tables_and_cards_are_described_and_bars_are_decoration(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            about = shape._element.xpath(".//p:cNvPr")[0]
            if shape.has_table:
                assert about.get("descr")
            elif shape.shape_type == 1:
                decorative = "decorative" in about.xpath("string(.//*[local-name()='ext']/@uri)")
                mark = about.xpath(".//*[local-name()='decorative']")
                assert bool(about.get("descr")) != bool(mark or decorative)


def test_the_notes_carry_the_rule_of_each_figure(deck):
    notes = deck.slides[1].notes_slide.notes_text_frame.text
    assert "Số liệu chốt ngày 14 tháng 7 năm 2025." in notes
    assert "nhiệm vụ quá hạn: 9. Quá thời hạn, chưa được xác nhận." in notes


def test_bars_are_as_long_as_their_part(deck):
    bars = {
        shape.fill.fore_color.rgb: shape.width
        for shape in deck.slides[2].shapes
        if shape.shape_type == 1 and shape.height > Inches(0.1)
    }
    widths = sorted(bars.values())
    assert widths[0] / widths[-1] == pytest.approx(1 / 6, abs=0.01)


def test_many_figures_take_several_slides():
    figures = [slides.Figure(str(place), "x") for place in range(13)]
    deck = opened(slides.Deck("x", [slides.FiguresSlide("Số liệu", figures)]))
    assert len(deck.slides) == 3


def test_empty_slides_are_no_error():
    pages = [
        slides.FiguresSlide("a", []),
        slides.BarsSlide("b", []),
        slides.TableSlide("c", [Column("d", 10)], []),
    ]
    assert len(opened(slides.Deck("x", pages)).slides) == 3


def test_the_same_deck_gives_the_same_bytes():
    assert slides.render_pptx(DECK) == slides.render_pptx(DECK)
    assert slides.render_pptx(DECK) != slides.render_pptx(replace(DECK, title="khác"))
