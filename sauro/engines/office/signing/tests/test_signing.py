"""Signatures are made, seen, and broken by any change."""

import io
import shutil
import subprocess
from datetime import timedelta

import pypdf
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.engines.office import signing
from sauro.engines.office.signing import Change, CopyMark, FileKey, KeyRefused, SigningRefused
from sauro.engines.office.signing.checking import Problem
from sauro.engines.office.signing.marks import copy_lines
from sauro.engines.office.signing.tests.authority import AT, Authority, page


@pytest.fixture(autouse=True)
def _in_english():
    """Words are looked for as they stand in the source."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def key(authority, tmp_path_factory):
    return authority.file_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def plain():
    return page(pages=2)


@pytest.fixture(scope="module")
def signed(authority, key, plain):
    stamp = signing.person_stamp(name="Nguyễn Văn Đức", lines=["Chủ tịch Ủy ban nhân dân tỉnh"])
    return signing.sign(plain, key=key, at=AT, stamp=stamp, reason="Phê duyệt", location="Bắc Ninh")


def check(pdf, authority, at=AT):
    return signing.validate(pdf, at=at, roots=[authority.pem])


def test_a_signature_says_who_signed_and_when(signed, authority):
    (verdict,) = check(signed, authority)
    assert (verdict.signer, verdict.organisation) == ("Nguyễn Văn Đức", "UBND tỉnh")
    assert verdict.signed_at == AT
    assert verdict.reason == "Phê duyệt"
    assert (verdict.intact, verdict.covers_file, verdict.change) == (True, True, Change.NONE)
    assert verdict.trusted_by == "Root CA thử nghiệm"
    assert verdict.good
    assert verdict.timestamp_at is None


def test_the_signed_file_begins_with_the_file_that_was_signed(plain, signed):
    assert signed.startswith(plain)


def test_the_visible_stamp_keeps_every_vietnamese_letter(signed):
    words = pypdf.PdfReader(io.BytesIO(signed)).pages[1]["/Annots"][0].get_object()
    box = [float(edge) for edge in words["/Rect"]]
    assert box[0] > 297  # in the right half of the page
    drawing = signing.person_stamp(name="Nguyễn Văn Đức", lines=["Chủ tịch Ủy ban"]).drawing
    text = pypdf.PdfReader(io.BytesIO(drawing)).pages[0].extract_text()
    assert "Nguyễn Văn Đức" in text
    assert "Chủ tịch Ủy ban" in text


def test_a_stamp_never_leaves_the_page(key, plain):
    stamp = signing.person_stamp(name="A", x_mm=500, y_mm=900, page=0)
    made = signing.sign(plain, key=key, at=AT, stamp=stamp)
    found = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    box = [float(edge) for edge in found["/Annots"][0].get_object()["/Rect"]]
    assert box[2] <= float(found.mediabox.right) + 1
    assert box[1] >= 0


def test_a_page_that_does_not_exist_is_refused(key, plain):
    stamp = signing.person_stamp(name="A", page=7)
    with pytest.raises(SigningRefused, match="8"):
        signing.sign(plain, key=key, at=AT, stamp=stamp)


def test_one_flipped_bit_breaks_the_signature(signed, plain, authority):
    data = bytearray(signed)
    place = plain.index(b"stream") + 12
    data[place] ^= 1
    (verdict,) = check(bytes(data), authority)
    assert not verdict.intact
    assert not verdict.good


def test_content_changed_afterwards_is_seen(signed, authority):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    content = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    writer.add_stream_to_page(0, content)
    out = io.BytesIO()
    writer.write(out)
    (verdict,) = check(out.getvalue(), authority)
    assert verdict.intact  # the signed bytes themselves are as they were
    assert (verdict.covers_file, verdict.change) == (False, Change.CONTENT)
    assert not verdict.good


def test_a_second_signature_leaves_the_first_good(signed, authority, tmp_path):
    stamp = signing.copy_stamp(mark=CopyMark.WHOLE, issuer="Sở Khoa học và Công nghệ", at=AT)
    office = authority.file_key(tmp_path, "Sở Khoa học và Công nghệ")
    first, second = check(signing.sign(signed, key=office, at=AT, stamp=stamp), authority)
    assert (first.good, first.covers_file, first.change) == (True, False, Change.FORMS)
    assert (second.signer, second.covers_file) == ("Sở Khoa học và Công nghệ", True)


def test_a_copy_says_its_kind_agency_and_moment_in_the_zone_of_vietnam():
    lines = copy_lines(CopyMark.EXTRACT, "Sở Khoa học và Công nghệ", AT)
    assert lines == (
        "TRÍCH SAO; SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Thời gian ký: 2026-03-02T09:30:00+07:00",
    )
    assert [mark.abbreviation for mark in CopyMark] == ["SY", "TrS", "SL"]
    stamp = signing.copy_stamp(mark=CopyMark.EXTRACT, issuer="Sở Khoa học và Công nghệ", at=AT)
    text = pypdf.PdfReader(io.BytesIO(stamp.drawing)).pages[0].extract_text()
    assert all(line in text for line in lines)


def test_a_time_stamp_is_checked_with_the_signature(plain, key, authority):
    made = signing.sign(plain, key=key, at=AT, timestamper=authority.timestamper())
    (verdict,) = check(made, authority)
    assert (verdict.timestamp_at, verdict.timestamp_intact) == (AT, True)
    assert verdict.timestamp_trusted_by == "Root CA thử nghiệm"


def test_after_the_certificate_ended_only_a_time_stamp_proves_the_signature(
    plain, authority, tmp_path
):
    short = authority.file_key(tmp_path, days=30)
    later = AT + timedelta(days=200)
    (bare,) = check(signing.sign(plain, key=short, at=AT), authority, at=later)
    assert (bare.intact, bare.expired, bare.trusted_by) == (True, True, "")
    stamped = signing.sign(plain, key=short, at=AT, timestamper=authority.timestamper())
    (proven,) = check(stamped, authority, at=later)
    assert (proven.expired, proven.trusted_by) == (True, "Root CA thử nghiệm")


def test_a_stranger_is_not_trusted(signed):
    (verdict,) = signing.validate(signed, at=AT, roots=[Authority("Root khác").pem])
    assert (verdict.intact, verdict.trusted_by, verdict.good) == (True, "", False)


def test_a_certificate_out_of_force_does_not_sign(plain, authority, tmp_path):
    short = authority.file_key(tmp_path, days=1)
    with pytest.raises(KeyRefused, match="03/03/2026"):
        signing.sign(plain, key=short, at=AT + timedelta(days=5))


def test_a_wrong_passphrase_or_file_is_named(plain, key, tmp_path):
    with pytest.raises(KeyRefused, match="passphrase"):
        signing.sign(plain, key=FileKey(key.path, "sai"), at=AT)
    with pytest.raises(KeyRefused, match="cannot be read"):
        signing.sign(plain, key=FileKey(tmp_path / "none.p12"), at=AT)
    (tmp_path / "junk.p12").write_bytes(b"junk")
    with pytest.raises(KeyRefused):
        signing.sign(plain, key=FileKey(tmp_path / "junk.p12"), at=AT)


def test_the_passphrase_is_not_in_any_printed_form(key):
    assert key.passphrase not in repr(key)


@pytest.mark.parametrize("data", [b"", b"MZ", b"%PDF-1.7 junk", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(data, key):
    with pytest.raises(SigningRefused):
        signing.sign(data, key=key, at=AT)


def test_a_silent_time_service_is_named(plain, key):
    with pytest.raises(SigningRefused, match="time-stamping"):
        signing.sign(plain, key=key, at=AT, tsa_url="http://127.0.0.1:9/tsa")


def test_a_file_without_signatures_has_no_verdicts(plain, authority):
    assert check(plain, authority) == []


def test_a_file_that_cannot_be_read_says_so(authority):
    (verdict,) = check(b"%PDF-1.7 junk", authority)
    assert (verdict.problem, verdict.good) == (Problem.UNREADABLE, False)


def test_a_file_with_a_password_says_so(plain, authority):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(plain))
    writer.encrypt("mật khẩu", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    (verdict,) = check(out.getvalue(), authority)
    assert verdict.problem in {Problem.PROTECTED, Problem.UNREADABLE}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_bytes_make_the_check_raise(signed, authority, data):
    pieces = bytearray(signed)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(pieces) - 1))
        pieces[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    assert isinstance(check(bytes(pieces), authority), list)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils are not installed")
def test_poppler_agrees(signed, plain, tmp_path):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(signed)
    broken = bytearray(signed)
    broken[plain.index(b"stream") + 12] ^= 1
    bad.write_bytes(broken)
    told = [
        subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        for path in (good, bad)
    ]
    assert "Signature is Valid" in told[0]
    assert "Total document signed" in told[0]
    assert "Signature is Valid" not in told[1]
