"""The styles of a paper in Word; names in Vietnamese, as officers see them in the style list."""

from __future__ import annotations

from dataclasses import dataclass

from . import measures
from .measures import FONT, Form

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY_INDENT = f'<w:ind w:firstLine="{round(measures.FIRST_LINE * 1440 / 25.4)}"/>'
_RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
_EDGES = ("top", "left", "bottom", "right")


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its look, in the order that Word's schema asks for."""

    id: str
    name: str
    size: float = 0
    bold: bool = False
    italic: bool = False
    align: str = ""
    space: str = ""
    indent: str = ""
    keep: bool = False
    border: str = ""
    level: int | None = None
    based: str = "Normal"
    underline: bool = False
    colour: str = ""

    def xml(self) -> str:
        """The style as an element of styles.xml."""
        keep = "<w:keepNext/>" if self.keep else ""
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        level = "" if self.level is None else f'<w:outlineLvl w:val="{self.level}"/>'
        look = "".join(
            (
                "<w:b/><w:bCs/>" if self.bold else "",
                "<w:i/><w:iCs/>" if self.italic else "",
                f'<w:color w:val="{self.colour}"/>' if self.colour else "",
                _size(self.size) if self.size else "",
                '<w:u w:val="single"/>' if self.underline else "",
            )
        )
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.based}"/><w:qFormat/><w:pPr>{keep}{self.border}'
            f"{self.space}{self.indent}{align}{level}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        )


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _space(before: float = 0, after: float = 0, line: str = "") -> str:
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{line}/>'


def _headings(size: float) -> list[Style]:
    space = _space(measures.PARAGRAPH_GAP, measures.PARAGRAPH_GAP)
    return [
        Style(
            f"Heading{level}",
            f"heading {level}",
            size,
            bold=level < 4,
            italic=level > 2,
            align="both",
            space=space,
            indent=BODY_INDENT,
            keep=True,
            level=level - 1,
        )
        for level in range(1, 7)
    ]


def _head(m: measures.Measures) -> list[Style]:
    """The styles of the agency, the state, number and place."""
    box = "".join(
        f'<w:{edge} w:val="single" w:sz="8" w:space="3" w:color="{measures.URGENCY_COLOUR}"/>'
        for edge in _EDGES
    )
    return [
        Style("PaperParent", "Cơ quan chủ quản", m.agency, align="center"),
        Style("PaperIssuer", "Cơ quan ban hành", m.agency, bold=True, align="center"),
        Style("PaperState", "Quốc hiệu", m.motto, bold=True, align="center"),
        Style("PaperMotto", "Tiêu ngữ", m.motto_line, bold=True, align="center"),
        Style("PaperNumber", "Số, ký hiệu", m.number, align="center", space=_space(4)),
        Style(
            "PaperPlace",
            "Địa danh, thời gian",
            m.place,
            italic=True,
            align="center",
            space=_space(4),
        ),
        Style(
            "PaperLetterAbstract",
            "Trích yếu công văn",
            m.letter_abstract,
            italic=m.letter_abstract_italic,
            align="center",
            space=_space(6),
        ),
        Style(
            "PaperUrgency",
            "Mức độ khẩn",
            measures.URGENCY_SIZE,
            bold=True,
            align="center",
            space=_space(12, 6),
            border=f"<w:pBdr>{box}</w:pBdr>",
            colour=measures.URGENCY_COLOUR,
        ),
        Style("PaperCopy", "Hình thức sao", measures.COPY_MARK_SIZE, align="right"),
    ]


def _title(m: measures.Measures) -> list[Style]:
    """The styles of the kind, what it is about, and the lines under words."""
    rule_line = ' w:line="60" w:lineRule="exact"'
    return [
        Style("PaperRule", "Đường kẻ ngắn", 2, space=_space(2, 0, rule_line), border=_RULE),
        Style("PaperRuleWhole", "Đường kẻ dài", 2, space=_space(2, 0, rule_line), border=_RULE),
        Style("PaperRuleShort", "Đường kẻ cố định", 2, space=_space(2, 0, rule_line), border=_RULE),
        Style("Title", "Title", m.kind, bold=True, align="center", space=_space(14), keep=True),
        Style("Subtitle", "Subtitle", m.abstract, bold=True, align="center", keep=True),
        Style("PaperGap", "Khoảng trống", 6, space=_space(0, 2)),
    ]


