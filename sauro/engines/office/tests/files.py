"""Small office packages made part by part, so that each can be wrong in one way."""

from __future__ import annotations

import io
import zipfile

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*items: tuple[str, str, str]) -> str:
    links = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{path}"/>' for key, kind, path in items
    )
    return f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return buffer.getvalue()


def docx(body: str, *, head: str = "", **more: str) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml")),
        "word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    return archive(parts | more)


def cell(text: str, properties: str = "", runs: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{runs or f'<w:r><w:t>{text}</w:t></w:r>'}</w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(text if text.startswith('<w:tc') else cell(text) for text in cells)}</w:tr>"


def table(*rows: str, grid: str = "") -> str:
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def xlsx(
    sheet: str, *, shared: str = "", styles: str = "", head: str = "", state: str = "visible"
) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("s2", "sharedStrings", "sharedStrings.xml"),
            ("s3", "styles", "styles.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
        f'<sheet name="KH" sheetId="1" state="{state}" r:id="s1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{S}">{sheet}</worksheet>',
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{S}">{shared}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{S}">{styles}</styleSheet>'
    return archive(parts)


def sheet_data(*cells: str) -> str:
    return f"<sheetData><row r='1'>{''.join(cells)}</row></sheetData>"
