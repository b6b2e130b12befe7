"""The queue of forms, many at once, proposals, who has handed in, reminders, Excel forms as pages."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_org, make_user
from sauro.core.errors import NotAllowed
from sauro.domains.indicators.models import FormUpload, Observation, Submission
from sauro.domains.indicators.services import correcting, deciding, reminding
from sauro.domains.indicators.tests.deciding.sheets import blank, fill
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    NOW,
    hand_in,
    make_form,
    make_indicator,
    number,
    on,
    text_of,
)
from sauro.engines.history.models import Event
from sauro.engines.office.tests.books import opened, saved

pytestmark = pytest.mark.django_db
QUEUE, WHO, FILES = "/so-lieu/xac-nhan/", "/so-lieu/tinh-hinh/", "/so-lieu/tep/"
IN_MAY = on(date(2025, 5, 20))


@pytest.fixture
def learners(province, monitor):
    return make_indicator(province, monitor, code="HV", whole=True, jump=number(50))


@pytest.fixture
def teams(province, monitor):
    return make_indicator(province, monitor, "Tổ công nghệ số cộng đồng", code="TO", unit="tổ")


@pytest.fixture
def form(province, monitor, learners, teams):
    return make_form(province, monitor, learners, teams)


@pytest.fixture
def units(province, commune, commune_clerk):
    """Four communes, each with its officer; the commune of the other fixtures is the first."""
    made = [(commune, commune_clerk)]
    for n in range(1, 4):
        unit = make_org(f"UBND xã Số {n}", "commune", f"LV-X{n}", province)
        made.append((unit, give(make_user(f"xa-{n}", f"Cán bộ {n}"), "commune_officer", unit)))
    return made


@pytest.fixture
def waiting(form, units):
    """Three forms: an ordinary one, a late one, and one with a jump, handed in in that order."""
    (calm, one), (late, two), (jumped, three), _rest = units
    hand_in(form, jumped, three, MAY, IN_MAY, HV=100, TO=5)
    found = [
        hand_in(form, calm, one, HV=10, TO=5),
        hand_in(form, late, two, at=on(date(2025, 6, 20)), HV=10, TO=5),
        hand_in(form, jumped, three, HV=900, TO=5),
    ]
    Submission.objects.filter(period=MAY).update(state="confirmed")
    return found


def listed(answer):
    return [one.organisation.code for one in answer.context["list"].objects]


def test_unusual_forms_come_first_then_late_ones(browser_of, monitor, waiting):
    page = browser_of(monitor).get(QUEUE)
    assert listed(page) == ["LV-X2", "LV-X1", "LV-DONGHAI"]
    words = text_of(page)
    assert "1 unusual figure" in words
    assert "+800%" in words


def test_a_row_opens_in_its_place_and_shows_each_figure_beside_the_last(
    browser_of, monitor, waiting
):
    answer = browser_of(monitor).get(f"{QUEUE}{waiting[2].pk}/", headers={"hx-request": "true"})
    part = answer.content.decode()
    assert "<html" not in part
    words = text_of(answer)
    assert "900 người" in words
    assert "100 người" in words
    assert "theo báo cáo của thôn" in words
    assert part.index("Số người học") < part.index("Tổ công nghệ"), "the unusual one first"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_is_confirmed_and_the_next_one_follows(browser_of, monitor, waiting, language):
    browser = browser_of(monitor, language)
    assert browser.get(f"{QUEUE}{waiting[2].pk}/").status_code == 200
    answer = browser.post(f"{QUEUE}{waiting[2].pk}/", {"action": "confirm"})
    assert answer["Location"] == f"{QUEUE}{waiting[1].pk}/"
    waiting[2].refresh_from_db()
    assert waiting[2].state == "confirmed"
    assert Observation.objects.filter(status=Observation.CONFIRMED).count() == 2


def test_a_form_is_returned_with_a_reason_only(browser_of, monitor, waiting):
    browser = browser_of(monitor)
    path = f"{QUEUE}{waiting[0].pk}/"
    assert browser.post(path, {"action": "return", "reason": ""}).status_code == 422
    assert browser.post(path, {"action": "return", "reason": "thiếu thôn 3"}).status_code == 302
    waiting[0].refresh_from_db()
    assert (waiting[0].state, waiting[0].return_reason) == ("returned", "thiếu thôn 3")


def test_many_are_counted_and_named_before_they_are_confirmed(browser_of, monitor, waiting):
    browser = browser_of(monitor)
    ids = [one.pk for one in waiting]
    page = browser.post(f"{QUEUE}nhieu/xac-nhan/", {"ids": ids})
    words = text_of(page)
    assert "3</b> forms:" in words
    assert "UBND xã Số 2" in words
    assert "1 of these forms has unusual figures" in words
    assert not Submission.objects.filter(state="confirmed", period=JUNE).exists()
    data = {"ids": ids, "expected": "3", "confirmed": "1"}
    assert "3 forms were confirmed" in text_of(browser.post(f"{QUEUE}nhieu/xac-nhan/", data))
    assert Submission.objects.filter(state="confirmed", period=JUNE).count() == 3
    changed = text_of(browser.post(f"{QUEUE}nhieu/xac-nhan/", data | {"expected": "2"}))
    assert "forms were confirmed" not in changed


def test_the_checker_checks_first_and_only_then_is_it_confirmed(
    browser_of, monitor, head, department, form, units
):
    form.checker = department
    form.save()
    done = hand_in(form, *units[0], HV=1, TO=1)
    assert listed(browser_of(monitor).get(QUEUE)) == []
    browser = browser_of(head)
    assert listed(browser.get(QUEUE)) == ["LV-DONGHAI"]
    page = browser.post(f"{QUEUE}nhieu/kiem-tra/", {"ids": [done.pk]})
    assert "1</b> form:" in text_of(page)
    browser.post(f"{QUEUE}nhieu/kiem-tra/", {"ids": [done.pk], "expected": 1, "confirmed": 1})
    done.refresh_from_db()
    assert done.state == "checked"
    assert listed(browser_of(monitor).get(QUEUE)) == ["LV-DONGHAI"]
    assert browser.post(f"{QUEUE}nhieu/xac-nhan/", {"ids": [done.pk]}).status_code == 403


def test_who_may_not_decide_is_kept_out(
    browser_of, waiting, commune_clerk, clerk, leader, stranger
):
    path = f"{QUEUE}{waiting[0].pk}/"
    assert browser_of(commune_clerk).get(QUEUE).status_code == 403
    assert listed(browser_of(clerk).get(QUEUE)) == [], "nothing is checked by this department"
    assert browser_of(clerk).get(path).status_code == 404
    assert browser_of(leader).post(path, {"action": "confirm"}).status_code == 403
    assert browser_of(stranger).get(path).status_code == 404
    assert listed(browser_of(stranger).get(QUEUE)) == []
    data = {"ids": [waiting[0].pk], "expected": 1, "confirmed": 1}
    assert browser_of(stranger).post(f"{QUEUE}nhieu/xac-nhan/", data).status_code == 302
    waiting[0].refresh_from_db()
    assert waiting[0].state == "submitted"


def test_the_queue_costs_the_same_for_few_and_many(browser_of, monitor, form, province, waiting):
    browser = browser_of(monitor)
    browser.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        browser.get(QUEUE)
    for n in range(20):
        unit = make_org(f"UBND phường {n}", "commune", f"LV-P{n}", province)
        person = give(make_user(f"p-{n}", f"Người {n}"), "commune_officer", unit)
        hand_in(form, unit, person, HV=n, TO=1)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(QUEUE)
    assert len(page.context["list"].objects) == 23
    assert len(many) == len(few) <= 14
    assert len(page.content) < 60_000


def test_a_proposal_is_accepted_or_refused_beside_the_queue(
    browser_of, monitor, waiting, units, learners, stranger
):
    unit, officer = units[0]
    proposal = correcting.propose_figure(
        indicator=learners,
        organisation=unit,
        period=JUNE,
        value=number(12),
        base=None,
        reason="sót một lớp",
        by=officer,
        at=NOW,
    )
    browser = browser_of(monitor)
    words = text_of(browser.get(QUEUE))
    assert "sót một lớp" in words
    path = f"{QUEUE}de-nghi/{proposal.pk}/"
    for unclear in ({"answer": "Không đúng"}, {"action": "maybe", "answer": "Không đúng"}):
        words = text_of(browser.post(path, unclear, follow=True))
        assert "nothing was decided" in words
        proposal.refresh_from_db()
        assert proposal.accepted is None
    browser.post(path, {"action": "refuse", "answer": ""})
    proposal.refresh_from_db()
    assert proposal.accepted is None, "a refusal needs an answer"
    assert browser_of(stranger).post(path, {"action": "accept"}).status_code == 404
    browser.post(path, {"action": "accept"})
    proposal.refresh_from_db()
    assert proposal.accepted
    assert Observation.objects.get(indicator=learners, organisation=unit).amount == 120_000


# --- who has handed in ----------------------------------------------------------------------


def test_the_table_says_in_words_who_handed_in(browser_of, monitor, waiting, units):
    page = browser_of(monitor).get(WHO)
    words = text_of(page)
    assert "3/4" in words
    cells = {row["unit"].code: row["cells"][0].word for row in page.context["rows"]}
    assert cells == {
        "LV-DONGHAI": "On time",
        "LV-X1": "Late",
        "LV-X2": "On time",
        "LV-X3": "Not yet due",
    }
    head = page.context["heads"][0]
    assert (head.period, head.on_time, head.handed, head.owed, head.missing) == (JUNE, 2, 3, 4, 1)
    assert len(page.content) < 60_000


def test_an_officer_sees_his_own_unit_alone(browser_of, waiting, commune_clerk, stranger):
    page = browser_of(commune_clerk).get(WHO)
    assert [row["unit"].code for row in page.context["rows"]] == ["LV-DONGHAI"]
    assert browser_of(stranger).get(WHO).status_code in (200, 403)


def test_the_table_costs_the_same_for_few_and_many_units(
    browser_of, monitor, form, province, waiting
):
    browser = browser_of(monitor)
    browser.get(WHO)
    with CaptureQueriesContext(connection) as few:
        browser.get(WHO)
    for n in range(120):
        make_org(f"UBND phường {n}", "commune", f"LV-P{n}", province)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(WHO)
    assert len(many) == len(few) <= 12
    assert len(page.content) < 60_000
    assert len(page.context["rows"]) == 50


def test_a_reminder_is_noted_once_a_day_and_gives_the_addresses(browser_of, monitor, form, waiting):
    browser = browser_of(monitor)
    path = f"{WHO}{form.pk}/{JUNE}/"
    words = text_of(browser.get(path))
    assert "UBND xã Số 3" in words
    assert "xa-3@example.test" in words
    assert "UBND xã Số 1" not in words
    assert b"mailto:?bcc=xa-3%40example.test" in browser.get(path).content
    assert browser.post(f"{path}nhac/").status_code == 302
    browser.post(f"{path}nhac/")
    [event] = Event.objects.filter(kind="indicators.form.reminded")
    assert (event.after["units"], event.after["period"]) == (["LV-X3"], JUNE)
    assert "Reminded last" in text_of(browser.get(path))


def test_only_those_who_decide_on_a_form_remind(
    browser_of, form, waiting, commune_clerk, leader, stranger, clerk
):
    for person in (commune_clerk, leader, clerk):
        with pytest.raises(NotAllowed):
            reminding.remind(form=form, period=JUNE, by=person, at=NOW)
    path = f"{WHO}{form.pk}/{JUNE}/nhac/"
    assert browser_of(leader).post(path).status_code == 403
    assert browser_of(stranger).post(path).status_code == 404
    assert not Event.objects.filter(kind="indicators.form.reminded").exists()


def test_nobody_is_reminded_when_all_have_handed_in(form, waiting, units, monitor):
    hand_in(form, *units[3], HV=1, TO=1)
    with pytest.raises(reminding.NobodyToRemind):
        reminding.remind(form=form, period=JUNE, by=monitor, at=NOW)


def test_a_returned_form_is_owed_again_and_the_list_comes_as_excel(
    browser_of, monitor, form, waiting
):
    deciding.return_form(submission=waiting[0], reason="thiếu", by=monitor, at=NOW)
    answer = browser_of(monitor).get(f"{WHO}{form.pk}/{JUNE}/?format=xlsx")
    rows = list(opened(answer.content).active.iter_rows(values_only=True))
    units = [row[2] for row in rows if row[0] in (1, 2)]
    assert units == ["UBND xã Đông Hải", "UBND xã Số 3"]
    assert browser_of(monitor).get(f"{WHO}{form.pk}/{JUNE + 3}/").status_code == 404


# --- Excel forms ------------------------------------------------------------------------------


def test_the_form_goes_out_for_one_unit_and_for_all(
    browser_of, monitor, form, units, commune, commune_clerk, stranger
):
    path = f"/so-lieu/{form.pk}/{commune.pk}/{JUNE}/excel/"
    answer = browser_of(commune_clerk).get(path)
    assert opened(answer.content).active["B2"].value.startswith("UBND xã Đông Hải")
    assert browser_of(stranger).get(path).status_code == 404
    packed = browser_of(monitor).get(f"{WHO}{form.pk}/{JUNE}/excel/")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert len(archive.namelist()) == 4
    own = browser_of(commune_clerk).get(f"{WHO}{form.pk}/{JUNE}/excel/")
    with zipfile.ZipFile(io.BytesIO(own.content)) as archive:
        assert archive.namelist() == ["B1 - UBND xã Đông Hải - 2025-06.xlsx"]


def upload(browser, *files, query=""):
    given = [SimpleUploadedFile(f"b{n}.xlsx", data) for n, data in enumerate(files)]
    return browser.post(f"{FILES}{query}", {"given": given})


def test_files_are_looked_at_first_and_then_handed_in(
    browser_of, form, commune, commune_clerk, leader, units
):
    browser = browser_of(commune_clerk)
    book = opened(blank(form, commune))
    fill(book.active, HV=12, TO=3)
    answer = upload(browser, saved(book), b"rubbish")
    page = browser.get(answer["Location"])
    words = text_of(page)
    assert "Can be taken over" in words
    assert "Not taken over" in words
    assert not Submission.objects.exists()
    accept = answer["Location"] + "ghi/"
    assert browser_of(units[1][1]).post(accept, {"action": "submit"}).status_code == 404
    browser.post(accept, {"action": "submit"})
    assert Submission.objects.get().state == "submitted"
    assert "Handed in" in text_of(browser.get(answer["Location"]))
    assert browser_of(leader).get(FILES).status_code == 403


def test_the_page_of_a_form_refuses_the_file_of_another_period(
    browser_of, form, commune, commune_clerk
):
    browser = browser_of(commune_clerk)
    query = f"?form={form.pk}&unit={commune.pk}&period={JUNE}"
    answer = upload(browser, blank(form, commune, MAY), query=query)
    assert "not for the period chosen here" in text_of(browser.get(answer["Location"]))
    assert upload(browser).status_code == 422
    assert FormUpload.objects.count() == 1
