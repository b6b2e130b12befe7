"""The parts of a default template, written out; scripts/paper_templates.py packs them."""

from __future__ import annotations

from . import measures, wording
from .measures import Form
from .template_styles import W, styles_xml, twips

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


_NO_INSET = "".join(
    (
        "<w:tblCellMar>",
        *(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right")),
        "</w:tblCellMar>",
    )
)


def parts_of(form: Form) -> list[tuple[str, bytes]]:
    """Names and contents of the parts."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("extended-properties", "docProps/app.xml"),
            ("", "docProps/core.xml"),
        ),
        "docProps/app.xml": _APP,
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(form),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("header", "header1.xml"),
            ("header", "header2.xml"),
        ),
        "word/styles.xml": styles_xml(form),
        "word/settings.xml": _SETTINGS,
        "word/header1.xml": _HEADER,
        "word/header2.xml": f'<w:hdr xmlns:w="{W}">{_p("PaperCopy", "{{ copy_mark }}")}</w:hdr>',
    }
    return [(name, (_HEAD + text).encode()) for name, text in parts.items()]


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/header1.xml": f"{_WORD}.header+xml",
        "/word/header2.xml": f"{_WORD}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": (
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        ),
    }
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
        )
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{place}" Type="{f"{_R}/{kind}" if kind else core}" '
            f'Target="{target}"/>'
            for place, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Office Word</Application></Properties>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:language>vi-VN</dc:language>'
    "</cp:coreProperties>"
)
_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/></w:settings>'
)
_HEADER = (
    f'<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="PaperPage"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)


def _p(style: str, text: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _when(name: str, *paragraphs: str) -> str:
    """Paragraphs that are there only when the placeholder has a text."""
    opening, closing = _p("Normal", f"{{%p if {name} %}}"), _p("Normal", "{%p endif %}")
    return opening + "".join(paragraphs) + closing


def _each(name: str, style: str) -> str:
    """A paragraph for each line of the placeholder."""
    return (
        _p("Normal", f"{{%p for line in {name} %}}")
        + _p(style, "{{ line }}")
        + _p("Normal", "{%p endfor %}")
    )


def _table(form: Form, *rows: tuple[str, str]) -> str:
    m = measures.MEASURES[form]
    widths = (twips(m.left_width), twips(m.right_width))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_NO_INSET}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _opening(form: Form) -> str:
    """The agency at the left, the state or the Party at the right, number and place."""
    parent = _when("parent", _p("PaperParent", "{{ parent }}"))
    issuer = _p("PaperIssuer", "{{ issuer }}")
    if form == "party":
        agency = parent + issuer + _p("PaperIssuer", "*")
        motto = _p("PaperState", wording.PARTY) + _p("PaperRuleWhole")
    else:
        agency = parent + issuer + _p("PaperRule")
        motto = _p("PaperState", wording.STATE)
        motto += _p("PaperMotto", wording.MOTTO) + _p("PaperRuleWhole")
    below = _p("PaperNumber", "{{ number_line }}")
    below += _when("letter_abstract", _p("PaperLetterAbstract", "{{ letter_abstract }}"))
    below += _when("urgency", _p("PaperUrgency", "{{ urgency }}"))
    return _table(form, (agency, motto), (below, _p("PaperPlace", "{{ place_line }}")))


def _document(form: Form) -> str:
    rule = _p("PaperRuleShort" if form == "party" else "PaperRule")
    kind = _when("kind", _p("Title", "{{ kind }}"), _p("Subtitle", "{{ abstract }}"), rule)
    left = _p("PaperRecipientsLabel", wording.RECIPIENTS) + _each("recipients", "PaperRecipient")
    space = (
        '<w:p><w:pPr><w:keepNext/><w:spacing w:line="'
        f'{twips(measures.SIGNATURE_SPACE)}" w:lineRule="exact"/></w:pPr></w:p>'
    )
    right = _each("signature_lines", "PaperSigned") + space + _p("PaperSigner", "{{ signer }}")
    page = twips(measures.PAGE[0]), twips(measures.PAGE[1])
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>'
        + _opening(form)
        + kind
        + _p("PaperGap")
        + _when("addressed_one", _p("PaperAddressed", wording.ADDRESSED + " {{ addressed_one }}"))
        + _when(
            "addressed_many",
            _p("PaperAddressedMany", wording.ADDRESSED),
            _each("addressed_many", "PaperAddressee"),
            _p("PaperGap"),
        )
        + _each("grounds", "PaperGround")
        + _p("PaperText", "{{ body }}")
        + _p("PaperGap")
        + _table(form, (left, right))
        + _p("PaperGap")
        + f'<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        f'<w:headerReference w:type="first" r:id="rId4"/>'
        f'<w:pgSz w:w="{page[0]}" w:h="{page[1]}"/>'
        f'<w:pgMar w:top="{twips(measures.TOP)}" w:right="{twips(measures.RIGHT)}" '
        f'w:bottom="{twips(measures.BOTTOM)}" w:left="{twips(measures.LEFT)}" '
        f'w:header="{twips(measures.NUMBER_FROM_EDGE)}" w:footer="{twips(10)}" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr></w:body></w:document>"
    )
