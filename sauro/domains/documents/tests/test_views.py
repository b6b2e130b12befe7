"""The pages of documents, for people with and without rights."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.documents import services
from sauro.domains.documents.models import Document
from sauro.domains.documents.tests.factories import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TYPED = {
    "number": "102",
    "symbol": "KH-UBND",
    "issued_on": "2025-05-19",
    "issuer_name": "UBND tỉnh",
    "abstract": "Thực hiện",
    "kind": "",
    "secrecy": "open",
}


def pages_of(document: Document) -> list[str]:
    base = f"/van-ban/{document.pk}/"
    return [base, f"{base}sua/", f"{base}quan-he/", f"{base}dieu-khoan/", f"{base}tep/"]


def test_the_list_shows_and_finds(browse, plan, clerk):
    page = browse(clerk).get("/van-ban/?q=nghi+quyet+57")
    assert page.status_code == 200
    assert "102/KH-UBND" in page.content.decode()
    assert "102/KH-UBND" not in browse(clerk).get("/van-ban/?q=khac+han").content.decode()


def test_htmx_gets_the_rows_alone(browse, plan, clerk):
    part = browse(clerk).get("/van-ban/", headers={"hx-request": "true"}).content.decode()
    assert 'id="rows"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    "query",
    [
        "kind=plan",
        "issuer=uy+ban+nhan+dan",
        "validity=in_force",
        "issued_from=2025-05-19",
    ],
)
def test_filters_that_match(browse, plan, clerk, query):
    assert "102/KH-UBND" in browse(clerk).get(f"/van-ban/?{query}").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "kind=decree",
        "issuer=chinh+phu",
        "validity=replaced",
        "issued_to=2025-05-18",
    ],
)
def test_filters_that_do_not(browse, plan, clerk, query):
    assert "102/KH-UBND" not in browse(clerk).get(f"/van-ban/?{query}").content.decode()


@pytest.mark.parametrize("person", ["clerk", "monitor", "inspector"])
def test_ten_thousand_documents_cost_the_same(browse, province, monitor, person, request, at):
    usual = {
        "owner": province,
        "register": province,
        "issuer_name": "UBND tỉnh",
        "issuer_folded": "uy ban nhan dan tinh",
        "symbol": "KH-UBND",
        "symbol_folded": "kh-ubnd",
        "registered_at": at,
        "registered_by": monitor,
    }
    Document.objects.bulk_create(
        Document(
            **usual,
            number=str(n),
            issued_on=date.fromordinal(738_000 + n % 700),
            abstract=f"Kế hoạch số {n}",
            folded=f"{n}/kh-ubnd ke hoach so {n}",
        )
        for n in range(10_000)
    )
    client = browse(request.getfixturevalue(person))
    client.get("/van-ban/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/van-ban/?q=ke+hoach&sort=-issued_on&page=150")
    assert len(queries) <= 8
    text = page.content.decode()
    assert len(text) < 60_000
    assert text.count('<th scope="row"') == 50


def test_exports_hold_what_one_may_see(browse, plan, secret, clerk):
    answer = browse(clerk).get("/van-ban/?format=json&sort=reference")
    rows = answer.json() if not answer.streaming else __import__("json").loads(answer.getvalue())
    assert [row["reference"] for row in rows["rows"]] == ["102/KH-UBND"]


@pytest.mark.parametrize("number", range(5))
def test_another_province_finds_nothing(browse, plan, stranger, number):
    client, address = browse(stranger), pages_of(plan)[number]
    assert client.post(address, TYPED).status_code in (404, 405)
    if number < 2:
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("person", ["clerk", "monitor", "inspector"])
def test_a_confidential_document_does_not_exist(browse, secret, person, request):
    client = browse(request.getfixturevalue(person))
    assert client.get(f"/van-ban/{secret.pk}/").status_code == 404
    assert "CV/TU" not in client.get("/van-ban/").content.decode()


def test_somebody_without_the_right_gets_no_form(browse, plan, clerk):
    client = browse(clerk)
    assert client.get("/van-ban/moi/").status_code == 403
    assert client.post(f"/van-ban/{plan.pk}/dieu-khoan/", {"label": "x"}).status_code == 403
    page = client.get(f"/van-ban/{plan.pk}/").content.decode()
    assert "/sua/" not in page
    assert '<form class="form' not in page


def test_a_stranger_to_the_site_logs_in(client, plan):
    assert client.get(f"/van-ban/{plan.pk}/").status_code == 302


def test_the_line_fills_in_the_parts(browse, monitor):
    line = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"
    page = browse(monitor).post("/van-ban/moi/", {"reference": line, "fill": "1", "number": ""})
    text = page.content.decode()
    assert page.status_code == 200
    for value in ('value="57"', 'value="NQ/TW"', 'value="2024-12-22"', 'value="Bộ Chính trị"'):
        assert value in text
    assert not Document.objects.exists()


def test_the_line_alone_is_enough(browse, monitor, province):
    line = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"
    answer = browse(monitor).post("/van-ban/moi/", {"reference": line, "owner": province.pk})
    made = Document.objects.get()
    assert answer["Location"] == f"/van-ban/{made.pk}/"
    assert (made.reference, made.kind) == ("57-NQ/TW", "resolution")


def test_a_duplicate_leads_to_the_first_and_keeps_what_was_typed(browse, plan, monitor, province):
    answer = browse(monitor).post(
        "/van-ban/moi/", {**TYPED, "owner": province.pk, "abstract": "gõ lại"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/van-ban/{plan.pk}/"' in text
    assert "gõ lại" in text
    assert Document.objects.count() == 1


def test_only_own_agencies_keep_a_document(browse, monitor, other_province):
    answer = browse(monitor).post("/van-ban/moi/", {**TYPED, "owner": other_province.pk})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_secrecy_is_not_offered_nor_taken_from_those_without_the_right(browse, monitor, province):
    client = browse(monitor)
    assert 'name="secrecy"' not in client.get("/van-ban/moi/").content.decode()
    client.post("/van-ban/moi/", {**TYPED, "owner": province.pk, "secrecy": "top_secret"})
    assert Document.objects.get().secrecy == "open"


def test_top_secret_is_refused_with_the_rule(browse, admin, province):
    answer = browse(admin).post(
        "/van-ban/moi/", {**TYPED, "owner": province.pk, "secrecy": "top_secret"}
    )
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_the_second_writer_sees_what_the_first_wrote(browse, plan, monitor, at):
    from sauro.domains.documents.tests.factories import particulars

    services.change_document(
        document=plan,
        particulars=particulars(abstract="của người kia"),
        version=1,
        by=monitor,
        at=at,
    )
    client = browse(monitor)
    answer = client.post(
        f"/van-ban/{plan.pk}/sua/", {**TYPED, "abstract": "của tôi", "version": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "của người kia" in text
    assert "của tôi" in text
    assert 'name="version" value="2"' in text
    client.post(f"/van-ban/{plan.pk}/sua/", {**TYPED, "abstract": "của tôi", "version": "2"})
    plan.refresh_from_db()
    assert plan.abstract == "của tôi"


def test_relation_by_citation(browse, plan, province, monitor, at):
    resolution = document(
        owner=province, by=monitor, at=at, number="57", symbol="NQ/TW", issued_on=date(2024, 12, 22)
    )
    client = browse(monitor)
    address = f"/van-ban/{plan.pk}/quan-he/"
    wrong = client.post(address, {"relation": "implements", "target": "58-NQ/TW"})
    assert wrong.status_code == 422
    assert "58-NQ/TW" in wrong.content.decode()
    client.post(address, {"relation": "implements", "target": "57-NQ/TW (22/12/2024)"})
    assert plan.relations.get().target == resolution
    both = [client.get(f"/van-ban/{one.pk}/").content.decode() for one in (plan, resolution)]
    assert f"/van-ban/{resolution.pk}/" in both[0]
    assert f"/van-ban/{plan.pk}/" in both[1]
    client.post(f"/van-ban/{plan.pk}/quan-he/{plan.relations.get().pk}/xoa/")
    assert not plan.relations.exists()


def test_a_clause_is_added_and_removed(browse, plan, monitor):
    client = browse(monitor)
    client.post(f"/van-ban/{plan.pk}/dieu-khoan/", {"label": "Điều 3", "content": "<b>Giao</b>"})
    assert "&lt;b&gt;Giao&lt;/b&gt;" in client.get(f"/van-ban/{plan.pk}/").content.decode()
    refused = client.post(f"/van-ban/{plan.pk}/dieu-khoan/", {"label": "", "content": "đã gõ"})
    assert refused.status_code == 422
    assert "đã gõ" in refused.content.decode()
    client.post(f"/van-ban/{plan.pk}/dieu-khoan/{plan.clauses.get().pk}/xoa/")
    assert not plan.clauses.exists()


def test_a_file_goes_in_and_out(browse, plan, monitor, clerk, stranger):
    sent = SimpleUploadedFile("Kế hoạch.pdf", PDF, content_type="text/html")
    answer = browse(monitor).post(f"/van-ban/{plan.pk}/tep/", {"file": sent})
    assert answer.status_code == 302
    file = plan.files.get()
    address = f"/van-ban/{plan.pk}/tep/{file.pk}/"
    got = browse(clerk).get(address)
    assert got.getvalue() == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]
    assert browse(stranger).get(address).status_code == 404
    assert browse(clerk).post(f"{address}xoa/").status_code == 403
    browse(monitor).post(f"{address}xoa/")
    assert not plan.files.exists()


def test_a_file_of_one_document_is_not_reached_through_another(browse, plan, province, monitor, at):
    file = services.attach_file(document=plan, file=PDF, name="a.pdf", by=monitor, at=at)
    other = document(owner=province, by=monitor, at=at, number="7")
    assert browse(monitor).get(f"/van-ban/{other.pk}/tep/{file.pk}/").status_code == 404


def test_a_hostile_file_is_refused_on_the_page(browse, plan, monitor):
    sent = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script></html>")
    answer = browse(monitor).post(f"/van-ban/{plan.pk}/tep/", {"file": sent})
    assert answer.status_code == 422
    assert not plan.files.exists()


def test_pages_carry_no_inline_code(browse, plan, monitor):
    client = browse(monitor)
    for address in ("/van-ban/", "/van-ban/moi/", *pages_of(plan)[:2]):
        text = client.get(address).content.decode()
        assert " style=" not in text
        assert "onclick" not in text
        assert text.count("<h1") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_in_both_languages(browse, plan, monitor, language):
    client = browse(monitor)
    for address in ("/van-ban/", f"/van-ban/{plan.pk}/", "/van-ban/moi/"):
        answer = client.get(address, headers={"accept-language": language})
        assert f'<html lang="{language}"' in answer.content.decode()


def test_the_detail_page_does_not_grow_with_the_register(
    browse, plan, province, clerk, monitor, at
):
    client: Any = browse(clerk)
    address = f"/van-ban/{plan.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(200, 230):
        document(owner=province, by=monitor, at=at, number=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many) <= 15
