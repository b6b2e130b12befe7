"""Indicators, forms and figures for other programs: the same rules and the same sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sauro.domains.accounts import services as account_services
from sauro.domains.indicators.models import DataSet, Indicator
from sauro.domains.indicators.services import correcting
from sauro.domains.indicators.tests.factories import JUNE, MAY, NOW
from sauro.engines.history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_june")]


@pytest.fixture
def ask(client):
    secrets = {}

    def asking(person, method, path, body=None, expect=200):
        if person.pk not in secrets:
            made = account_services.issue_token(user=person, name="máy", by=person, at=NOW)
            secrets[person.pk] = made[1]
        answer = getattr(client, method)(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {secrets[person.pk]}"},
        )
        assert answer.status_code == expect, answer.content.decode()
        return answer.json() if answer.content else None

    return asking


def test_indicators_come_with_their_last_totals(handed_in, rate, monitor, ask):
    page = ask(monitor, "get", "/indicators?q=cap%20quang")
    [found] = page["items"]
    assert (found["code"], Decimal(found["last"]["value"])) == ("CQ", 50)
    assert (found["last"]["units"], found["last"]["expected"]) == (2, 2)
    assert Decimal(found["last"]["denominator"]) == 800


def test_a_stranger_gets_nothing(handed_in, rate, stranger, ask):
    assert ask(stranger, "get", "/indicators")["items"] == []
    for rest in ("", "/trend", "/figures", "/definitions"):
        ask(stranger, "get", f"/indicators/{rate.pk}{rest}", expect=404)


def test_figures_are_read_as_of_a_day(handed_in, rate, commune, monitor, ask):
    correcting.correct_figure(
        indicator=rate,
        organisation=commune,
        period=MAY,
        value=Decimal(100),
        base=Decimal(400),
        reason="đếm lại",
        by=monitor,
        at=NOW,
    )
    address = f"/indicators/{rate.pk}/figures?period={MAY}"
    assert Decimal(ask(monitor, "get", address)["total"]["value"]) == 25
    assert Decimal(ask(monitor, "get", f"{address}&as_of=2025-05-20")["total"]["value"]) == 50
    [past] = ask(monitor, "get", f"/indicators/{rate.pk}/figures/{commune.pk}/{MAY}")["past"]
    assert (Decimal(past["value"]), past["reason"]) == (200, "đếm lại")


def test_an_officer_gets_his_own_unit_and_its_place_among_all(
    handed_in, rate, commune_clerk, neighbour, ask
):
    found = ask(commune_clerk, "get", f"/indicators/{rate.pk}/figures?period={JUNE}")
    [unit] = found["units"]
    assert (unit["organisation"]["name"], unit["place"]) == ("UBND xã Đông Hải", 1)
    assert found["reported"] == 2
    ask(commune_clerk, "get", f"/indicators/{rate.pk}/figures/{neighbour[0].pk}/{JUNE}", expect=404)


def test_the_trend_is_oldest_first(handed_in, rate, monitor, ask):
    found = ask(monitor, "get", f"/indicators/{rate.pk}/trend")
    assert [one["period"] for one in found["totals"]] == [MAY, JUNE]
    assert found["forecast"] is None


def test_a_figure_is_corrected_with_a_reason(handed_in, rate, commune, monitor, leader, ask):
    address = f"/indicators/{rate.pk}/figures/{commune.pk}/{JUNE}/correct"
    body = {"value": "320", "base": "400", "reason": "đếm lại"}
    ask(leader, "post", address, body, expect=403)
    found = ask(monitor, "post", address, body)
    assert (Decimal(found["shown"]), found["state"]) == (80, "confirmed")
    assert Event.objects.filter(kind="indicators.figure.corrected").count() == 1


def test_an_indicator_is_made_and_changed(province, monitor, ask):
    body = {"owner": "LV", "name": "Số chữ ký số", "unit": "chữ ký"}
    made = ask(monitor, "post", "/indicators", body, expect=201)
    assert made["code"] == "CT-001"
    change = {"name": "Số chữ ký số cá nhân", "unit": "chữ ký", "code": "CKS"}
    address = f"/indicators/{made['id']}"
    ask(monitor, "put", address, {**change, "expected_version": 1})
    ask(monitor, "put", address, {**change, "name": "Khác", "expected_version": 1}, expect=409)
    assert Indicator.objects.get().code == "CKS"


def test_what_figures_mean_cannot_be_changed(handed_in, rate, monitor, ask):
    body = {"name": rate.name, "code": "CQ", "unit": "%", "rollup": "sum", "expected_version": 1}
    found = ask(monitor, "put", f"/indicators/{rate.pk}", body, expect=409)
    assert found["code"] == "figures_exist"


def test_definitions_are_kept_by_their_days(rate, monitor, ask):
    address = f"/indicators/{rate.pk}/definitions"
    body = {"text": "Hộ có thuê bao", "valid_from": "2025-01-01"}
    ask(monitor, "post", address, body, expect=201)
    [found] = ask(monitor, "get", address)
    assert found["valid_from"] == date(2025, 1, 1).isoformat()


def test_a_unit_is_exempted_and_called_in_again(form, rate, commune, monitor, ask):
    address = f"/indicators/{rate.pk}/exemptions"
    body = {"organisation_id": commune.pk, "reason": "chưa có hạ tầng"}
    made = ask(monitor, "post", address, body, expect=201)
    assert [one["id"] for one in ask(monitor, "get", address)] == [made["id"]]
    ask(monitor, "delete", f"{address}/{made['id']}", expect=204)
    assert ask(monitor, "get", address) == []


def test_a_form_is_made_and_changed(province, rate, learners, commune, monitor, ask):
    body = {
        "owner": "LV",
        "code": "B9",
        "name": "Biểu thử",
        "kinds": ["commune"],
        "first_period": 2025 * 12,
        "lines": [{"indicator_id": learners.pk}, {"indicator_id": rate.pk, "required": False}],
    }
    made = ask(monitor, "post", "/data-sets", body, expect=201)
    assert [line["code"] for line in made["lines"]] == ["HV", "CQ"]
    change = {**body, "lines": body["lines"][1:], "expected_version": 1}
    change.pop("owner")
    ask(monitor, "put", f"/data-sets/{made['id']}", change)
    assert [item.indicator.code for item in DataSet.objects.get().items.all()] == ["CQ"]
    [unit] = ask(monitor, "get", f"/data-sets/{made['id']}/units")
    assert unit["id"] == commune.pk


def test_a_form_with_an_indicator_nobody_may_see_is_refused(
    province, other_province, stranger, rate, monitor, ask
):
    body = {
        "owner": "SX",
        "code": "B9",
        "name": "Biểu thử",
        "kinds": ["commune"],
        "first_period": 2025 * 12,
        "lines": [{"indicator_id": rate.pk}],
    }
    found = ask(stranger, "post", "/data-sets", body, expect=422)
    assert found["code"] == "not_there"
