"""Urging letters: who is urged about what, once; how they look; who may."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sauro.core.errors import NotAllowed
from sauro.domains.documents import services as document_services
from sauro.domains.documents.models import Draft
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import verification
from sauro.domains.programmes.tests.factories import make_task
from sauro.domains.programmes.tests.factories import report as hand_in
from sauro.domains.reporting.models import UrgedAgency, UrgingLetter
from sauro.domains.reporting.rules import urging as rules
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services import urging
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines.history.models import Event
from sauro.engines.office.texts import read_text

ANSWER = date(2025, 6, 20)


@pytest.fixture
def late_too(work, programme, other_department, monitor, at):
    """A late task of another agency."""
    return make_task(
        programme=programme,
        by=monitor,
        at=at - timedelta(days=40),
        lead=other_department,
        title="Phân bổ vốn {agency} [[x|y]]",
        due_on=(at - timedelta(days=3)).date(),
        deadline_text="",
        deadline_kind="date",
    )


def as_of(at):
    return AsOf(at.date(), at.date(), 7)


def order_of(province, *agencies, together=False, **more):
    wanted = tuple(one.pk for one in agencies)
    return urging.LetterOrder(
        province, province, wanted, together=together, answer_by=ANSWER, **more
    )


def make(province, monitor, at, *agencies, **more):
    order = order_of(province, *agencies, **more)
    return urging.make_letters(order=order, soon_days=7, by=monitor, at=at)


def text_of(letter):
    with letter.draft.versions.get().file.open() as stored:
        content = stored.read()
    return " ".join(read_text(content, "a.docx").text.split())


def test_agencies_are_those_that_lead_late_tasks_today(work, province, department, at):
    [found] = selectors.late_agencies(owner=province, as_of=as_of(at))
    assert (found.id, [task.id for task in found.tasks]) == (department.pk, [work["late"].pk])
    assert found.longest(at.date()) == 20


def test_what_waits_for_confirmation_is_not_urged(work, province, clerk, second_monitor, at):
    claim = hand_in(task=work["late"], by=clerk, at=at, claims=True)
    assert selectors.late_agencies(owner=province, as_of=as_of(at)) == []
    verification.return_update(update=claim, reason="Thiếu bản ký", by=second_monitor, at=at)
    assert len(selectors.late_agencies(owner=province, as_of=as_of(at))) == 1


def test_the_letter_says_what_is_late_and_by_when_to_answer(
    work, province, department, monitor, at
):
    [letter] = make(province, monitor, at, department).letters
    said = text_of(letter)
    for words in (
        "Sở Khoa học và Công nghệ còn 01 nhiệm vụ",
        "10/6/2025",
        "Ban hành quy chế dữ liệu",
        "20/6/2025",
        "trước ngày 20/6/2025",
    ):
        assert words in said, words
    draft = letter.draft
    assert (draft.kind, draft.state) == ("official_letter", "drafting")
    assert draft.versions.get().note.endswith("10/06/2025")
    assert Event.objects.filter(kind="reporting.letter.made").count() == 1


def test_the_documents_of_the_programme_are_cited_but_not_the_secret_ones(
    work, province, programme, department, monitor, at
):
    from sauro.domains.programmes.models import ProgrammeMandate

    one = document_factories.document(owner=province, by=monitor, at=at, number="102")
    two = document_factories.document(owner=province, by=monitor, at=at, number="103")
    for document in (one, two):
        ProgrammeMandate.objects.create(programme=programme, document=document)
    type(two).objects.filter(pk=two.pk).update(secrecy="confidential", abstract="Điều kín")
    late = selectors.late_agencies(owner=province, as_of=as_of(at))
    said = selectors.grounds_of(agencies=late)
    assert "102/" in said
    assert "103/" not in said
    assert "kín" not in said


def test_asked_again_the_same_draft_is_found(
    work, late_too, province, department, other_department, monitor, at
):
    first = make(province, monitor, at, department)
    again = make(province, monitor, at, department, other_department, together=True)
    assert (first.new, again.new) == (1, 1)
    assert first.letters[0] in again.letters
    assert make(province, monitor, at, department, other_department).new == 0
    assert (UrgingLetter.objects.count(), Draft.objects.count()) == (2, 2)
    assert make(province, monitor, at + timedelta(days=1), department).new == 1


def test_other_tasks_are_another_letter(work, programme, province, department, monitor, at):
    make(province, monitor, at, department)
    make_task(
        programme=programme,
        by=monitor,
        at=at,
        lead=department,
        title="Nhiệm vụ khác",
        due_on=(at - timedelta(days=1)).date(),
        deadline_text="",
        deadline_kind="date",
    )
    assert make(province, monitor, at, department).new == 1


def test_a_withdrawn_letter_may_be_written_again(work, province, department, monitor, at):
    [letter] = make(province, monitor, at, department).letters
    document_services.withdraw_draft(draft=letter.draft, reason="Nhầm", by=monitor, at=at)
    again = make(province, monitor, at, department)
    assert again.new == 1
    assert list(UrgedAgency.objects.order_by("pk").values_list("attempt", flat=True)) == [1, 2]


def test_one_letter_to_all_has_an_annex_by_agency(
    work, late_too, province, department, other_department, monitor, at
):
    [letter] = make(province, monitor, at, department, other_department, together=True).letters
    said = text_of(letter)
    assert "còn 02 nhiệm vụ" in said
    assert "Sở Tài chính: 01 nhiệm vụ" in said
    assert "Phân bổ vốn {agency} [[x|y]]" in said  # names are data, never places
    assert "Như trên" in said


def test_the_persons_own_words_stand_in_every_letter(
    work, late_too, province, department, other_department, monitor, at
):
    made = make(
        province,
        monitor,
        at,
        department,
        other_department,
        template="Yêu cầu {agency} làm ngay.\n[[bảng 1]]",
    )
    assert made.new == 2
    assert "Yêu cầu Sở Tài chính làm ngay." in text_of(made.letters[1])


@pytest.mark.parametrize(
    "more",
    [
        {"template": "Gửi {ai_do}"},
        {"template": "Gửi {__class__}"},
        {"template": "x" * 20_001},
    ],
)
def test_a_text_that_cannot_be_filled_is_refused(more, work, province, department, monitor, at):
    with pytest.raises(ReportRefused):
        make(province, monitor, at, department, **more)
    assert not Draft.objects.exists()


def test_an_agency_without_late_tasks_is_not_urged(
    work, province, department, other_department, monitor, at
):
    for wanted in ((other_department,), (department, other_department), ()):
        with pytest.raises(ReportRefused):
            make(province, monitor, at, *wanted)
    with pytest.raises(ReportRefused):
        urging.make_letters(
            order=urging.LetterOrder(province, province, (department.pk,), False, at.date()),
            soon_days=7,
            by=monitor,
            at=at,
        )


@pytest.mark.parametrize("person", ["clerk", "head", "leader", "inspector", "stranger"])
def test_others_urge_nobody(person, request, work, province, department, at):
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        make(province, by, at, department)


def test_places_of_a_text():
    assert rules.unknown_places("{agency} {la} {} {issuer}") == ["", "la"]
    assert rules.filled("{agency}", {"agency": "{day} [[1|2]]"}) == "{day} [ [1|2]]"


def test_the_pages_lead_from_agencies_to_the_draft(
    work, late_too, browser_of, monitor, province, department
):
    browser = browser_of(monitor)
    page = browser.get("/bao-cao/don-doc/").content.decode()
    assert "Sở Khoa học và Công nghệ" in page
    address = reverse("urging_write")
    query = {"owner": province.code, "agency": department.pk, "way": "each"}
    shown = browser.get(address, query)
    assert "Ban hành quy chế dữ liệu" in shown.content.decode()
    values = {**query, **{k: v or "" for k, v in shown.context["form"].initial.items()}}
    preview = browser.post(
        address, {**values, "template": "Gửi {agency} nhé\n[[bảng 1]]", "action": "preview"}
    )
    assert "Gửi Sở Khoa học và Công nghệ nhé" in preview.content.decode()
    assert not Draft.objects.exists()
    bad = browser.post(address, {**values, "template": "{sai}"})
    assert bad.status_code == 422
    done = browser.post(address, values)
    letter = UrgingLetter.objects.get()
    assert done.url == reverse("draft_detail", args=[letter.draft_id])
    assert browser.post(address, values).url == done.url
    again = browser.get("/bao-cao/don-doc/").content.decode()
    assert done.url in again


@pytest.mark.parametrize("person", ["clerk", "leader"])
def test_the_pages_are_for_those_who_make_all_reports(person, request, work, browser_of):
    browser = browser_of(request.getfixturevalue(person))
    for name in ("urging_list", "urging_write"):
        assert browser.get(reverse(name)).status_code == 403


def test_a_stranger_sees_no_agency_of_another_province(work, browser_of, stranger, province):
    browser = browser_of(stranger)
    assert browser.get("/bao-cao/don-doc/", {"owner": province.code}).status_code == 404
    assert "Sở Khoa học" not in browser.get("/bao-cao/don-doc/").content.decode()


@pytest.mark.parametrize("wanted", ["", "x", "-1", "9" * 40, "999999"])
def test_a_strange_agency_leads_back(wanted, work, browser_of, monitor):
    answer = browser_of(monitor).get("/bao-cao/don-doc/soan/", {"agency": wanted})
    assert answer.status_code == 302


def test_the_list_costs_the_same_for_any_number_of_agencies(
    work, late_too, browser_of, monitor, province, department, at
):
    browser = browser_of(monitor)
    make(province, monitor, at, department)
    browser.get("/bao-cao/don-doc/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/bao-cao/don-doc/")
    assert len(asked) <= 14


def test_the_operation_makes_the_letters_once(work, late_too, browser_of, monitor, province):
    browser = browser_of(monitor)
    found = browser.get("/api/v1/urging", {"owner": province.code}).json()
    assert [len(one["tasks"]) for one in found] == [1, 1]
    body = json.dumps({"owner": province.code})
    first = browser.post("/api/v1/urging", body, content_type="application/json")
    again = browser.post("/api/v1/urging", body, content_type="application/json")
    assert (first.status_code, len(first.json())) == (201, 2)
    assert [one["id"] for one in first.json()] == [one["id"] for one in again.json()]


def test_the_command_writes_the_file(work, late_too, province, noon, tmp_path):
    out = tmp_path / "don-doc.docx"
    call_command("urge", owner=province.code, out=out)
    assert out.read_bytes()[:2] == b"PK"
    call_command("urge", owner=province.code, agency="LV-SKHCN", out=tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes()[:4] == b"%PDF"
    assert UrgingLetter.objects.count() == 1  # the letter to all stands already


def test_the_page_of_a_late_agency_leads_to_its_letter(
    work, late_too, browser_of, monitor, clerk, province, department
):
    address = reverse("agency_work", args=[department.pk])
    letter = f"{reverse('urging_write')}?owner={province.code}&amp;agency={department.pk}"
    page = browser_of(monitor).get(address).content.decode()
    assert letter in page
    link = page.partition(f'href="{letter}')[2].partition('"')[0].replace("&amp;", "&")
    shown = browser_of(monitor).get(letter.replace("&amp;", "&") + link)
    assert "Ban hành quy chế dữ liệu" in shown.content.decode()
    assert reverse("urging_write") not in browser_of(clerk).get(address).content.decode()


def test_an_agency_without_late_tasks_is_not_urged_from_its_page(
    work, browser_of, monitor, other_department
):
    page = browser_of(monitor).get(reverse("agency_work", args=[other_department.pk]))
    assert reverse("urging_write") not in page.content.decode()


@pytest.mark.parametrize(("person", "offered"), [("monitor", True), ("clerk", False)])
def test_the_list_of_the_silent_leads_to_the_letters(
    person, offered, request, work, browser_of, province
):
    page = browser_of(request.getfixturevalue(person)).get(reverse("silent_list"))
    assert (f'href="{reverse("urging_list")}"' in page.content.decode()) is offered
