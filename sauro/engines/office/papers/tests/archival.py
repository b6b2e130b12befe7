"""What PDF/A-2a and PDF/UA-1 ask of a file, as far as it can be read from the file itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
from pypdf.generic import ContentStream

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CLAIMS = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "2",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
}
_SHOWN = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"S", b"s", b"B", b"b", b"sh"}
_ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/Movie", "/Sound"}


def faults(data: bytes) -> list[str]:
    """Everything that a checker would complain of; empty for a good file."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    checks = (_file, _colours, _about, _fonts, _pages, _structure, _headings, _tables, _active)
    return [fault for check in checks for fault in check(data, reader, root)]


def _file(data: bytes, reader: Any, root: Any) -> Iterator[str]:
    if not data.startswith(b"%PDF-1.") or min(data[10:14]) < 128:
        yield "header without version or binary mark"
    if "/ID" not in reader.trailer:
        yield "no file identifier"
    if reader.is_encrypted:
        yield "encrypted"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window does not show the title"


def _colours(_data: bytes, _reader: Any, root: Any) -> Iterator[str]:
    intents = [one.get_object() for one in root.get("/OutputIntents", [])]
    archival = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
    if len(archival) != 1:
        yield "no output intent"
        return
    profile = archival[0].get("/DestOutputProfile")
    icc = profile.get_object().get_data() if profile else b""
    if icc[36:40] != b"acsp" or int.from_bytes(icc[:4], "big") != len(icc):
        yield "the output intent has no colour profile"


def _about(_data: bytes, reader: Any, root: Any) -> Iterator[str]:
    stream = root.get("/Metadata")
    if stream is None:
        yield "no metadata"
        return
    if "/Filter" in stream.get_object():
        yield "metadata are compressed"
    tree = ET.fromstring(stream.get_object().get_data())
    said = {node.tag: (node.text or "").strip() for node in tree.iter()}
    for described in tree.iter(f"{_RDF}Description"):
        said |= described.attrib
    for name, wanted in _CLAIMS.items():
        if said.get(name) != wanted:
            yield f"metadata do not say {name}"
    info = reader.metadata
    titles = {(node.text or "").strip() for node in tree.iterfind(f".//{_TITLE}//{_RDF}li")}
    if not (info and info.title) or titles != {info.title}:
        yield "the title differs between the two descriptions"


def _fonts(_data: bytes, reader: Any, _root: Any) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        for held in page["/Resources"].get("/Font", {}).values():
            font = held.get_object()
            name = font.get("/BaseFont")
            for one in [part.get_object() for part in font.get("/DescendantFonts", [font])]:
                described = one.get("/FontDescriptor", {}).get_object()
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
                    yield f"page {number}: {name} is not embedded"
            if "/ToUnicode" not in font:
                yield f"page {number}: {name} cannot be read as text"


def _pages(_data: bytes, reader: Any, root: Any) -> Iterator[str]:
    tree = root.get("/StructTreeRoot", {}).get("/ParentTree")
    parents = dict(_numbers(tree.get_object())) if tree else {}
    for number, page in enumerate(reader.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: order of reading is not that of the structure"
        owners = parents.get(page.get("/StructParents"), [])
        depth, loose = 0, 0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
                marked = operands[1] if len(operands) > 1 else {}
                place = marked.get("/MCID") if isinstance(marked, dict) else None
                if place is not None and (place >= len(owners) or owners[place] is None):
                    yield f"page {number}: content {place} belongs to nothing"
            elif operator == b"EMC":
                depth -= 1
            elif operator in _SHOWN and not depth:
                loose += 1
        if loose:
            yield f"page {number}: {loose} pieces are neither tagged nor an artifact"
        if depth:
            yield f"page {number}: marks do not close"


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    pairs = node.get("/Nums", [])
    for place in range(0, len(pairs), 2):
        yield pairs[place], pairs[place + 1].get_object()
    for child in node.get("/Kids", []):
        yield from _numbers(child.get_object())


def nodes(root: Any) -> list[Any]:
    """The elements of the structure tree in the order of reading."""
    tree = root.get("/StructTreeRoot")
    return list(_walk(tree["/K"])) if tree else []


def _walk(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walk(node["/K"])


def _structure(_data: bytes, _reader: Any, root: Any) -> Iterator[str]:
    found = nodes(root)
    if not found or found[0]["/S"] != "/Document":
        yield "no structure tree"
    for one in found:
        if one["/S"] in ("/Figure", "/Formula") and not str(one.get("/Alt", "")).strip():
            yield "a picture has no words in its stead"


def _headings(_data: bytes, _reader: Any, root: Any) -> Iterator[str]:
    last = 0
    for one in nodes(root):
        role = str(one["/S"])
        if role[:2] == "/H" and role[2:].isdigit():
            level = int(role[2:])
            if level > last + 1:
                yield f"heading {level} follows heading {last}"
            last = level


def _tables(_data: bytes, _reader: Any, root: Any) -> Iterator[str]:
    for table in (one for one in nodes(root) if one["/S"] == "/Table"):
        cells = list(_walk(table["/K"]))
        heads = {str(one["/ID"]) for one in cells if one["/S"] == "/TH" and "/ID" in one}
        if not heads:
            yield "a table has no header cell"
        for one in cells:
            about = [part.get_object() for part in one.get("/A", [])]
            if one["/S"] == "/TH" and not any("/Scope" in part for part in about):
                yield "a header cell does not say of what"
            named = {str(name) for part in about for name in part.get("/Headers", [])}
            if named - heads:
                yield "a cell names a header that is not there"


def _active(_data: bytes, reader: Any, root: Any) -> Iterator[str]:
    if "/OpenAction" in root or "/AA" in root:
        yield "something happens on opening"
    names = set(root.get("/Names", {}).get_object()) if "/Names" in root else set()
    if names & {"/JavaScript", "/EmbeddedFiles"}:
        yield "scripts or files inside"
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots", []) or []:
            action = note.get_object().get("/A", {})
            if action and action.get_object().get("/S") in _ACTIVE:
                yield f"page {number}: an active link"
