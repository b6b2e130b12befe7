"""A paper as a Word file: an officer's template gives the frame, the data gives the words."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import letters, measures, packing, template_guard, word_blocks, wording
from .frame import annex_of, frame_of, urgency_width
from .letters import clean
from .shapes import Annex, Paper
from .template_styles import W, twips

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MARK = "\ue000"  # of the private use area: no cleaned text holds it
_SPLIT = "\ue001"  # keeps apart "{_{" and its kin, which the template engine would change
_CHANGED = re.compile(r"(?<=\{)(?=_[{%])|(?<=[}%])(?=_\})")
_POINT = 12700


def render_docx(paper: Paper, template: bytes | None = None) -> bytes:
    """The paper as a Word file; the same paper and template give the same bytes.

    Raises `TemplateRefused` for a template that could not be used safely or not be filled.
    """
    if template is None:
        return _filled(paper, template_guard.default_template(paper.form))
    template_guard.refuse_unsafe(template)
    try:
        return _filled(paper, template)
    except template_guard.TemplateRefused:
        raise
    except Exception as error:  # whatever the libraries make of a file that Word may still open
        raise template_guard.TemplateRefused(
            _("The template cannot be filled: %(why)s") % {"why": error}
        ) from error


def _filled(paper: Paper, data: bytes) -> bytes:
    from docxtpl import DocxTemplate  # slow to import, and most processes never write

    frame = DocxTemplate(io.BytesIO(data))
    texts = frame_of(paper, lambda text: _CHANGED.sub(_SPLIT, clean(text)))
    frame.render(texts | {"body": _MARK}, template_guard.environment())
    document: Document = frame.docx
    filling = _Filling(document, paper)
    filling.fill_body()
    filling.add_annexes()
    filling.draw_rules()
    filling.set_properties()
    buffer = io.BytesIO()
    document.save(buffer)
    return packing.repacked(buffer.getvalue(), filling.finished)


class _Filling:
    """A rendered frame being filled with the body, the annexes and the lines."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self.styles = _Styles(document, paper)
        self.page = document.element.body.sectPr
        self.texts: dict[bytes, bytes] = {}

    def fill_body(self) -> None:
        """Put the blocks where the template has its mark; the last words stay with the name."""
        place = next(
            (p for p in self.document.element.body.iter(f"{{{W}}}p") if _MARK in _text(p)), None
        )
        if place is None:
            raise template_guard.TemplateRefused.without("body")
        width = self._text_width(landscape=False)
        blocks = wording.body(self.paper)
        xml = word_blocks.blocks_xml(blocks, self.styles.id, width=width, hold=True)
        place.getparent().replace(place, self._held(xml))

    def _held(self, xml: str) -> Any:
        """A paragraph that gives way to the text of elements when the file is packed."""
        from docx.oxml import parse_xml

        mark = f"<w:p><w:r><w:t>{_MARK}{len(self.texts)}{_MARK}</w:t></w:r></w:p>"
        self.texts[mark.encode()] = xml.encode()
        return next(iter(parse_xml(f'<w:body xmlns:w="{W}">{mark}</w:body>')))

    def finished(self, name: str, part: bytes) -> bytes:
        """The part of the package as it is to be stored."""
        if not name.endswith(".xml"):
            return part
        part = part.replace(_SPLIT.encode(), b"")
        if f"/{name}" == self.document.part.partname:
            for mark, xml in self.texts.items():
                part = part.replace(mark, xml)
        return part

    def add_annexes(self) -> None:
        """Each annex in a section of its own, with page numbers of its own."""
        from docx.oxml import OxmlElement

        body = self.document.element.body
        main = self.page
        for place, annex in enumerate(self.paper.annexes):
            holder = OxmlElement("w:p")
            holder.get_or_add_pPr().style = self.styles.id("PaperGap")
            before = body.sectPr
            before.addprevious(holder)
            holder.pPr.append(copy.deepcopy(before))
            body.replace(before, _annex_page(main, landscape=annex.landscape))
            body.sectPr.addprevious(self._held(self._annex_xml(place, annex)))
        if self.paper.annexes:  # what stands over the first page of the paper is not theirs
            self.document.sections[1].first_page_header.is_linked_to_previous = False

    def _annex_xml(self, place: int, annex: Annex) -> str:
        lines = annex_of(self.paper, place, annex, clean)
        names = {
            "number": "PaperAnnexNumber",
            "title": "PaperAnnexTitle",
            "reference": "PaperAnnexNote",
        }
        head = "".join(
            word_blocks.paragraph(self.styles.id(style), word_blocks.text_run(lines[key]))
            for key, style in names.items()
            if lines[key]
        )
        width = self._text_width(landscape=annex.landscape)
        blocks = wording.annex_blocks(annex)
        return head + word_blocks.blocks_xml(blocks, self.styles.id, width=width)

    def _text_width(self, *, landscape: bool) -> float:
        """Millimetres between the margins of the template's page."""
        page = _annex_page(self.page, landscape=landscape)
        inner = page.page_width - page.left_margin - page.right_margin
        return float(inner / 36000)

    def draw_rules(self) -> None:
        """Give each line under words its length, and the urgency mark its frame."""
        whole, part, short, urgent = (
            self.styles.id(name)
            for name in ("PaperRuleWhole", "PaperRule", "PaperRuleShort", "PaperUrgency")
        )
        shares = {whole: 1.0, part: measures.RULE_SHARE}
        for above, paragraph, available in self._paragraphs():
            style = paragraph.style.style_id if paragraph.style is not None else ""
            if style == urgent:
                _set_width(paragraph, urgency_width(paragraph.text), available)
            elif style == short:
                _set_width(paragraph, measures.SHORT_RULE, available)
            elif style in shares and above is not None:
                _set_width(paragraph, min(_width(above), available) * shares[style], available)

    def _paragraphs(self) -> Iterator[tuple[Paragraph | None, Paragraph, float]]:
        """Paragraphs of the frame with the one above, and the millimetres there are for them."""
        above = None
        for paragraph in self.document.paragraphs:
            yield above, paragraph, self._text_width(landscape=False)
            above = paragraph
        for table in self.document.tables:
            if table.style is not None and table.style.style_id == self.styles.id("PaperTable"):
                continue
            for cell in (cell for row in table.rows for cell in row.cells):
                above = None
                for paragraph in cell.paragraphs:
                    yield above, paragraph, (cell.width or 0) / 36000
                    above = paragraph

    def set_properties(self) -> None:
        """Title, author, language and day of the file."""
        properties = self.document.core_properties
        properties.title = clean(wording.title(self.paper))[:255]
        properties.author = properties.last_modified_by = clean(self.paper.issuer)[:255]
        properties.language = "vi-VN" if self.paper.language == "vi" else self.paper.language
        properties.created = properties.modified = packing.moment_of(
            self.paper.day or self.paper.as_of
        )
        properties.revision = 1


