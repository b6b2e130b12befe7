"""Files as people send them, and as attackers do."""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.office import uploads

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40 + b"\xff\xd9"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        + chunk(b"IEND", b"")
    )


def word() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    return buffer.getvalue()


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, body)
    return buffer.getvalue()


def odt() -> bytes:
    return archive(**{"mimetype": uploads.TYPES["odt"].encode(), "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "Kế hoạch.pdf", "pdf"),
        (PDF, "KE HOACH.PDF", "pdf"),
        (png(), "ảnh.png", "png"),
        (JPEG, "ảnh.jpeg", "jpg"),
        (JPEG, "ảnh.jpg", "jpg"),
        (word(), "phụ lục.docx", "docx"),
        (excel(), "biểu.xlsx", "xlsx"),
        (odt(), "biên bản.odt", "odt"),
    ],
)
def test_good_files_are_known_by_content(data, name, kind):
    facts = uploads.check_upload(data, name)
    assert facts.extension == kind
    assert facts.content_type == uploads.TYPES[kind]
    assert facts.size == len(data)
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.safe_name.endswith(f".{kind}")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", "empty"),
        (b"\x00" * 100, "a.pdf", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 99, "a.pdf", "program"),
        (b"\x7fELF" + b"\x01" * 99, "a.pdf", "program"),
        (b"#!/bin/sh\nrm -rf /", "a.pdf", "program"),
        (b"<html><script>alert(1)</script>", "a.pdf", "web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "a.html", "web page"),
        (b'<?xml version="1.0"?><svg onload="x"/>', "a.png", "SVG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc", "old or password"),
        (b"GIF89a" + b"x" * 99, "a.png", "not taken"),
        (b"just text", "a.txt", "not taken"),
        (b" %PDF-1.4 %%EOF", "a.pdf", "not taken"),
        (PDF[:20], "a.pdf", "cut off"),
        (png()[:-12], "a.png", "cut off"),
        (JPEG[:-2], "a.jpg", "cut off"),
        (word()[:-100], "a.docx", "cut off"),
        (b"PK\x03\x04" + b"x" * 50, "a.docx", "cut off"),
        (PDF, "a.docx", "does not fit"),
        (PDF, "a.pdf.exe", "does not fit"),
        (PDF, "a", "does not fit"),
        (word(), "a.xlsx", "does not fit"),
        (archive(**{"a.txt": b"x"}), "a.zip", "Archives"),
        (archive(**{"a.txt": b"x"}), "a.docx", "Archives"),
        (archive(mimetype=b"application/epub+zip"), "a.odt", "Archives"),
        (with_part(word(), "word/vbaProject.bin", b"x"), "a.docx", "macros"),
        (with_part(word(), "word/embeddings/a.exe", b"x"), "a.docx", "program"),
        (with_part(odt(), "Scripts/a.js", b"x"), "a.odt", "program"),
        (with_part(word(), "../../etc/passwd", b"x"), "a.docx", "damaged"),
        (with_part(word(), "word/media/big.bin", b"\0" * 30_000_000), "a.docx", "unpacks"),
    ],
)
def test_bad_files_are_refused_with_the_reason(data, name, words):
    with pytest.raises(uploads.UploadRefused, match=words) as refused:
        uploads.check_upload(data, name)
    assert refused.value.field == "file"


def test_a_file_over_the_limit_is_refused_without_reading_it_all():
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size=-1):
            self.asked = size
            return b"%PDF-" + b"x" * size

    file = Endless()
    with pytest.raises(uploads.UploadRefused, match="larger than 1 MB"):
        uploads.check_upload(file, "a.pdf", max_bytes=1_000_000)
    assert file.asked == 1_000_001


def test_only_what_the_place_allows():
    with pytest.raises(uploads.UploadRefused, match="PNG, JPG"):
        uploads.check_upload(PDF, "a.pdf", allowed={"png", "jpg"})


def test_an_uploaded_file_is_left_at_its_beginning():
    file = SimpleUploadedFile("a.pdf", PDF)
    uploads.check_upload(file, file.name)
    assert file.read() == PDF


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Ke\u0302\u0301 hoạch.pdf", "Kế hoạch.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\bao cao.pdf", "bao cao.pdf"),
        ("a\u202egpj.exe.pdf", "agpj.exe.pdf"),
        ('a"b<c>;\r\nX-Evil: 1.pdf', "a_b_c_; X-Evil_ 1.pdf"),
        ("con.pdf", "_con.pdf"),
        ("...", "_.pdf"),
        ("", "_.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert uploads.safe_name(name, "pdf") == safe


@given(st.text(max_size=60))
def test_no_name_escapes(name):
    safe = uploads.safe_name(name, "pdf")
    assert not set(safe) & set('/\\\r\n\x00"')
    assert 5 <= len(safe) <= 160


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n"])
)
def test_no_content_is_an_error(data, start):
    with contextlib.suppress(uploads.UploadRefused):
        uploads.check_upload(start + data, "a.pdf")
