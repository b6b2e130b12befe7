"""Electronic exchange and signatures for programs, by the API and the command."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from conftest import NOW
from sauro.domains.documents import edxml
from sauro.domains.documents.models import Document, ExchangeMessage
from sauro.domains.documents.tests.test_exchange import (
    HERE,
    PARTNER,
    file_of,
    letter,
    received,
    sent,
)
from sauro.domains.documents.tests.test_signatures import entry

__all__ = ["letter", "received", "sent"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses")]


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("sauro.core.clock.now", lambda: NOW)
    monkeypatch.setattr("sauro.core.clock.today", NOW.date)


def post(client, address, data=None, **form):
    if data is not None:
        form["file"] = SimpleUploadedFile("thu.edxml", data)
        return client.post(f"/api{address}", form)
    return client.post(f"/api{address}", form, content_type="application/json")


def test_a_message_is_received_once(addressed, records, browse):
    client = browse(records)
    made = post(client, "/exchange", file_of(), organisation_id=addressed.pk)
    assert made.status_code == 201
    told = made.json()
    assert (told["reference"], told["direction"]) == ("102/KH-UBND", "in")
    assert told["answers_open"] == ["02", "04", "05", "06"]
    again = post(client, "/exchange", file_of(), organisation_id=addressed.pk)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    assert Document.objects.count() == 1


def test_faults_and_duplicates_are_told(addressed, records, browse):
    client = browse(records)
    bad = file_of().replace(b"2025/06/02</", b"2025/06/31</", 1)
    refused = post(client, "/exchange", bad, organisation_id=addressed.pk)
    assert (refused.status_code, refused.json()["code"]) == (422, "edxml_refused")
    checked = post(client, "/exchange/check", bad).json()
    assert (checked["grave"], checked["faults"][0]["code"]) == (True, "date")
    post(client, "/exchange", file_of(), organisation_id=addressed.pk)
    twice = post(client, "/exchange", file_of(subject="Khác"), organisation_id=addressed.pk)
    assert (twice.status_code, twice.json()["code"]) == (409, "duplicate_document")


def test_a_message_is_refused_with_a_reason(addressed, records, browse):
    made = post(
        browse(records), "/exchange", file_of(), organisation_id=addressed.pk, reason="Gửi nhầm"
    )
    assert made.status_code == 201
    assert made.json()["document_id"] is None


def test_a_carrier_fetches_what_was_made(sent, records, browse):
    client = browse(records)
    log = client.get("/api/exchange?direction=out&after=0").json()
    (message,) = log["items"]
    file = client.get(f"/api/exchange/{message['id']}/file")
    assert edxml.parse(b"".join(file.streaming_content)).message.reference == "15/SKHCN-CĐS"


def test_sending_answering_and_asking_back(letter, received, records, browse):
    client = browse(records)
    to = [{"organ_id": PARTNER.organ_id, "name": PARTNER.name}]
    made = post(client, f"/documents/{letter.pk}/send", addressees=to)
    assert made.status_code == 201
    assert made.json()["deliveries"][0]["organ_id"] == PARTNER.organ_id
    again = post(client, f"/documents/{letter.pk}/send", addressees=to)
    assert again.status_code == 422
    back = post(client, f"/exchange/{made.json()['id']}/recall", reason="Sai số liệu")
    assert (back.status_code, back.json()["code"]) == (201, "13")
    answer = post(client, f"/exchange/{received.message.pk}/answers", code="04")
    assert (answer.status_code, answer.json()["code"]) == (201, "04")


def test_codes_are_set(addressed, records, browse):
    body = {"organisation_id": addressed.pk, "organ_id": "000.00.16.H99"}
    made = browse(records).put("/api/exchange/codes", body, content_type="application/json")
    assert made.json() == body


@pytest.mark.parametrize("person", ["clerk", "inspector"])
def test_others_are_refused(received, letter, person, browse, request):
    client = browse(request.getfixturevalue(person))
    assert client.get("/api/exchange").status_code == 403
    assert client.get(f"/api/exchange/{received.message.pk}").status_code == 403
    assert post(client, "/exchange", file_of(), organisation_id=1).status_code == 403


def test_a_stranger_finds_nothing(received, addressed, stranger, browse):
    client = browse(stranger)
    assert client.get("/api/exchange").json()["total"] == 0
    assert client.get(f"/api/exchange/{received.message.pk}").status_code == 404
    made = post(client, "/exchange", file_of(code_number="9"), organisation_id=addressed.pk)
    assert made.status_code == 404


def test_a_file_is_signed_and_checked(certificate, department, records, clerk, browse):
    file = entry(department, records)
    address = f"/documents/{file.document_id}/files/{file.pk}/sign"
    assert post(browse(clerk), address).status_code == 403
    made = post(browse(records), address)
    assert (made.status_code, made.json()["name"]) == (201, "cv-15 (đã ký).pdf")
    kept = file.document.files.get(pk=made.json()["id"])
    with kept.file.open("rb") as held:
        data = SimpleUploadedFile("a.pdf", held.read())
    (verdict,) = browse(clerk).post("/api/signatures", {"file": data}).json()
    assert (verdict["good"], verdict["signer"]) == (True, "Sở Khoa học và Công nghệ")


def run(*args):
    out = StringIO()
    try:
        call_command("edxml", *args, "--format", "json", stdout=out)
    except SystemExit as stopped:
        return stopped.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_the_command_checks_receives_and_refuses(addressed, records, tmp_path):
    good, bad, third = (tmp_path / name for name in ("a.edxml", "b.edxml", "c.edxml"))
    good.write_bytes(file_of())
    bad.write_bytes(b"<!DOCTYPE a><a/>")
    third.write_bytes(file_of(code_number="300"))
    where = ("--organisation", addressed.code, "--as", records.username)
    assert run("check", str(good)) == (0, {"faults": []})
    code, told = run("check", str(bad))
    assert (code, told["faults"][0]["code"]) == (2, "forbidden")
    assert run("receive", str(bad), *where)[0] == 2
    code, told = run("receive", str(good), *where)
    assert (code, told["new"], told["document"]) == (0, True, "102/KH-UBND")
    assert run("receive", str(good), *where)[1]["new"] is False
    code, told = run("refuse", str(third), *where, "--reason", "Gửi nhầm")
    assert (code, told["document"]) == (0, "")
    with pytest.raises(CommandError, match="organisation"):
        run("receive", str(good), "--as", records.username)


def test_the_command_sends(letter, records, tmp_path):
    out = tmp_path / "made.edxml"
    to = f"{PARTNER.organ_id} {PARTNER.name}"
    who = ("--as", records.username)
    code, _told = run("send", "15/SKHCN-CĐS", "--to", to, "--out", str(out), *who)
    assert code == 0
    assert edxml.parse(out.read_bytes()).message.sender.organ_id == HERE.organ_id
    assert ExchangeMessage.objects.filter(direction="out").count() == 1
    with pytest.raises(CommandError, match="0 documents"):
        run("send", "99/KH-UBND", "--to", to, *who)


def test_the_command_tells_a_refusal(letter, clerk):
    with pytest.raises(CommandError):
        run("send", "15/SKHCN-CĐS", "--to", "A Sở A", "--as", clerk.username)
