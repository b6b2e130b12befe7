"""The API of deciding, of who has handed in, and of Excel forms; it keeps to what a person may."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.services import correcting
from sauro.domains.indicators.tests.deciding.sheets import blank, fill
from sauro.domains.indicators.tests.factories import JUNE, NOW, hand_in, number
from sauro.engines.office.tests.books import empty, opened, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def api_of(browser_of):
    def calling(user):
        browser = browser_of(user)

        def call(method, path, body=None):
            more = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
            return getattr(browser, method)(f"/api/v1/figures{path}", **more)

        return call

    return calling


@pytest.fixture
def waiting(form, commune, commune_clerk):
    return hand_in(form, commune, commune_clerk, HV=5, CQ=(30, 40))


def test_what_waits_is_listed_read_and_confirmed(api_of, monitor, stranger, waiting):
    api = api_of(monitor)
    page = api("get", "/waiting").json()
    assert (page["count"], page["items"][0]["id"]) == (1, waiting.pk)
    found = api("get", f"/waiting/{waiting.pk}").json()
    assert {cell["code"]: cell["now"] for cell in found["cells"]}["HV"] == "5 người"
    assert api_of(stranger)("get", f"/waiting/{waiting.pk}").status_code == 404
    assert api_of(stranger)("post", "/confirm", {"ids": [waiting.pk]}).json()["done"] == []
    assert api("post", "/confirm", {"ids": [waiting.pk]}).json()["done"] == [waiting.pk]
    again = api("post", "/confirm", {"ids": [waiting.pk]}).json()
    assert again["refused"][0]["id"] == waiting.pk


def test_a_form_is_returned_with_a_reason(api_of, monitor, leader, commune_clerk, waiting):
    path = f"/waiting/{waiting.pk}/return"
    assert api_of(leader)("post", path, {"reason": "thiếu"}).status_code == 403
    assert api_of(commune_clerk)("get", "/waiting").status_code == 403
    assert api_of(monitor)("post", path, {"reason": " "}).status_code == 422
    assert api_of(monitor)("post", path, {"reason": "thiếu"}).json()["state"] == "returned"


def test_a_proposal_is_decided(
    api_of, monitor, stranger, learners, commune, commune_clerk, waiting
):
    proposal = correcting.propose_figure(
        indicator=learners,
        organisation=commune,
        period=JUNE,
        value=number(6),
        base=None,
        reason="sót",
        by=commune_clerk,
        at=NOW,
    )
    path = f"/proposals/{proposal.pk}"
    assert api_of(stranger)("post", path, {"accept": True}).status_code == 404
    assert api_of(monitor)("post", path, {"accept": False}).status_code == 422
    assert api_of(monitor)("post", path, {"accept": True}).status_code == 204


def test_who_has_handed_in_and_a_reminder(api_of, monitor, leader, form, commune, waiting):
    api = api_of(monitor)
    found = api("get", f"/completeness/{form.pk}").json()
    newest = found["periods"][0]
    assert (newest["period"], newest["handed_in"], newest["owed"]) == (JUNE, 1, 1)
    assert {"unit": commune.code, "period": JUNE, "mark": "on_time"} in found["marks"]
    may = found["periods"][1]["period"]
    assert api_of(leader)("post", f"/completeness/{form.pk}/{may}/remind").status_code == 403
    [told] = api("post", f"/completeness/{form.pk}/{may}/remind").json()
    assert told["addresses"] == ["can-bo-xa@example.test"]
    assert api("post", f"/completeness/{form.pk}/{JUNE}/remind").status_code == 409


def test_an_excel_form_is_loaded_by_a_program(browser_of, leader, form, commune, commune_clerk):
    book = opened(blank(form, commune))
    fill(book.active, HV=5, CQ=(30, 40))
    data = saved(book)

    def load(user, **options):
        file = SimpleUploadedFile("b1.xlsx", data)
        return browser_of(user).post("/api/v1/figures/excel", {"file": file, **options})

    assert load(leader).status_code == 403
    [tried] = load(commune_clerk, dry_run="true").json()
    assert (tried["status"], tried["can_submit"], tried["cells"]) == ("ready", True, 2)
    assert not Submission.objects.exists()
    [done] = load(commune_clerk, submit="true").json()
    assert (done["status"], done["forms"][0]["code"]) == ("submitted", "B1")
    assert load(commune_clerk, submit="true").json()[0]["status"] == "unchanged"


def test_a_file_without_keys_is_read_when_the_request_says_what_it_is(
    browser_of, form, commune, commune_clerk, other_department
):
    book = empty()
    for row in (["Chỉ số", "Số liệu", "Mẫu số"], ["HV", 5], ["Tỷ lệ hộ có cáp quang", 30, 40]):
        book.active.append(row)
    place = {"data_set_id": form.pk, "organisation_id": commune.pk, "period": JUNE}

    def load(**named):
        file = SimpleUploadedFile("bao-cao.xlsx", saved(book))
        return browser_of(commune_clerk).post("/api/v1/figures/excel", {"file": file, **named})

    assert load().json()[0]["status"] == "refused"
    assert load(**{**place, "organisation_id": other_department.pk}).status_code == 404
    assert load(**place, submit="true").json()[0]["status"] == "submitted"
