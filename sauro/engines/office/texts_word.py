"""The text of a Word document in reading order: paragraphs, table rows, notes, headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from lxml import etree

from . import word_lists
from .grid import OfficeError
from .package import Package
from .passages import CELL, FOOTER, HEADER, NOTE, PARAGRAPH, DocumentText, Raw, TextLimits, assemble
from .word_lists import Lists, value

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
_HIDDEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_DEEPEST = 40


@dataclass(slots=True)
class _Reading:
    """What reading a document carries along."""

    lists: Lists
    notes: dict[str, dict[str, str]]
    page: int  # 0 while Word never laid the document out
    pending: list[str] = field(default_factory=list)


def read(package: Package, limits: TextLimits) -> DocumentText:
    """The text of the package's main part with its headers first and footers last."""
    root = package.xml(package.main) if package.main.startswith("word/") else None
    body = next(root.iter("{*}body"), None) if root is not None else None
    if root is None or body is None:
        raise OfficeError("no_text_kind" if package.main else "corrupt")
    numbering, styles = package.companion("numbering"), package.companion("styles")
    reading = _Reading(
        word_lists.read_lists(
            package.xml(numbering) if numbering else None, package.xml(styles) if styles else None
        ),
        {kind: _notes(package, kind) for kind in ("footnote", "endnote")},
        int(next(root.iter("{*}lastRenderedPageBreak"), None) is not None),
    )
    found = chain(
        _margins(package, "header", HEADER),
        _blocks(reading, body, PARAGRAPH, 0),
        _margins(package, "footer", FOOTER),
    )
    return replace(assemble(found, limits=limits), pages=reading.page)


def _margins(package: Package, kind: str, as_kind: str) -> Iterator[Raw]:
    """The different lines of headers or footers, page numbers left out."""
    seen: set[str] = set()
    for found, path in package.related(package.main).values():
        root = package.xml(path) if found == kind else None
        for paragraph in root.iter("{*}p") if root is not None else ():
            line = "".join(_letters(paragraph, None)).strip()
            if line and not line.isdigit() and line not in seen:
                seen.add(line)
                yield Raw(line, as_kind)


def _notes(package: Package, kind: str) -> dict[str, str]:
    """The text of each footnote or endnote by its id."""
    path = package.companion(f"{kind}s")
    root = package.xml(path) if path else None
    notes = root.iterfind(f"{{*}}{kind}") if root is not None else ()
    return {value(note, "id"): " ".join("".join(_letters(note, None)).split()) for note in notes}


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _unwrapped(parent: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Children of some names, also those inside content controls and accepted insertions."""
    for child in parent:
        tag = _tag(child)
        if tag in wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _unwrapped(child, wanted)


def _blocks(reading: _Reading, parent: etree._Element, kind: str, depth: int) -> Iterator[Raw]:
    """Paragraphs and table rows in order, each followed by the notes it points at."""
    if depth > _DEEPEST:
        return
    for block in _unwrapped(parent, frozenset({"p", "tbl"})):
        if _tag(block) == "tbl":
            for row in _unwrapped(block, frozenset({"tr"})):
                if row.find("{*}trPr/{*}del") is None:
                    yield from _row(reading, row, depth)
        else:
            yield from _paragraph(reading, block, kind)


def _row(reading: _Reading, row: etree._Element, depth: int) -> Iterator[Raw]:
    """The cells of a row, each paragraph a passage of its own."""
    for cell in _unwrapped(row, frozenset({"tc"})):
        mark = cell.find("{*}tcPr/{*}vMerge")
        if mark is None or value(mark) == "restart":
            yield from _blocks(reading, cell, CELL, depth + 1)


def _paragraph(reading: _Reading, paragraph: etree._Element, kind: str) -> Iterator[Raw]:
    """The lines of a paragraph with its list number; a hard line break begins a new passage."""
    page = reading.page
    text = "".join(_letters(paragraph, reading))
    label = _label(reading.lists, paragraph) if text.strip() else ""
    lines = [line for line in text.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        yield Raw(f"{label} {line}" if label and place == 0 else line, kind, page)
    notes, reading.pending = reading.pending, []
    for note in notes:
        yield Raw(note, NOTE, page)


def _label(lists: Lists, paragraph: etree._Element) -> str:
    """The list number that Word shows before a paragraph."""
    properties = paragraph.find("{*}pPr/{*}numPr")
    if properties is not None:
        number = value(properties.find("{*}numId"))
        depth = value(properties.find("{*}ilvl"))
        return "" if number == "0" else lists.label(number, int(depth) if depth.isdigit() else 0)
    used = lists.by_style.get(value(paragraph.find("{*}pPr/{*}pStyle")))
    return lists.label(*used) if used else ""


def _letters(parent: etree._Element, reading: _Reading | None) -> Iterator[str]:
    """Visible text in order; pages are counted and notes collected when reading the body."""
    for child in parent:
        tag = _tag(child)
        if reading is not None:
            _note_place(reading, child, tag)
        if tag == "t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == "r" and child.find("{*}rPr/{*}vanish") is not None:
            continue
        elif tag and tag not in _HIDDEN:
            yield "\n" if tag == "txbxContent" else ""
            yield from _letters(child, reading)
            yield "\n" if tag == "p" else ""


def _note_place(reading: _Reading, child: etree._Element, tag: str) -> None:
    """Count a page that Word began here, or remember a note that stands here."""
    if tag == "lastRenderedPageBreak":
        reading.page += 1
    elif tag in {"footnoteReference", "endnoteReference"}:
        note = reading.notes[tag.removesuffix("Reference")].get(value(child, "id"), "")
        reading.pending += [note] if note else []
