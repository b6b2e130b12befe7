"""Pages of the register: ways, arrivals, numbers, counts, graph, lost ground, recall."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from sauro.core import clock
from sauro.domains.documents import services
from sauro.domains.documents.models import Arrival, Document, DocumentRelation, NumberRule
from sauro.domains.documents.services import NewArrival
from sauro.domains.documents.tests.factories import document

pytestmark = pytest.mark.usefixtures("addresses", "day")


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Words are looked for as they stand in the source."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def day(monkeypatch, at) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


def issued(owner, by, at, **values):
    usual = {"number": "", "flow": "outgoing", "issuer": owner, "issued_on": date(2025, 6, 3)}
    return document(owner=owner, by=by, at=at, **{**usual, **values})


def text_of(answer) -> str:
    return answer.content.decode()


def test_each_way_has_its_list_and_the_incoming_one_its_arrival_numbers(
    province, department, plan, clerk, monitor, at, browse, settings
):
    settings.LANGUAGE_CODE = "vi"
    out = issued(province, monitor, at, symbol="BC-UBND")
    arrival = NewArrival(arrived_on=date(2025, 6, 4), passed_to="Phòng CĐS")
    services.receive_document(
        document=out, arrival=arrival, organisation=department, by=monitor, at=at
    )
    browser = browse(clerk)
    lists = {
        tab: text_of(browser.get(f"/van-ban/?tab={tab}"))
        for tab in ("", "incoming", "outgoing", "internal")
    }
    assert {tab for tab, page in lists.items() if "01/BC-UBND" in page} == {
        "",
        "incoming",
        "outgoing",
    }
    assert {tab for tab, page in lists.items() if "102/KH-UBND" in page} == {"", "incoming"}
    assert "04/06/2025" in lists["incoming"]


def test_an_incoming_document_gets_the_next_arrival_number(province, monitor, browse):
    browser = browse(monitor)
    assert "next arrival number 1" in text_of(browser.get("/van-ban/moi/"))
    fields = {
        "reference": "Công văn số 1806/BTC-CST ngày 02/06/2025 của Bộ Tài chính",
        "owner": province.pk,
        "arrived_on": "2025-06-05",
        "flow": "incoming",
    }
    answer = browser.post("/van-ban/moi/", fields)
    assert answer.status_code == 302, text_of(answer)
    assert Arrival.objects.get().number == 1
    assert "arrival number 1" in text_of(browser.get(answer.url))


def test_a_document_that_another_agency_registered_only_arrives(
    province, department, other_department, monitor, at, browse
):
    made = document(owner=other_department, by=monitor, at=at, issuer_name="Bộ Tài chính")
    fields = {
        "number": made.number,
        "symbol": made.symbol,
        "issued_on": made.issued_on.isoformat(),
        "issuer_name": "Bộ Tài chính",
        "owner": province.pk,
        "arrived_on": "2025-06-05",
    }
    answer = browse(monitor).post("/van-ban/moi/", fields)
    assert answer.url == f"/van-ban/{made.pk}/"
    assert Document.objects.count() == 1


def test_an_outgoing_document_takes_its_number_on_the_page(province, monitor, browse):
    fields = {
        "symbol": "BC-UBND",
        "issued_on": "2025-06-10",
        "issuer_name": "Tỉnh Lúa Vàng",
        "abstract": "Báo cáo tháng",
        "flow": "outgoing",
        "owner": province.pk,
        "signer_name": "Cao Hữu Nghị",
    }
    answer = browse(monitor).post("/van-ban/moi/", fields)
    assert answer.status_code == 302, text_of(answer)
    made = Document.objects.get()
    assert (made.reference, made.signer_name) == ("01/BC-UBND", "Cao Hữu Nghị")


def test_recall_and_expiry_are_refused_with_a_reason_and_then_done(plan, monitor, browse):
    browser, page = browse(monitor), f"/van-ban/{plan.pk}/"
    refused = browser.post(f"{page}thu-hoi/", {"recalled_on": "2025-01-01", "reason": "Sai"})
    assert refused.status_code == 422
    assert "before the day of its issue" in text_of(refused)
    assert browser.post(f"{page}hieu-luc/", {"valid_until": "2025-06-01"}).status_code == 302
    assert "Expired" in text_of(browser.get(page))
    done = browser.post(f"{page}thu-hoi/", {"recalled_on": "2025-06-09", "reason": "Sai thể thức"})
    assert done.status_code == 302
    shown = text_of(browser.get(page))
    assert "Recalled" in shown
    assert "Sai thể thức" in shown
    assert f"{page}sua/" not in shown


def test_a_clerk_without_the_register_recalls_nothing(plan, clerk, browse):
    for step in ("thu-hoi", "hieu-luc", "den"):
        assert browse(clerk).post(f"/van-ban/{plan.pk}/{step}/").status_code == 403


def test_counts_lead_to_exactly_their_rows(province, monitor, at, browse):
    for symbol in ("BC-UBND", "BC-UBND", "KH-UBND"):
        issued(province, monitor, at, symbol=symbol)
    issued(province, monitor, at, symbol="BC-UBND", issued_on=date(2025, 5, 3))
    browser = browse(monitor)
    page = browser.get(f"{reverse('document_counts')}?year=2025&flow=outgoing")
    row = next(one for one in page.context["rows"] if one["total"] == 3)
    _month, number, url = row["months"][5]
    assert number == 2
    assert browser.get(url).context["list"].total == 2
    assert browser.get(page.context["total_url"]).context["list"].total == page.context["total"]
    assert browser.get(f"{reverse('document_counts')}?year=0&flow=x").status_code == 200


def test_the_page_of_lost_ground_says_why_and_what_to_do(province, plan, monitor, at, browse):
    paper = issued(province, monitor, at, symbol="BC-UBND")
    services.relate_documents(source=paper, target=plan, relation="implements", by=monitor, at=at)
    services.set_expiry(document=plan, valid_until=date(2025, 6, 1), by=monitor, at=at)
    page = text_of(browse(monitor).get(reverse("ground_lost")))
    assert "01/BC-UBND" in page
    assert "its ground expired on 02/06/2025" in page
    assert "Find the new ground and issue it again, or recall it." in page
    before = browse(monitor).get(f"{reverse('ground_lost')}?as_of=2025-05-31")
    assert before.status_code == 200


def test_the_graph_is_drawn_and_told_and_hides_what_is_confidential(
    province, plan, secret, monitor, admin, at, browse
):
    paper = issued(province, monitor, at, symbol="BC-UBND")
    services.relate_documents(source=paper, target=plan, relation="guides", by=monitor, at=at)
    DocumentRelation.objects.create(source=secret, target=plan, relation="implements")
    address = reverse("document_graph", args=[plan.pk])
    page = text_of(browse(monitor).get(address))
    assert "<svg" in page
    assert page.count("01/BC-UBND") == 2
    assert secret.symbol not in page
    assert secret.symbol in text_of(browse(admin).get(address))
    lonely = issued(province, monitor, at, symbol="TB-UBND")
    empty = browse(monitor).get(reverse("document_graph", args=[lonely.pk]))
    assert "No relation on this day" in text_of(empty)


def test_numbers_and_their_rule_are_kept_on_one_page(province, monitor, clerk, at, browse):
    issued(province, monitor, at)
    browser, address = browse(monitor), reverse("number_books")
    assert "All kinds together" in text_of(browser.get(address))
    fields = {"series": "one", "own_kinds": ["report"], "mark": "UBND", "form": "state"}
    assert browser.post(address, fields).status_code == 302
    assert NumberRule.objects.get().own_kinds == ["report"]
    assert browser.post(address, {"series": "none"}).status_code == 422
    assert browse(clerk).get(address).status_code == 403
    assert browser.get(f"{address}?organisation=999999").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name", ["document_counts", "ground_lost", "number_books", "draft_list", "draft_create"]
)
def test_the_pages_in_both_languages(monitor, browse, name, language):
    answer = browse(monitor).get(reverse(name), headers={"accept-language": language})
    assert f'<html lang="{language}"' in text_of(answer)


def test_the_command_lists_asks_and_goes_on(province, admin, monitor, at, capsys):
    issued(province, monitor, at)
    issued(province, admin, at, symbol="CV-MAT", secrecy="confidential")
    call_command("documents", "list", "--owner", "LV", "--year", "2025", "--format", "json")
    shown = capsys.readouterr().out
    assert "01/KH-UBND" in shown
    assert "CV-MAT" not in shown
    call_command("documents", "start", "--owner", "LV", "--year", "2025", "--last", "40")
    call_command("documents", "next", "--owner", "LV", "--symbol", "BC-UBND")
    assert capsys.readouterr().out.split() == ["40", "41"]
    with pytest.raises(CommandError):
        call_command("documents", "start", "--owner", "LV", "--year", "2025", "--last", "3")
    with pytest.raises(CommandError):
        call_command("documents", "next", "--owner", "XX")


def test_programs_do_what_the_pages_do(
    province, department, other_department, clerk, other_clerk, head, monitor, browse
):
    writer, other, boss, keeper = map(browse, (clerk, other_clerk, head, monitor))

    def ask(browser, method, path, body=None, status=200):
        send = getattr(browser, method)
        answer = (
            send(f"/api/{path}", body, content_type="application/json")
            if body is not None
            else send(f"/api/{path}")
        )
        assert answer.status_code == status, answer.content
        return answer.json() if status < 400 else None

    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = ask(
        writer,
        "post",
        "drafts",
        {"owner_id": department.pk, "kind": "report", "abstract": "Báo cáo"},
        201,
    )
    path = f"drafts/{paper['id']}"
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")
    assert writer.post(f"/api/{path}/versions", {"file": file, "note": "Một"}).status_code == 201
    ask(
        writer,
        "post",
        f"{path}/consultations",
        {"organisation_ids": [other_department.pk], "due_on": "2025-06-20"},
    )
    said = ask(
        other,
        "post",
        f"{path}/opinions",
        {"organisation_id": other_department.pk, "text": "Bổ sung"},
        201,
    )
    opinion = said["opinions"][0]["id"]
    ask(writer, "put", f"{path}/opinions/{opinion}", {"decision": "accepted"})
    ask(writer, "post", f"{path}/submit")
    ask(writer, "post", f"{path}/approve", {}, 403)
    ask(boss, "post", f"{path}/return", {"reason": "Thiếu số liệu"})
    sent = ask(writer, "post", f"{path}/submit")
    ask(boss, "post", f"{path}/approve", {"version": sent["version"]})
    numbered = ask(keeper, "post", f"{path}/number", {"day": "2025-06-10"})
    ask(keeper, "post", f"{path}/sign-on-paper")
    assert ask(keeper, "post", f"{path}/issue", {})["state"] == "issued"
    one = ask(keeper, "get", f"documents/{numbered['document_id']}")
    assert (one["reference"], one["flow"], one["validity"]) == (
        "01/BC-SKHCN",
        "outgoing",
        "in_force",
    )
    number = f"documents/next-number?organisation_id={department.pk}&flow=outgoing"
    assert ask(keeper, "get", number) == {"number": 2}
    ask(
        keeper,
        "post",
        f"documents/{one['id']}/arrivals",
        {"organisation_id": province.pk, "arrived_on": "2025-06-10"},
        201,
    )
    ask(keeper, "put", f"documents/{one['id']}/validity", {"valid_until": "2025-12-31"})
    assert ask(keeper, "get", "documents/counts?year=2025")["total"] == 1
    assert ask(keeper, "get", "documents/without-ground") == []
    ended = ask(
        keeper,
        "post",
        f"documents/{one['id']}/recall",
        {"recalled_on": "2025-06-10", "reason": "Sai"},
    )
    assert ended["validity"] == "recalled"
    assert ask(writer, "get", "drafts?state=issued")["total"] == 1
    another = ask(
        writer,
        "post",
        "drafts",
        {"owner_id": department.pk, "kind": "notice", "abstract": "Thông báo"},
        201,
    )
    ask(writer, "post", f"drafts/{another['id']}/withdraw", {"reason": "Không cần"})
    assert browse(other_clerk).get(f"/api/drafts/{another['id']}").status_code == 404
