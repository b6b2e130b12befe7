"""The register for programs: the same rules as the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.domains.documents import services
from sauro.domains.documents.models import Document
from sauro.domains.documents.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BODY = {
    "number": "05",
    "symbol": "TB/BCĐTW",
    "issued_on": "2025-06-01",
    "issuer_name": "Ban Chỉ đạo Trung ương",
}


def send(client, method: str, address: str, body: dict[str, object]):
    return getattr(client, method)(f"/api{address}", body, content_type="application/json")


def test_register_read_and_change(browse, monitor, province):
    client = browse(monitor)
    made = send(client, "post", "/documents", {**BODY, "owner_id": province.pk})
    assert made.status_code == 201
    found = made.json()
    assert (found["reference"], found["kind"]) == ("05-TB/BCĐTW", "notice")
    assert client.get(f"/api/documents/{found['id']}").json() == found
    change = {**BODY, "abstract": "Kết luận", "version": 1}
    changed = send(client, "put", f"/documents/{found['id']}", change)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = send(client, "put", f"/documents/{found['id']}", {**change, "abstract": "khác"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")


def test_a_duplicate_is_a_conflict(browse, monitor, province):
    client = browse(monitor)
    for status in (201, 409):
        answer = send(client, "post", "/documents", {**BODY, "owner_id": province.pk})
        assert answer.status_code == status
    assert answer.json()["code"] == "duplicate_document"


def test_search_and_paging(browse, plan, clerk):
    client = browse(clerk)
    found = client.get("/api/documents?q=nghi quyet&size=1&page=1").json()
    assert (found["total"], found["size"], found["items"][0]["id"]) == (1, 1, plan.pk)
    assert client.get("/api/documents?page=2").json()["items"] == []
    assert client.get("/api/documents?kind=decree").json()["total"] == 0


@pytest.mark.parametrize(
    "query", ["page=0", "size=999", "kind=poem", "issued_from=x", "validity=y"]
)
def test_bad_parameters_are_named(browse, clerk, query):
    assert browse(clerk).get(f"/api/documents?{query}").status_code == 422


def test_a_citation(browse, plan, clerk):
    found = browse(clerk).get("/api/documents/cited?line=102/KH-UBND ngày 19/5/2025").json()
    assert (found["number"], found["issued_on"]) == ("102", "2025-05-19")
    assert [one["id"] for one in found["documents"]] == [plan.pk]


def test_clauses_relations_and_files(browse, plan, monitor):
    client = browse(monitor)
    base = f"/documents/{plan.pk}"
    assert send(client, "post", f"{base}/clauses", {"label": "Điều 1"}).status_code == 201
    itself = send(
        client, "post", f"{base}/relations", {"relation": "amends", "document_id": plan.pk}
    )
    assert (itself.status_code, itself.json()["field"]) == (422, "target")
    file = client.post(f"/api{base}/files", {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert file.status_code == 201
    got = client.get(f"/api{base}/files/{file.json()['id']}")
    assert got.getvalue() == PDF
    assert got["Content-Disposition"].startswith("attachment")
    bad = client.post(f"/api{base}/files", {"file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert (bad.status_code, bad.json()["code"]) == (422, "upload_refused")


def test_others_are_kept_out(browse, plan, secret, clerk, stranger, client):
    address = f"/api/documents/{plan.pk}"
    assert client.get(address).status_code == 401
    assert browse(stranger).get(address).status_code == 404
    assert browse(stranger).get("/api/documents").json()["total"] == 0
    assert browse(clerk).get(f"/api/documents/{secret.pk}").status_code == 404
    assert send(browse(clerk), "post", "/documents", {**BODY, "owner_id": 1}).status_code == 403


def test_nobody_registers_for_another_province(browse, stranger, province):
    answer = send(browse(stranger), "post", "/documents", {**BODY, "owner_id": province.pk})
    assert answer.status_code == 404
    assert not Document.objects.exists()


def test_what_hangs_from_a_document_is_taken_back(browse, plan, monitor, province, at):
    client = browse(monitor)
    older = factories.document(
        owner=province, number="15", issued_on=date(2025, 1, 20), by=monitor, at=at
    )
    address = f"/documents/{plan.pk}"
    body = {"relation": "implements", "document_id": older.pk}
    related = send(client, "post", f"{address}/relations", body).json()["relations"][0]["id"]
    clause = send(client, "post", f"{address}/clauses", {"label": "Điều 2"}).json()["id"]
    upload = SimpleUploadedFile("a.pdf", PDF)
    file = client.post(f"/api{address}/files", {"file": upload}).json()["id"]
    for part, pk in (("relations", related), ("clauses", clause), ("files", file)):
        gone = client.delete(f"/api{address}/{part}/{pk}")
        assert (gone.status_code, gone.json()[part]) == (200, [])
        assert client.delete(f"/api{address}/{part}/{pk}").status_code == 404


def test_those_who_only_read_take_nothing_back(browse, plan, monitor, clerk, stranger, at):
    clause = services.add_clause(document=plan, label="Điều 2", content="", by=monitor, at=at)
    address = f"/api/documents/{plan.pk}/clauses/{clause.pk}"
    assert browse(clerk).delete(address).status_code == 403
    assert browse(stranger).delete(address).status_code == 404
    assert plan.clauses.count() == 1
