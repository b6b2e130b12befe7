"""The PDF keeps what it claims, PDF/A-2a and PDF/UA-1; there is no veraPDF here, so we look."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from sauro.engines.office.papers import pdf
from sauro.engines.office.papers.shapes import Annex, Bullets, Column, Heading, Paragraph, Table

from . import sample
from .archival import faults, nodes

LONG = Table(
    [Column("STT", 12), Column("Nhiệm vụ", 120), Column("Thời hạn", 60)],
    [[str(place), "Triển khai nền tảng dùng chung", "Quý IV/2025"] for place in range(120)],
)
PAPERS = {
    "a report": sample.REPORT,
    "a draft": replace(sample.REPORT, number=None, day=None, as_of=date(2025, 6, 14)),
    "a letter": replace(sample.REPORT, kind="", annexes=[]),
    "the form of the Party": replace(sample.REPORT, form="party"),
    "a paper without text": replace(sample.REPORT, blocks=[], annexes=[], grounds=[]),
    "a list and a wide annex": replace(
        sample.REPORT,
        blocks=[Heading("I. A", 1), Bullets(["một", "hai"]), Paragraph("ba")],
        annexes=[Annex("Phụ lục", [LONG], landscape=True)],
    ),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_has_no_fault_that_an_archive_would_refuse(name):
    assert faults(pdf.render_pdf(PAPERS[name])) == []


def test_a_paper_without_any_day_claims_no_archive_but_is_read_aloud_like_any_other():
    data = pdf.render_pdf(replace(sample.REPORT, number=None, day=None))
    found = faults(data)
    assert found == [
        "no output intent",
        "metadata do not say {http://www.aiim.org/pdfa/ns/id/}part",
        "metadata do not say {http://www.aiim.org/pdfa/ns/id/}conformance",
    ]


def _without(*keys: str) -> Callable[[Any], None]:
    def spoil(writer: Any) -> None:
        for key in keys:
            writer._root_object.pop(NameObject(key), None)

    return spoil


def _bare_font(writer: Any) -> None:
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            inner["/FontDescriptor"].get_object().pop(NameObject("/FontFile2"), None)


def _unread_font(writer: Any) -> None:
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        font.get_object().pop(NameObject("/ToUnicode"), None)


def _every(role: str, change: Callable[[Any], Any]) -> Callable[[Any], None]:
    def spoil(writer: Any) -> None:
        for node in nodes(writer._root_object):
            if node["/S"] == role:
                change(node)

    return spoil


def _renamed(role: str) -> Callable[[Any], Any]:
    return lambda node: node.update({NameObject("/S"): NameObject(role)})


def _parents(writer: Any) -> None:
    writer._root_object["/StructTreeRoot"].get_object().pop(NameObject("/ParentTree"), None)


def _untabbed(writer: Any) -> None:
    writer.pages[0].pop(NameObject("/Tabs"), None)


def _loose(writer: Any) -> None:
    page = writer.pages[0]
    stream = pypdf.generic.StreamObject()
    stream.set_data(b"0 0 10 10 re f")
    added = writer._add_object(stream)
    page[NameObject("/Contents")] = ArrayObject([page["/Contents"].indirect_reference, added])


def _script(writer: Any) -> None:
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    writer._root_object[NameObject("/Names")] = names


SPOILT: dict[str, tuple[Callable[[Any], None], str]] = {
    "no colours": (_without("/OutputIntents"), "no output intent"),
    "no language": (_without("/Lang"), "no language"),
    "no marks": (_without("/MarkInfo"), "not marked"),
    "no claims": (_without("/Metadata"), "no metadata"),
    "no tree": (_without("/StructTreeRoot"), "no structure tree"),
    "no owners of content": (_parents, "belongs to nothing"),
    "a font left out": (_bare_font, "is not embedded"),
    "a font without letters": (_unread_font, "cannot be read as text"),
    "no order of reading": (_untabbed, "order of reading"),
    "something drawn outside": (_loose, "neither tagged nor an artifact"),
    "a picture without words": (_every("/Title", _renamed("/Figure")), "no words in its stead"),
    "headings that jump": (_every("/H1", _renamed("/P")), "heading 2 follows heading 0"),
    "cells without headers": (_every("/TH", _renamed("/TD")), "no header cell"),
    "a script": (_script, "scripts or files inside"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name):
    spoil, said = SPOILT[name]
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf.render_pdf(sample.REPORT)))
    spoil(writer)
    out = io.BytesIO()
    writer.write(out)
    assert any(said in fault for fault in faults(out.getvalue()))