def _foot(m: measures.Measures) -> list[Style]:
    """The styles of addressees, recipients and who signs."""
    addressed = f'<w:ind w:left="{twips(measures.ADDRESS_INDENT)}"/>'
    addressee = f'<w:ind w:left="{twips(measures.ADDRESS_INDENT + 19)}"/>'
    return [
        Style("PaperAddressed", "Kính gửi một nơi", m.body, align="center", space=_space(6, 12)),
        Style(
            "PaperAddressedMany", "Kính gửi nhiều nơi", m.body, space=_space(6), indent=addressed
        ),
        Style("PaperAddressee", "Nơi được gửi", m.body, indent=addressee),
        Style(
            "PaperRecipientsLabel",
            "Nơi nhận",
            m.recipients_label,
            bold=not m.recipients_label_underlined,
            italic=not m.recipients_label_underlined,
            underline=m.recipients_label_underlined,
        ),
        Style("PaperRecipient", "Danh sách nơi nhận", m.recipients),
        Style("PaperSigned", "Quyền hạn, chức vụ", m.body, bold=True, align="center", keep=True),
        Style("PaperSigner", "Họ tên người ký", m.body, bold=True, align="center"),
    ]


def _annex(m: measures.Measures) -> list[Style]:
    """The styles over an annex, and of the page number."""
    return [
        Style("PaperAnnexNumber", "Số phụ lục", m.body, bold=True, align="center", keep=True),
        Style(
            "PaperAnnexTitle",
            "Tên phụ lục",
            m.body,
            bold=True,
            align="center",
            indent='<w:ind w:firstLine="0"/>',
            space=_space(),
            keep=True,
            level=0,
            based="Heading1",
        ),
        Style(
            "PaperAnnexNote", "Kèm theo", m.place, italic=True, align="center", space=_space(0, 12)
        ),
        Style("PaperPage", "Số trang", m.page_number, align="center"),
    ]


def _inside(m: measures.Measures) -> list[Style]:
    """The styles of the body."""
    after = _space(0, measures.PARAGRAPH_GAP)
    flat = '<w:ind w:firstLine="0"/>'
    return [
        Style("PaperText", "Nội dung", m.body, align="both", space=after, indent=BODY_INDENT),
        Style("PaperPlain", "Nội dung không lùi", based="PaperText", indent=flat),
        Style("PaperGround", "Căn cứ", italic=True, based="PaperText"),
        Style("PaperItem", "Gạch đầu dòng", based="PaperText"),
        Style("PaperCell", "Ô bảng", measures.TABLE_SIZE, space=_space(1, 1)),
        Style("PaperCellHead", "Đầu bảng", bold=True, align="center", based="PaperCell", keep=True),
        Style(
            "Caption",
            "caption",
            measures.CAPTION_SIZE,
            bold=True,
            align="center",
            space=_space(6, 4),
            keep=True,
        ),
        Style("PaperAfter", "Sau bảng", 4),
    ]


def styles_xml(form: Form) -> str:
    """The whole of styles.xml."""
    m = measures.MEASURES[form]
    styles = [*_headings(m.body), *_head(m), *_title(m), *_foot(m), *_annex(m), *_inside(m)]
    inset = twips(measures.CELL_INSET)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in (*_EDGES, "insideH", "insideV")
    )
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'{_size(m.body)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/></w:style>'
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        f'<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        f'<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"</w:style>"
        f'<w:style w:type="table" w:styleId="PaperTable"><w:name w:val="Bảng số liệu"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblCellMar><w:left w:w="{inset}" w:type="dxa"/><w:right w:w="{inset}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>"
        + "".join(style.xml() for style in styles)
        + "</w:styles>"
    )
