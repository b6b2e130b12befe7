"""Figures from the queue to the page of the indicator, as the people of a province use them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from conftest import NOW, give, make_org, make_user
from sauro.domains.indicators.models import Observation, Proposal, RollupRow, Submission
from sauro.domains.indicators.services import deciding, totals
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    hand_in,
    make_form,
    make_indicator,
    on,
)
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.territory.models import Unit
from tests import browser as driving

IN_MAY = on(date(2025, 5, 20))
PLACES = {"Đông Hải": (10.9, 107.1), "Đông Tiến": (11.0, 107.2), "Đông Sơn": (11.1, 107.3)}


@pytest.fixture
def learners(province, monitor, forgetful):
    return make_indicator(province, monitor, code="HV", whole=True, jump=Decimal(50))


@pytest.fixture
def rate(province, monitor, forgetful):
    return make_indicator(
        province,
        monitor,
        "Tỷ lệ hộ có cáp quang",
        code="CQ",
        unit="%",
        rollup="ratio",
        factor=100,
        base_name="Tổng số hộ",
    )


@pytest.fixture
def form(province, monitor, learners, rate):
    return make_form(province, monitor, learners, rate)


@pytest.fixture
def communes(province, commune, commune_clerk):
    """Three communes that lie on the map, each with its officer, by name."""
    found = {"Đông Hải": (commune, commune_clerk)}
    for number, name in enumerate(("Đông Tiến", "Đông Sơn"), 2):
        unit = make_org(f"UBND xã {name}", "commune", f"LV-X{number}", province)
        person = make_user(f"xa-{number}", f"Cán bộ {name}")
        found[name] = (unit, give(person, "commune_officer", unit))
    whole = unit_values("00", "Việt Nam", level="country", kind="country")
    area = unit_values("01", "Đồng Nai", level="province", kind="province")
    around = Unit.objects.add_child(Unit.objects.add_root(whole), area)
    for number, (name, (lat, lon)) in enumerate(PLACES.items()):
        values = {"level": "commune", "kind": "commune", "lat": lat, "lon": lon}
        place = Unit.objects.add_child(around, unit_values(f"0900{number}", name, **values))
        Organisation.objects.filter(pk=found[name][0].pk).update(unit=place)
    return found


@pytest.fixture
def confirmed_may(form, communes, monitor):
    """May, handed in by all and confirmed."""
    for number, (unit, officer) in enumerate(communes.values(), 1):
        hand_in(form, unit, officer, MAY, IN_MAY, HV=100 * number, CQ=(250 + 20 * number, 400))
    waiting = list(Submission.objects.values_list("pk", flat=True))
    deciding.confirm_forms(submissions=waiting, by=monitor, at=IN_MAY)
    return form


@pytest.fixture
def handed_in(confirmed_may, communes):
    """June, in which one commune says four times as much as in May."""
    amounts = {"Đông Hải": 110, "Đông Tiến": 210, "Đông Sơn": 1_200}
    for number, (name, amount) in enumerate(amounts.items(), 1):
        hand_in(confirmed_may, *communes[name], HV=amount, CQ=(260 + 20 * number, 400))
    return confirmed_may


def unit_values(code, name, **more):
    """An administrative unit."""
    words = {"name": name, "folded": name.lower(), "sort_key": name}
    return {"code": code, "valid_from": date(2025, 1, 1), **words, **more}


def sound(page):
    assert driving.overflow(page) == 0
    assert list(driving.violations(page)) == []


def states():
    found = Submission.objects.filter(period=JUNE).select_related("organisation")
    return {one.organisation.name.removeprefix("UBND xã "): one.state for one in found}


def test_outliers_come_first_many_are_confirmed_and_one_goes_back(
    desk, handed_in, communes, monitor
):
    page = desk.sign_in(monitor)
    page.goto("/so-lieu/xac-nhan/")
    sound(page)
    rows = page.locator("main table").first.locator("tbody tr")
    assert "UBND xã Đông Sơn" in rows.first.inner_text()
    assert "1 unusual figure" in rows.first.inner_text()
    for name in ("Đông Hải", "Đông Tiến"):
        page.get_by_label(f"Select UBND xã {name}").check()
    page.locator(".bulk-bar").get_by_role("button", name="Confirm").click()
    page.wait_for_selector(".confirm-count")
    sound(page)
    assert page.inner_text(".confirm-count") == "2 forms:"
    assert "Đông Hải" in page.inner_text(".confirm-list")
    assert set(states().values()) == {"submitted"}, "nothing is written before the count is seen"
    page.get_by_role("button", name="Confirm them all").click()
    page.get_by_role("heading", name="2 forms were confirmed").wait_for()
    sound(page)

    page.get_by_role("link", name="Back to the queue").click()
    page.get_by_role("link", name="UBND xã Đông Sơn").click()
    page.wait_for_url("**/so-lieu/xac-nhan/*/")
    sound(page)
    unusual = page.locator("tr.is-unusual")
    assert unusual.count() == 1
    assert "Changed by more than 50 %" in unusual.inner_text()
    page.get_by_label("Reason").fill("Đề nghị rà soát lại danh sách lớp")
    page.get_by_role("button", name="Return").click()
    page.wait_for_selector(".notice-success")
    assert states() == {"Đông Hải": "confirmed", "Đông Tiến": "confirmed", "Đông Sơn": "returned"}

    officer = desk.sign_in(communes["Đông Sơn"][1])
    officer.goto("/so-lieu/")
    sound(officer)
    assert "Đề nghị rà soát lại danh sách lớp" in officer.inner_text("main")
    officer.locator(f'main a[href$="/{JUNE}/"]').click()
    officer.wait_for_url("**/so-lieu/*/*/*/")
    officer.get_by_role("textbox", name="Số người học", exact=True).fill("320")
    officer.locator("[data-saved]").filter(has_text=re.compile(r"^Saved \d\d:\d\d$")).wait_for()
    officer.get_by_role("button", name="Check and hand in").click()
    officer.wait_for_url("**/nop/")
    officer.get_by_role("button", name="Hand in").click()
    officer.wait_for_selector(".notice-success")
    assert states()["Đông Sơn"] == "submitted"
    page.goto("/so-lieu/xac-nhan/")
    assert "unusual" not in page.locator("main table tbody").first.inner_text()


def test_a_proposed_correction_is_accepted_on_the_page_of_the_indicator(
    desk, confirmed_may, communes, learners, province, monitor
):
    unit, person = communes["Đông Hải"]
    officer = desk.sign_in(person)
    officer.goto(f"/so-lieu/{confirmed_may.pk}/{unit.pk}/{MAY}/")
    officer.get_by_role("link", name="Propose another figure Số người học").click()
    officer.wait_for_url("**/de-nghi/*/")
    sound(officer)
    officer.get_by_label("Figure", exact=True).fill("140")
    officer.get_by_label("Reason").fill("Bổ sung một lớp chưa tính")
    officer.get_by_role("button", name="Propose").click()
    officer.wait_for_selector(".notice-success")
    assert Observation.objects.get(indicator=learners, organisation=unit).amount == 100 * 10_000

    page = desk.sign_in(monitor)
    page.goto(f"/chi-so/{learners.pk}/?period={MAY}")
    sound(page)
    assert page.inner_text(".stat-value").startswith("600")
    card = page.locator("#proposals")
    assert "Bổ sung một lớp chưa tính" in card.inner_text()
    card.get_by_role("button", name="Accept").click()
    page.wait_for_selector(".notice-success")
    assert f"/chi-so/{learners.pk}/" in page.url
    page.goto(f"/chi-so/{learners.pk}/?period={MAY}")
    assert page.inner_text(".stat-value").startswith("640")
    assert page.locator("#proposals").count() == 0
    row = RollupRow.objects.get(indicator=learners, organisation=province, period=MAY)
    assert (row.total, Proposal.objects.get().accepted) == (640 * 10_000, True)


def test_the_heat_map_leads_to_who_is_missing_and_to_the_reminder(
    desk, confirmed_may, communes, monitor
):
    hand_in(confirmed_may, *communes["Đông Hải"], HV=110, CQ=(280, 400))
    page = desk.sign_in(monitor)
    page.goto("/so-lieu/tinh-hinh/")
    sound(page)
    heads = page.locator("table.heat thead th")
    assert "6/2025" in heads.nth(1).inner_text()
    assert "1/3" in heads.nth(1).inner_text()
    line = page.locator("table.heat tbody tr").filter(has_text="UBND xã Đông Hải")
    assert line.locator("td").first.text_content() == "On time"
    shown = line.locator("td").first.evaluate("one => getComputedStyle(one, '::before').content")
    assert shown not in ("", "none", "normal"), "a sign stands beside the colour"
    heads.nth(1).get_by_role("link", name="1/3").click()
    page.wait_for_url(f"**/so-lieu/tinh-hinh/*/{JUNE}/")
    sound(page)
    missing = page.locator("main table tbody th").all_inner_texts()
    assert missing == ["UBND xã Đông Sơn", "UBND xã Đông Tiến"]
    page.get_by_role("button", name="Remind").click()
    page.wait_for_selector(".notice-success")
    assert "The reminder of 2 units was noted." in page.inner_text(".notice-success")
    assert "Reminded last at" in page.inner_text("main")
    assert "xa-2@example.test" in page.locator("textarea.addresses").input_value()


def test_the_page_of_an_indicator_leads_to_period_ranking_map_and_comparison(
    desk, handed_in, communes, rate, leader
):
    page = desk.sign_in(leader)
    page.goto(f"/chi-so/{rate.pk}/")
    sound(page)
    assert page.inner_text(".stat-value") == "75% (900 / 1,200)"
    page.locator("figure .chart-canvas svg").first.wait_for()
    page.locator("#period").select_option(str(MAY))
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"**period={MAY}*")
    assert page.inner_text(".stat-value") == "72.5% (870 / 1,200)"
    units = page.locator("#units tbody tr")
    assert "UBND xã Đông Sơn" in units.first.inner_text()
    assert "77.5 (310/400)" in units.first.inner_text()
    page.locator("#units thead").get_by_role("link", name="Unit").click()
    page.wait_for_url("**sort=name*")
    assert "UBND xã Đông Hải" in page.locator("#units tbody tr").first.inner_text()

    page.goto(f"/chi-so/{rate.pk}/")
    page.get_by_role("link", name="Map").click()
    page.wait_for_url("**/ban-do/")
    page.locator("figure .chart-canvas svg").wait_for()
    sound(page)
    assert "3 of 3 units reported" in page.inner_text("main")
    drawn = page.locator(".chart-canvas svg").inner_html()
    assert "Hoàng Sa (Đà Nẵng)" in drawn
    assert "Trường Sa (Khánh Hòa)" in drawn

    page.goto(f"/chi-so/{rate.pk}/")
    page.get_by_role("link", name="Compare units").click()
    page.wait_for_url("**/so-sanh/")
    chosen = [str(unit.pk) for unit, _officer in list(communes.values())[:2]]
    page.get_by_label("Units, up to 6").select_option(chosen)
    page.get_by_role("button", name="Show").click()
    page.locator("figure .chart-canvas svg").wait_for()
    sound(page)
    assert page.locator(".chart-legend li").all_inner_texts() == [
        "UBND xã Đông Hải",
        "UBND xã Đông Tiến",
    ]


def test_indicators_are_crossed_with_periods_and_taken_away_as_a_file(
    desk, handed_in, learners, rate, leader
):
    page = desk.sign_in(leader)
    page.goto(f"/chi-so/{rate.pk}/")
    page.get_by_role("link", name="Compare figures").click()
    page.wait_for_url("**/chi-so/tong-hop/**")
    page.get_by_label(re.compile("^Indicators, up to")).select_option(
        [str(learners.pk), str(rate.pk)]
    )
    page.get_by_label("Number of periods").select_option("3")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**count=3*")
    sound(page)
    total = page.locator("tr.is-total").filter(has_text="CQ").locator("td.num")
    assert total.all_inner_texts() == ["–", "72.5", "75", "73.75"]
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert sum("UBND xã" in line for line in lines) == 6
    assert any("72.5" in line or "72,5" in line for line in lines)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.path().read_bytes().startswith(b"PK")


def test_a_target_on_an_indicator_says_where_its_figures_lead(
    desk, programme, form, communes, rate, monitor, leader
):
    unit, _officer = communes["Đông Hải"]
    for number, value in enumerate((20, 30, 40, 45, 52, 60)):
        Observation.objects.create(
            indicator=rate,
            organisation=unit,
            period=JUNE - 5 + number,
            amount=value * 10_000,
            base=1_000_000,
            status=Observation.CONFIRMED,
            since=date(2025, 3, 1),
        )
    totals.rebuild(indicators=[rate.pk])
    wanted = TargetInput(title="Hộ có cáp quang", low=Decimal(95), unit="%", year=2025)
    target = targets.create_target(programme=programme, target=wanted, by=monitor, at=NOW)
    type(target).objects.filter(pk=target.pk).update(indicator=rate)
    page = desk.sign_in(leader)
    page.goto("/chi-tieu/")
    sound(page)
    page.get_by_role("link", name="Hộ có cáp quang").first.click()
    page.wait_for_url(f"**/chi-tieu/{target.pk}/")
    sound(page)
    said = page.inner_text("main")
    assert "Forecast:" in said
    assert "From the trend of 6 figures" in said
    page.goto(f"/chi-so/{rate.pk}/")
    sound(page)
    assert "Hộ có cáp quang" in page.inner_text("main")
    assert "Forecast" in page.locator(".chart-legend").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_figures_are_read_and_decided_without_javascript(
    desk, handed_in, communes, learners, rate, monitor, width
):
    size = {"width": width, "height": 800}
    page = desk.sign_in(monitor, java_script_enabled=False, viewport=size)
    page.goto("/so-lieu/tinh-hinh/")
    cell = page.locator("table.heat tbody td").first
    assert cell.text_content() == "On time"
    page.goto(f"/chi-so/{rate.pk}/")
    assert page.inner_text(".stat-value") == "75% (900 / 1,200)"
    assert "72.5%" in page.locator("figure .chart-data").first.inner_text()
    page.goto(f"/chi-so/{rate.pk}/ban-do/")
    assert "UBND xã Đông Tiến" in page.locator("figure .chart-data").inner_text()
    page.goto(f"/chi-so/{rate.pk}/so-sanh/?unit={communes['Đông Hải'][0].pk}")
    assert "70%" in page.locator("figure .chart-data").inner_text()
    page.goto(f"/chi-so/tong-hop/?indicator={learners.pk}&count=3")
    assert "1,520" in page.locator("tr.is-total").inner_text()
    page.goto("/so-lieu/xac-nhan/")
    page.get_by_label("Select UBND xã Đông Hải").check()
    page.locator(".bulk-bar").get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Confirm them all").click()
    assert page.get_by_role("heading", name="1 form was confirmed").count() == 1
    assert states()["Đông Hải"] == "confirmed"
