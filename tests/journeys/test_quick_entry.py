"""Figures of a commune: typed on a phone through a lost connection, pasted from Excel, handed in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from conftest import give, make_user
from sauro.domains.indicators.models import Observation, Submission
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    hand_in,
    make_form,
    make_indicator,
    on,
)
from tests import browser as driving
from tests.journeys.conftest import PASSWORD

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}


@pytest.fixture
def indicators(province, monitor, forgetful):
    learners = make_indicator(province, monitor, code="HV", whole=True, jump=Decimal(50))
    rate = make_indicator(
        province,
        monitor,
        "Tỷ lệ hộ có cáp quang",
        code="CQ",
        unit="%",
        rollup="ratio",
        factor=100,
        highest=Decimal(100),
        base_name="Tổng số hộ",
    )
    classes = make_indicator(province, monitor, "Số lớp học", code="LH", unit="lớp", whole=True)
    return learners, rate, classes


@pytest.fixture
def form(province, monitor, indicators):
    return make_form(province, monitor, *indicators)


def typed(form):
    """What the server holds, by code."""
    names = {str(item.indicator_id): item.indicator.code for item in form.items.all()}
    draft = Submission.objects.get(data_set=form, period=JUNE).draft
    return {names[pk]: cell for pk, cell in draft.items()}


def wait_saved(page):
    wait_told(page, re.compile(r"^Saved \d\d:\d\d$"))


def wait_told(page, words):
    page.locator("[data-saved]").filter(has_text=words).wait_for()


def sound(page):
    assert driving.overflow(page) == 0
    assert list(driving.violations(page)) == []


def test_a_commune_officer_on_a_phone_hands_in_what_the_lost_connection_kept(
    desk, form, indicators, commune, commune_clerk
):
    learners, rate, classes = indicators
    in_may = on(date(2025, 5, 20))
    hand_in(form, commune, commune_clerk, MAY, in_may, HV=700, CQ=(290, 400), LH=12)
    page = desk.sign_in(commune_clerk, **PHONE)
    page.goto("/so-lieu/")
    sound(page)
    page.locator(f'main a[href$="/{JUNE}/"]').click()
    page.wait_for_url("**/so-lieu/*/*/*/")
    sound(page)
    page.get_by_role("textbox", name="Số người học", exact=True).fill("1.200")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == f"v-{rate.pk}"
    wait_saved(page)
    assert typed(form) == {"HV": {"value": "1.200"}}
    assert page.inner_text("[data-progress]") == "1/3 cells"

    page.get_by_label("Reason Số người học").fill("mở thêm 12 lớp")

    page.fill(f"#v-{rate.pk}", "500")
    page.fill(f"#b-{rate.pk}", "400")
    page.wait_for_selector(f"#m-{rate.pk} .field-error")
    assert page.evaluate("document.activeElement.name") == f"b-{rate.pk}"
    assert "Above the highest possible figure, 100." in page.inner_text(f"#m-{rate.pk}")
    sound(page)

    page.context.set_offline(True)
    page.fill(f"#v-{rate.pk}", "300")
    wait_told(page, "No connection")
    page.fill(f"#v-{classes.pk}", "14")
    assert typed(form)["CQ"] == {"value": "500", "base": "400"}
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_saved(page)
    assert typed(form)["CQ"] == {"value": "300", "base": "400"}
    assert typed(form)["LH"] == {"value": "14"}
    assert typed(form)["HV"] == {"value": "1.200", "reason": "mở thêm 12 lớp"}
    assert page.inner_text(f"#row-{rate.pk} [data-shown]") == "= 75%"
    assert page.locator(f"#m-{rate.pk} .field-error").count() == 0

    page.get_by_role("button", name="Check and hand in").click()
    page.wait_for_url("**/nop/")
    sound(page)
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_selector(".notice-success")
    sound(page)
    assert Submission.objects.get(period=JUNE).state == "submitted"
    assert Observation.objects.get(indicator=learners, period=JUNE).amount == 1_200 * 10_000


def test_cells_typed_after_the_session_ended_are_saved_after_signing_in(
    desk, form, indicators, commune, commune_clerk
):
    learners = indicators[0]
    page = desk.sign_in(commune_clerk)
    page.goto(f"/so-lieu/{form.pk}/{commune.pk}/{JUNE}/")
    page.fill(f"#v-{learners.pk}", "12")
    wait_saved(page)
    page.context.clear_cookies(name="sessionid")
    page.fill(f"#v-{learners.pk}", "1250")
    page.get_by_text("You have been signed out").wait_for()
    page.locator("[data-saved]").get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/dang-nhap/**")
    assert typed(form)["HV"] == {"value": "12"}
    page.fill("[name=login]", commune_clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/so-lieu/**")
    wait_saved(page)
    assert page.input_value(f"#v-{learners.pk}") == "1250"
    assert typed(form)["HV"] == {"value": "1250"}
    page.reload()
    assert page.locator(".draft-note").count() == 0


PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(selector).dispatchEvent(event);
}"""


def test_a_block_from_excel_fills_down_and_right_and_leaves_others_cells_alone(
    desk, form, indicators, commune, commune_clerk
):
    learners, rate, classes = indicators
    address = f"/so-lieu/{form.pk}/{commune.pk}/{JUNE}/"
    colleague = give(make_user("xa-2", "Vì Thị Mai"), "commune_officer", commune)
    first, second = desk.sign_in(commune_clerk), desk.sign_in(colleague)
    for page in (first, second):
        page.goto(address)
    second.fill(f"#v-{classes.pk}", "9")
    wait_saved(second)
    first.focus(f"#v-{learners.pk}")
    first.evaluate(PASTE, [f"#v-{learners.pk}", "1.200\r\n300\t400\r\n"])
    wait_saved(first)
    assert first.input_value(f"#b-{rate.pk}") == "400"
    assert first.input_value(f"#v-{classes.pk}") == "9", "what she typed appears here too"
    assert typed(form) == {
        "HV": {"value": "1.200"},
        "CQ": {"value": "300", "base": "400"},
        "LH": {"value": "9"},
    }
    first.focus(f"#v-{classes.pk}")
    first.keyboard.press("ArrowUp")
    assert first.evaluate("document.activeElement.name") == f"v-{rate.pk}"
    first.keyboard.press("Tab")
    assert first.evaluate("document.activeElement.name") == f"b-{rate.pk}"
    first.get_by_role("button", name="Check and hand in").click()
    first.wait_for_url("**/nop/")
    assert typed(form)["LH"] == {"value": "9"}, "the page sent whole keeps what she typed"
    assert first.locator(".error-summary").count() == 0


def test_without_javascript_the_form_is_saved_and_handed_in(desk, form, indicators, commune_clerk):
    learners, rate, classes = indicators
    page = desk.sign_in(commune_clerk, java_script_enabled=False, **PHONE)
    page.goto("/so-lieu/")
    page.get_by_role("link", name=form.name).click()
    page.fill(f"#v-{learners.pk}", "1.200")
    page.fill(f"#v-{rate.pk}", "500")
    page.fill(f"#b-{rate.pk}", "400")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Above the highest possible figure, 100." in page.inner_text(f"#m-{rate.pk}")
    page.fill(f"#v-{classes.pk}", "14")
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_role("link", name="Tỷ lệ hộ có cáp quang: Above").click()
    assert page.url.endswith(f"#v-{rate.pk}")
    page.fill(f"#v-{rate.pk}", "300")
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_role("button", name="Hand in").click()
    assert Submission.objects.get().state == "submitted"
    page.get_by_role("button", name="Take back").click()
    assert Submission.objects.get().state == "draft"
