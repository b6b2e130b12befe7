"""Who owes a report, who has made it, who is reminded."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import give, make_org, make_user
from sauro.core.errors import NotAllowed
from sauro.domains.documents.models import Draft
from sauro.domains.orgs import services as org_services
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.rules import duties as rules
from sauro.domains.reporting.rules.duties import DutyState
from sauro.domains.reporting.selectors import duties as selectors
from sauro.domains.reporting.services import duties, making
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines.history.models import Event

START = date(2025, 4, 1)


@pytest.fixture
def duty(province, commune, monitor, at):
    return decide(province, monitor, at)


def decide(province, by, at, **more):
    values = {
        "definition": "commune",
        "period_kind": "month",
        "collective": None,
        "org_kind": "commune",
        "due_days": 5,
        "starts_on": START,
        **more,
    }
    return duties.set_duty(owner=province, **values, by=by, at=at)


def states(duty, user, today):
    table = selectors.table_of(duty=duty, user=user, today=today)
    return {
        (unit.code, one.period.code): table.marks[unit.pk, one.period.code].state.value
        for unit in table.units
        for one in table.periods
        if (unit.pk, one.period.code) in table.marks
    }


@pytest.mark.parametrize(
    ("draft", "issued_on", "day", "state"),
    [
        (None, None, 19, DutyState.OPEN),
        (None, None, 20, DutyState.MISSING),
        ("withdrawn", None, 20, DutyState.MISSING),
        ("drafting", None, 19, DutyState.WRITING),
        ("signed", None, 20, DutyState.WRITING_LATE),
        ("issued", date(2025, 6, 19), 25, DutyState.ISSUED),
        ("issued", date(2025, 6, 20), 25, DutyState.ISSUED_LATE),
    ],
)
def test_the_state_of_a_report_by_its_draft_and_day(draft, issued_on, day, state):
    found = rules.state_of(
        draft_state=draft,
        issued_on=issued_on,
        due_on=date(2025, 6, 19),
        today=date(2025, 6, day),
    )
    assert found == state


def test_counts_add_up():
    found = rules.tally(list(DutyState))
    assert (found.owed, found.issued, found.on_time, found.late) == (6, 2, 1, 2)


def test_periods_are_owed_from_the_day_on(duty, monitor, at):
    found = states(duty, monitor, at.date())
    assert found == {
        ("LV-DONGHAI", "2025-06"): "open",
        ("LV-DONGHAI", "2025-05"): "missing",
        ("LV-DONGHAI", "2025-04"): "missing",
    }


def test_a_report_counts_when_it_is_issued(duty, snapshot, commune, commune_clerk, monitor, at):
    order = making.Order("commune", commune, commune)
    made = making.make_report(snapshot=snapshot, order=order, by=commune_clerk, at=at)
    day = at.date()
    assert states(duty, monitor, day)["LV-DONGHAI", "2025-06"] == "writing"
    late = day + timedelta(days=20)
    assert states(duty, monitor, late)["LV-DONGHAI", "2025-06"] == "writing_late"
    Draft.objects.filter(pk=made.draft_id).update(state="withdrawn")
    assert states(duty, monitor, day)["LV-DONGHAI", "2025-06"] == "open"


def test_a_unit_that_did_not_exist_owes_nothing(duty, commune, monitor, at):
    type(commune).objects.filter(pk=commune.pk).update(valid_from=date(2025, 6, 1))
    assert states(duty, monitor, at.date()) == {("LV-DONGHAI", "2025-06"): "open"}


def test_the_same_duty_is_one_and_may_change(duty, province, monitor, at):
    assert decide(province, monitor, at).pk == duty.pk
    changed = decide(province, monitor, at, due_days=7)
    assert (changed.pk, changed.due_days, changed.version) == (duty.pk, 7, 2)
    assert Event.objects.filter(kind="reporting.duty.set").count() == 2
    ended = duties.end_duty(duty=changed, by=monitor, at=at)
    assert duties.end_duty(duty=ended, by=monitor, at=at).version == ended.version
    assert [code for _unit, code in states(ended, monitor, at.date())] == ["2025-05", "2025-04"]
    assert decide(province, monitor, at, due_days=7).ends_on is None
    assert ReportDuty.objects.count() == 1


def test_a_collective_name_means_its_members(
    province, department, other_department, commune, admin, monitor, at
):
    named = org_services.save_collective(
        within=province,
        code="cac-so",
        name="Các sở, ban, ngành",
        kinds=["department"],
        aliases=[],
        by=admin,
        at=at,
    )
    duty = decide(province, monitor, at, definition="agency", org_kind="", collective=named)
    units = selectors.units_of(duty=duty, user=monitor, today=at.date())
    assert {one.code for one in units} == {"LV-SKHCN", "LV-STC"}


@pytest.mark.parametrize(
    "more",
    [
        {"definition": "province"},
        {"period_kind": "week"},
        {"period_kind": "custom"},
        {"org_kind": ""},
        {"org_kind": "national"},
        {"due_days": 0},
        {"due_days": 61},
    ],
)
def test_a_duty_that_says_nothing_is_refused(more, province, monitor, at):
    with pytest.raises(ReportRefused):
        decide(province, monitor, at, **more)


def test_a_collective_of_another_province_is_refused(
    province, other_province, monitor, stranger, system, at
):
    theirs = org_services.save_collective(
        within=other_province,
        code="x",
        name="Các sở",
        kinds=["department"],
        aliases=[],
        by=system,
        at=at,
    )
    with pytest.raises(ReportRefused):
        decide(province, monitor, at, org_kind="", collective=theirs)


@pytest.mark.parametrize("person", ["clerk", "commune_clerk", "leader", "inspector", "stranger"])
def test_others_decide_end_and_remind_nothing(person, request, duty, province, at):
    by = request.getfixturevalue(person)
    for act in (
        lambda: decide(province, by, at),
        lambda: duties.end_duty(duty=duty, by=by, at=at),
        lambda: duties.remind_duty(duty=duty, code="2025-05", by=by, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_reminder_is_noted_once_a_day(duty, commune_clerk, monitor, at):
    for _twice in range(2):
        [found] = duties.remind_duty(duty=duty, code="2025-05", by=monitor, at=at)
        assert commune_clerk.email in found.addresses
    assert Event.objects.filter(kind=selectors.REMINDED).count() == 1
    duties.remind_duty(duty=duty, code="2025-05", by=monitor, at=at + timedelta(days=1))
    assert Event.objects.filter(kind=selectors.REMINDED).count() == 2
    with pytest.raises(duties.NobodyOwes):
        duties.remind_duty(duty=duty, code="2020-01", by=monitor, at=at)


def test_the_pages_lead_from_the_rule_to_the_reminder(
    province, commune, commune_clerk, browser_of, monitor
):
    browser = browser_of(monitor)
    empty = browser.get("/bao-cao/tinh-hinh/")
    assert empty.status_code == 200
    page = "/bao-cao/tinh-hinh/quy-dinh/"
    values = {
        "owner": province.code,
        "definition": "commune",
        "period_kind": "month",
        "units": "kcommune",
        "due_days": "5",
        "starts_on": "2025-04-01",
    }
    assert browser.post(page, {**values, "due_days": "900"}).status_code == 422
    assert browser.post(page, values).status_code == 302
    duty = ReportDuty.objects.get()
    matrix = browser.get("/bao-cao/tinh-hinh/").content.decode()
    assert commune.name in matrix
    missing = reverse("duty_missing", args=[duty.pk, "2025-05"])
    assert missing in matrix
    assert commune_clerk.email in browser.get(missing).content.decode()
    browser.post(reverse("duty_remind", args=[duty.pk, "2025-05"]))
    assert str(monitor) in browser.get(missing).content.decode()
    assert browser.get(reverse("duty_missing", args=[duty.pk, "2031-05"])).status_code == 404
    assert browser.get(reverse("duty_missing", args=[duty.pk, "x" * 50])).status_code == 404
    assert browser.post(reverse("duty_end", args=[duty.pk])).status_code == 302


def test_a_commune_sees_its_own_row_only(duty, province, browser_of, commune, commune_clerk):
    make_org("UBND xã Tây Hải", "commune", "LV-TAYHAI", province)
    browser = browser_of(commune_clerk)
    page = browser.get("/bao-cao/tinh-hinh/").content.decode()
    assert commune.name in page
    assert "Tây Hải" not in page
    assert browser.get("/bao-cao/tinh-hinh/quy-dinh/").status_code == 403
    address = reverse("duty_remind", args=[duty.pk, "2025-05"])
    assert browser.post(address).status_code == 403


def test_a_stranger_sees_no_duty_of_another_province(duty, browser_of, stranger):
    browser = browser_of(stranger)
    assert browser.get(reverse("duty_missing", args=[duty.pk, "2025-05"])).status_code == 404
    assert browser.post(reverse("duty_end", args=[duty.pk])).status_code == 404


def test_the_matrix_costs_the_same_for_any_number_of_units(duty, province, browser_of, monitor):
    browser = browser_of(monitor)
    browser.get("/bao-cao/tinh-hinh/")
    counts = []
    for n in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/bao-cao/tinh-hinh/")
        counts.append(len(asked))
        unit = make_org(f"UBND xã {n}", "commune", f"LV-X{n}", province)
        give(make_user(f"xa-{n}", f"Cán bộ {n}"), "commune_officer", unit)
    assert counts[0] == counts[1] <= 10


def test_the_operations_do_the_same(duty, province, browser_of, monitor, commune_clerk):
    browser = browser_of(monitor)
    body = {
        "owner": province.code,
        "definition": "commune",
        "period_kind": "month",
        "org_kind": "commune",
        "due_days": 5,
        "starts_on": "2025-04-01",
    }
    made = browser.post("/api/v1/report-duties", json.dumps(body), content_type="application/json")
    assert (made.status_code, made.json()["id"]) == (201, duty.pk)
    assert len(browser.get("/api/v1/report-duties").json()) == 1
    marks = browser.get(f"/api/v1/report-duties/{duty.pk}/marks").json()
    assert {one["state"] for one in marks} == {"open", "missing"}
    told = browser.post(f"/api/v1/report-duties/{duty.pk}/2025-05/remind").json()
    assert told == [{"unit": "LV-DONGHAI", "addresses": [commune_clerk.email]}]
    assert browser.post(f"/api/v1/report-duties/{duty.pk}/end").json()["ends_on"]
