"""Where things stand on the printed page: the Word file by LibreOffice, and the PDF itself."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from sauro.engines.office.papers import pdf, word
from sauro.engines.office.papers.shapes import Bullets, Paragraph

from . import sample
from .measuring import CI, Pages, converted, needs_office, needs_poppler

WAYS = [
    pytest.param("docx", marks=needs_office, id="Word"),
    pytest.param("pdf", marks=needs_poppler, id="PDF"),
]
PAPERS = {"report": sample.REPORT, "letter": sample.LETTER, "party": sample.PARTY}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Pages of a paper made in one of the two ways; each is made once."""
    done = {}

    def pages(way: str, name: str) -> Pages:
        if (way, name) not in done:
            folder = tmp_path_factory.mktemp(f"{way}-{name}")
            paper = PAPERS[name]
            data = (
                converted(word.render_docx(paper), folder)
                if way == "docx"
                else pdf.render_pdf(paper)
            )
            done[way, name] = Pages(data, folder)
        return done[way, name]

    return pages


@pytest.mark.parametrize("way", WAYS)
def test_the_state_is_named_at_the_top_right_over_its_motto(made, way):
    pages = made(way, "report")
    state, motto = pages.starting("CỘNG HÒA"), pages.starting("Độc lập")
    assert state.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert 19 < state.top < 24
    assert state.left > 102
    assert 193 < state.right <= 195.5
    assert abs(state.middle - motto.middle) < 1
    assert 3 < motto.top - state.top < 7


@pytest.mark.parametrize("way", WAYS)
def test_the_agency_stands_at_the_left_level_with_the_state(made, way):
    pages = made(way, "report")
    parent, issuer = pages.starting("UBND TỈNH BẮC NINH"), pages.starting("SỞ KHOA HỌC")
    assert abs(parent.top - pages.starting("CỘNG HÒA").top) < 1
    assert abs(parent.middle - issuer.middle) < 1
    assert issuer.left >= 30
    assert issuer.right < 104


@pytest.mark.parametrize("way", WAYS)
def test_number_and_place_stand_on_one_line_under_their_blocks(made, way):
    pages = made(way, "report")
    number, place = pages.starting("Số: 09/BC-SKHCN"), pages.starting("Bắc Ninh, ngày 05 tháng 8")
    assert abs(number.bottom - place.bottom) < 1
    assert abs(number.middle - pages.starting("SỞ KHOA HỌC").middle) < 1
    assert abs(place.middle - pages.starting("CỘNG HÒA").middle) < 1


@pytest.mark.parametrize("way", WAYS)
def test_kind_and_abstract_stand_in_the_middle_of_the_text(made, way):
    pages = made(way, "report")
    for start in ("BÁO CÁO", "Kết quả thực hiện Nghị quyết"):
        assert abs(pages.starting(start).middle - (30 + 195) / 2) < 1


@pytest.mark.parametrize("way", WAYS)
def test_nothing_stands_in_the_margins_but_page_numbers(made, way):
    for name in PAPERS:
        pages = made(way, name)
        for line in pages.lines:
            wide, high = pages.sizes[line.page - 1]
            if line.top < 19:
                assert re.fullmatch(r"\d+|SAO Y", line.text), line
                continue
            assert 29.5 <= line.left <= line.right <= wide - 14, line
            assert line.bottom <= high - 19.5, line


@pytest.mark.parametrize("way", WAYS)
def test_pages_are_numbered_in_the_middle_of_the_top_margin_but_not_the_first(made, way):
    pages = made(way, "report")
    numbers = {line.page: line for line in pages.lines if line.top < 19}
    assert 1 not in numbers
    assert numbers[2].text == "2"
    assert abs(numbers[2].middle - (30 + 195) / 2) < 1
    assert 9 < numbers[2].top < 15


@pytest.mark.parametrize("way", WAYS)
def test_each_annex_begins_a_page_and_counts_its_pages_anew(made, way):
    pages = made(way, "report")
    first = pages.starting("Phụ lục I")
    second = pages.starting("Phụ lục II")
    numbers = {line.page: line.text for line in pages.lines if line.top < 19}
    assert first.page not in numbers
    assert numbers[first.page + 1] == "2"
    assert second.page > first.page + 1
    assert second.page not in numbers
    assert pages.on(first.page)[0] == first
    assert pages.sizes[first.page - 1] == pytest.approx((297, 210), abs=0.5)
    assert pages.sizes[second.page - 1] == pytest.approx((210, 297), abs=0.5)
    assert pages.starting("(Kèm theo Báo cáo số 09/BC-SKHCN ngày 05 tháng 8", first.page)


@pytest.mark.parametrize("way", WAYS)
def test_the_header_of_a_table_stands_again_on_every_page_of_it(made, way):
    pages = made(way, "report")
    first = pages.starting("Phụ lục I").page
    last = pages.starting("Phụ lục II").page - 1
    assert last - first >= 2
    for page in range(first, last + 1):
        assert any("Cơ quan chủ trì" in line.text for line in pages.on(page))


