"""Any text, in any place, renders; what the type face has comes back out of both files."""

import io
import re
import unicodedata
from dataclasses import replace

import docx
import pypdf
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.engines.office.papers import letters, pdf, sheets, slides, word
from sauro.engines.office.papers.shapes import (
    Annex,
    Bullets,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)

ANY = st.text(max_size=20)
KNOWN = st.text(
    st.sampled_from(
        [
            chr(code)
            for code in range(0x20, 0x2200)
            if chr(code).isprintable()
            and unicodedata.bidirectional(chr(code)) not in {"R", "AL", "AN", "NSM"}
            and letters.printable(chr(code)) == chr(code) != "□"
        ]
    ),
    min_size=1,
    max_size=20,
)


def paper_of(text: str) -> Paper:
    table = Table([Column(text, 40), Column("b", 40)], [[text, text], [text]], caption=text)
    blocks = [
        Heading(text, 2),
        Paragraph([Run(text, bold=True), Run(text, italic=True)]),
        Bullets([text]),
        table,
    ]
    return Paper(
        parent=text, issuer=text, number=1, symbol=text, place=text, abstract=text, kind=text,
        addressed_to=[text, text], grounds=[text], blocks=blocks, recipients=[text],
        drafter_mark=text, urgency=text, copy_mark=text, annexes=[Annex(text, blocks)],
        signature=Signature(on_behalf=text, authority=text, position=text, name=text),
    )  # fmt: skip


def plain(text: str) -> str:
    """Without spaces, compatibility letters and hyphens at line ends, which extraction changes."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


@settings(deadline=None, max_examples=25)
@given(ANY, st.sampled_from(["state", "party"]))
def test_any_text_in_any_place_renders(text, form):
    paper = replace(paper_of(text), form=form)
    for made in (pdf.render_pdf(paper), word.render_docx(paper), sheets.annexes_xlsx(paper)):
        assert made
    figure, bar = slides.Figure(text, text, text), slides.Bar(text, 1, 0, text)
    deck = slides.Deck(
        text,
        [
            slides.TitleSlide(text, text, text, text),
            slides.FiguresSlide(text, [figure]),
            slides.BarsSlide(text, [bar], text),
            slides.TableSlide(text, [Column(text, 1)], [[text]]),
        ],
    )
    assert slides.render_pptx(deck)


@settings(deadline=None, max_examples=40)
@given(KNOWN)
def test_what_is_written_comes_back_out_of_the_pdf(text):
    reader = pypdf.PdfReader(io.BytesIO(pdf.render_pdf(paper_of(text))))
    shown = plain("".join(page.extract_text() for page in reader.pages))
    assert plain(text) in shown


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=20))
def test_what_is_written_comes_back_out_of_the_word_file(text):
    document = docx.Document(io.BytesIO(word.render_docx(paper_of(text))))
    wanted = letters.clean(text).strip()
    tables = [cell.text for row in document.tables[1].rows for cell in row.cells]
    assert tables.count(letters.clean(text, lines=True)) >= 3
    assert any(wanted in letters.clean(p.text) for p in document.paragraphs)