class _Styles:
    """The styles a document has; one that its template lacks is taken from the default."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.root = document.styles.element
        self.form = paper.form
        self.ids = {style.get(f"{{{W}}}styleId") for style in self._all()}
        self.names = {
            name.get(f"{{{W}}}val", "").lower(): name.getparent().get(f"{{{W}}}styleId")
            for name in self.root.iter(f"{{{W}}}name")
        }
        self.known: dict[str, str] = {}

    def _all(self) -> Any:
        return self.root.iterchildren(f"{{{W}}}style")

    def id(self, wanted: str) -> str:
        """The id under which the document has a style of ours."""
        if wanted not in self.known:
            self.known[wanted] = wanted if wanted in self.ids else self._taken(wanted)
        return self.known[wanted]

    def _taken(self, wanted: str) -> str:
        """The id of the style of the same name, or of a copy of the default one."""
        style = template_guard.default_style(self.form, wanted)
        name = style.find(f"{{{W}}}name").get(f"{{{W}}}val").lower()
        if self.names.get(name):
            return str(self.names[name])
        self.root.append(style)
        self.ids.add(wanted)
        based = style.find(f"{{{W}}}basedOn")
        if based is not None:
            based.set(f"{{{W}}}val", self.id(based.get(f"{{{W}}}val")))
        return wanted


def _text(element: Any) -> str:
    return "".join(piece.text or "" for piece in element.iter(f"{{{W}}}t"))


def _annex_page(main: Any, *, landscape: bool) -> Any:
    """The page of an annex: the margins of the paper, its own page numbers, turned if asked."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    page = copy.deepcopy(main)
    for tag in ("headerReference", "footerReference", "pgNumType"):
        for found in page.findall(f"{{{W}}}{tag}"):
            page.remove(found)
    long, short = max(page.page_width, page.page_height), min(page.page_width, page.page_height)
    page.page_width, page.page_height = (long, short) if landscape else (short, long)
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    numbers = OxmlElement("w:pgNumType")
    numbers.set(f"{{{W}}}start", "1")
    page.find(f"{{{W}}}pgMar").addnext(numbers)
    page.titlePg_val = True
    return page


def _width(paragraph: Paragraph) -> float:
    """How wide the words of a paragraph are in one line, by the type face of its style."""
    size, bold = None, None
    style: Any = paragraph.style
    while style is not None:
        size = size or style.font.size
        bold = style.font.bold if bold is None else bold
        style = style.base_style
    run = next(iter(paragraph.runs), None)
    if run is not None:
        size = run.font.size or size
        bold = run.font.bold if run.font.bold is not None else bold
    points = (size or 14 * _POINT) / _POINT
    return letters.width_mm(paragraph.text, points, bold=bool(bold))


def _set_width(paragraph: Paragraph, width: float, available: float) -> None:
    """Indents that leave a width in the middle."""
    from docx.shared import Twips

    side = Twips(twips(max(available - width, 0) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