@pytest.mark.parametrize("way", WAYS)
def test_paragraphs_are_put_in_justified_and_apart(made, way):
    pages = made(way, "report")
    begun = pages.starting("Nội dung thứ 2:")
    index = pages.lines.index(begun)
    second, after = pages.lines[index + 1], pages.lines[index + 2]
    assert begun.left == pytest.approx(30 + 12.7, abs=0.5)
    assert second.left == pytest.approx(30, abs=0.5)
    assert begun.right == pytest.approx(195, abs=0.8)
    line = second.top - begun.top
    assert 5.5 < line < 8.6  # single to one and a half of 14 points
    assert after.text.startswith("Nội dung thứ 3:")
    assert after.top - second.top - line >= 6 * 25.4 / 72 - 0.1


@pytest.mark.parametrize("way", WAYS)
def test_recipients_stand_level_with_who_signs(made, way):
    pages = made(way, "report")
    label, signed = pages.starting("Nơi nhận:"), pages.starting("KT. GIÁM ĐỐC")
    assert label.left == pytest.approx(30, abs=0.5)
    assert abs(label.top - signed.top) < 2
    assert signed.page == pages.starting("Nguyễn Thị Hường").page
    assert abs(signed.middle - pages.starting("Nguyễn Thị Hường").middle) < 1
    assert pages.starting("Nguyễn Thị Hường").top - pages.starting("PHÓ GIÁM ĐỐC").bottom > 20
    assert pages.starting("- Như trên;").left == pytest.approx(30, abs=0.5)
    assert pages.starting("- Lưu: VT, KHTC.")


@pytest.mark.parametrize("way", WAYS)
def test_a_letter_says_what_it_is_about_under_its_number(made, way):
    pages = made(way, "letter")
    number, about = pages.starting("Số: 1806/SKHCN-CĐS"), pages.starting("V/v đôn đốc")
    assert about.top > number.bottom
    assert abs(about.middle - number.middle) < 1
    assert about.right < 105
    assert pages.starting("Kính gửi: Ủy ban nhân dân các xã, phường")
    assert pages.starting("HỎA TỐC").right < 104
    copied = pages.starting("SAO Y")
    assert copied.top < 20
    assert copied.right == pytest.approx(195, abs=1)
    assert not any(line.text == "BÁO CÁO" for line in pages.lines)


@pytest.mark.parametrize("way", WAYS)
def test_a_paper_of_the_party_has_its_own_head(made, way):
    pages = made(way, "party")
    party = pages.starting("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert party.left > 105
    assert 19 < party.top < 24
    assert not any("CỘNG HÒA" in line.text or "Độc lập" in line.text for line in pages.lines)
    star, issuer = pages.starting("*"), pages.starting("TỈNH ỦY")
    assert abs(star.middle - issuer.middle) < 1
    assert star.top > issuer.top
    assert pages.starting("Số 09-BC/TU")
    assert pages.starting("T/M BAN THƯỜNG VỤ")


@pytest.mark.parametrize("way", WAYS)
def test_a_name_never_stands_alone_on_a_page(way, tmp_path):
    """Whatever the length of the text: the last words come along with who signs."""
    for length in (22, 23) if way == "docx" else range(14, 26):
        words = [sample.REPORT.blocks[6]] * length
        paper = replace(sample.REPORT, blocks=words, annexes=[], grounds=[], addressed_to=[])
        folder = tmp_path / str(length)
        folder.mkdir()
        data = pdf.render_pdf(paper) if way == "pdf" else converted(word.render_docx(paper), folder)
        pages = Pages(data, folder)
        page = pages.starting("Nguyễn Thị Hường").page
        assert any(line.text.endswith("./.") for line in pages.on(page)), length


@pytest.mark.skipif(not shutil.which("pdfinfo") and not CI, reason="needs poppler-utils")
def test_the_pdf_is_tagged_and_names_itself(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf.render_pdf(sample.REPORT))
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Báo cáo Kết quả thực hiện", told)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    rows = fonts.stdout.splitlines()[2:]
    assert rows
    assert all("LiberationSerif" in row for row in rows)


@pytest.mark.parametrize("way", WAYS)
def test_a_long_list_before_the_signature_begins_under_its_introduction(way, tmp_path):
    filling = [Paragraph("Nội dung báo cáo của kỳ này. " * 12) for _n in range(9)]
    items = [f"Nhiệm vụ thứ {n} của kỳ tới, cơ quan chủ trì và thời hạn" for n in range(30)]
    blocks = [*filling, Paragraph("Kỳ tới tập trung hoàn thành:"), Bullets(items)]
    paper = replace(sample.REPORT, blocks=blocks, annexes=[])
    data = pdf.render_pdf(paper) if way == "pdf" else converted(word.render_docx(paper), tmp_path)
    pages = Pages(data, tmp_path)
    lead = pages.starting("Kỳ tới tập trung hoàn thành:").page
    assert pages.starting("- Nhiệm vụ thứ 0 ").page == lead
    last = pages.starting(sample.REPORT.signature.name).page
    assert pages.starting("- Nhiệm vụ thứ 29 ").page == last
    assert lead < last
