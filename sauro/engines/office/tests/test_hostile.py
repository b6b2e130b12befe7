"""Wrong, huge and hostile files are refused with a reason, before they cost anything."""

import io
import struct
import zipfile
from contextlib import suppress

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.engines.office.grid import Limits, OfficeError
from sauro.engines.office.reading import read_tables

from . import files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(data, name="ke-hoach.docx", limits=None):
    with pytest.raises(OfficeError) as caught:
        read_tables(data, name, limits)
    assert str(caught.value)
    return caught.value.code


def document() -> bytes:
    buffer = io.BytesIO()
    python_docx.Document().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00 \n", "empty"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"<!DOCTYPE html><html><table><tr><td>STT</td></tr></table></html>", "html"),
        (b"\xef\xbb\xbf <HTML xmlns:o='urn:schemas'>", "html"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "html"),
        (b"{\\rtf1\\ansi }", "rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "old_xml"),
        (b"just some words", "unknown"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "corrupt"),
        (OLE, "unknown"),
        (b"PK\x03\x04 broken", "corrupt"),
    ],
)
def test_files_that_are_something_else(data, code):
    assert refused(data) == code


def test_a_truncated_document_is_damaged():
    assert refused(document()[:-300]) == "corrupt"


def test_a_damaged_part_is_damaged():
    data = bytearray(files.docx(files.table(files.row("STT", "Nhiệm vụ" * 200))))
    place = data.find(b"word/document.xml") + 40
    data[place : place + 30] = b"\xff" * 30
    assert refused(bytes(data)) == "corrupt"


def test_an_archive_that_is_no_office_file():
    assert refused(files.archive({"a.txt": "x"})) == "unknown"
    assert refused(files.archive({"[Content_Types].xml": files.TYPES})) == "unknown"


def test_a_bomb_is_refused_by_its_declared_size():
    data = files.docx("", **{"word/media/x.bin": b"\x00" * 30_000_000})
    assert refused(data, limits=Limits(unpacked_megabytes=10)) == "bomb"
    assert refused(data) == "bomb"


def test_a_gigabyte_that_is_only_declared_is_refused():
    data = bytearray(files.docx(files.table(files.row("STT", "Nhiệm vụ"))))
    central = data.find(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 1 << 30)
    assert refused(bytes(data)) == "bomb"


def test_too_many_parts_are_refused():
    parts = {f"p{n}": "" for n in range(60)}
    assert refused(files.archive(parts), limits=Limits(parts=50)) == "too_many_parts"


def test_a_file_beyond_the_limit_is_refused_unread():
    assert refused(b"PK\x03\x04" + b"x" * 1_100_000, limits=Limits(megabytes=1)) == "too_large"


def test_an_encrypted_archive_is_refused():
    data = bytearray(document())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    assert refused(bytes(data)) == "encrypted"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
def test_entities_are_refused_before_parsing(head):
    assert refused(files.docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head=head)) == "forbidden_xml"
    cells = files.sheet_data('<c r="A1" t="inlineStr"><is><t>&a;</t></is></c>')
    assert refused(files.xlsx(cells, head=head), "a.xlsx") == "forbidden_xml"


def test_entities_in_another_encoding_are_refused():
    xml = f'<?xml version="1.0" encoding="utf-16"?>{BOMB}<w:document xmlns:w="{files.W}"/>'.encode(
        "utf-16"
    )
    parts = {"word/document.xml": xml}
    assert refused(files.docx("", **parts)) == "forbidden_xml"


def test_xml_nested_too_deeply_is_damaged():
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert refused(files.docx(deep)) == "corrupt"


def test_a_cell_far_away_is_refused_by_row_and_by_column():
    far = '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    assert refused(files.xlsx(far), "a.xlsx") == "too_many_rows"
    wide = files.sheet_data('<c r="XFD1"><v>1</v></c>')
    assert refused(files.xlsx(wide), "a.xlsx") == "too_many_columns"


def test_too_many_cells_and_tables_are_refused():
    rows = [files.row("a", "b", "c")] * 20
    assert refused(files.docx(files.table(*rows)), limits=Limits(cells=50)) == "too_many_cells"
    assert refused(files.docx(files.table(*rows)), limits=Limits(rows=10)) == "too_many_rows"
    assert (
        refused(files.docx(files.table(files.row("a")) * 5), limits=Limits(tables=3))
        == "too_many_tables"
    )


def test_a_merge_of_the_whole_sheet_costs_nothing():
    sheet = (
        files.sheet_data('<c r="A1"><v>1</v></c>')
        + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    (grid,) = read_tables(files.xlsx(sheet), "a.xlsx")
    assert (len(grid.rows), grid.width) == (1, 1)


def test_references_that_make_no_sense_are_damaged():
    assert refused(files.xlsx(files.sheet_data('<c r="?!"><v>1</v></c>')), "a.xlsx") == "corrupt"


def test_macros_and_outside_links_are_ignored():
    body = files.table(files.row("STT", "Nhiệm vụ"))
    data = files.docx(body, **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert read_tables(data, "a.docm")[0].rows[0][1].text == "Nhiệm vụ"


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.xlsx", "a.csv", "a"]))
def test_no_bytes_give_anything_but_tables_or_a_refusal(data, name):
    for prefix in (b"", b"PK\x03\x04", OLE[:8]):
        with suppress(OfficeError):
            read_tables(prefix + data, name)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    whole = bytearray(data.draw(st.sampled_from([WORD, EXCEL])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(OfficeError):
        read_tables(bytes(whole), "a.docx")


WORD = files.docx(files.table(files.row("STT", "Nhiệm vụ"), files.row("1", "Rà soát")))
EXCEL = files.xlsx(files.sheet_data('<c r="A1" t="s"><v>0</v></c>'), shared="<si><t>STT</t></si>")


def test_a_lying_size_never_unpacks_more_than_declared():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", files.TYPES)
        target.writestr(
            "_rels/.rels", files.relations(("a", "officeDocument", "word/document.xml"))
        )
        target.writestr("word/document.xml", b" " * 3_000_000)
    data = bytearray(buffer.getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert refused(bytes(data)) == "corrupt"


def test_absurd_numbers_are_damage_or_nothing():
    long = "9" * 5000
    assert (
        refused(
            files.xlsx(f'<sheetData><row r="{long}"><c><v>1</v></c></row></sheetData>'), "a.xlsx"
        )
        == "corrupt"
    )
    cells = files.sheet_data(
        f'<c t="s" s="{long}"><v>{long}</v></c>', f"<c><v>{long}</v></c>", "<c><v>1e999</v></c>"
    )
    (grid,) = read_tables(files.xlsx(cells, shared="<si><t>x</t></si>"), "a.xlsx")
    assert grid.rows[0][0].text == ""


def test_a_refusal_names_the_place():
    far = '<sheetData><row r="90000"><c r="A90000"><v>1</v></c></row></sheetData>'
    with pytest.raises(OfficeError, match=r"^KH: .*90000.*20000"):
        read_tables(files.xlsx(far), "a.xlsx")
