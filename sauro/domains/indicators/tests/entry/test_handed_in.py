"""A form once handed in: read, taken back, corrected, proposed against, and who may see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conftest import give, make_org, make_user
from sauro.domains.indicators.models import Observation, Proposal, Submission
from sauro.domains.indicators.services import correcting, deciding
from sauro.domains.indicators.tests.factories import (
    JUNE,
    NOW,
    address,
    hand_in,
    make_form,
    make_indicator,
    on,
    text_of,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_a_form_handed_in_is_read_and_taken_back(officer, form, commune, commune_clerk):
    hand_in(form, commune, commune_clerk, HV="1.200", CQ=(3, 4))
    page = officer.get(address(form, commune))
    lines = {line.name: line.words for line in page.context["lines"]}
    assert lines == {"Số người học": "1.200 người", "Tỷ lệ hộ có cáp quang": "75% (3/4)"}
    answer = officer.post(address(form, commune, "rut-lai/"), follow=True)
    assert answer.context["rights"].edit
    assert Submission.objects.get().state == "draft"


def test_saving_a_form_handed_in_is_refused_in_words(officer, form, commune, commune_clerk):
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    answer = officer.post(address(form, commune), {}, headers=JSON)
    assert answer.status_code == 409
    assert "take it back" in answer.json()["message"]
    assert "take it back" in text_of(officer.post(address(form, commune), {}, follow=True))


def test_a_corrected_figure_and_its_proposal_are_told_beside_the_cell(
    officer, form, commune, commune_clerk, monitor, learners
):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    correcting.correct_figure(
        indicator=learners,
        organisation=commune,
        period=JUNE,
        value=Decimal(6),
        base=None,
        reason="đếm lại",
        by=monitor,
        at=on(date(2025, 8, 1)),
    )
    path = address(form, commune, f"de-nghi/{learners.pk}/")
    assert officer.get(path).status_code == 200
    assert officer.post(path, {"value": "tám", "reason": "sót"}).status_code == 422
    assert officer.post(path, {"value": "8,5", "reason": "sót"}).status_code == 422
    assert officer.post(path, {"value": "8"}).status_code == 422
    assert not Proposal.objects.exists()
    page = officer.post(path, {"value": "8", "reason": "sót một thôn"}, follow=True)
    line = page.context["lines"][0]
    assert line.words == "6 người"
    assert [one["words"] for one in line.past] == ["5 người"]
    assert [one["words"] for one in line.proposals] == ["8 người"]
    assert "đếm lại" in text_of(page)
    assert Observation.objects.get(indicator=learners).amount == 60_000


def test_a_figure_still_being_typed_is_changed_not_proposed(
    officer, form, commune, commune_clerk, learners, rate
):
    path = address(form, commune, f"de-nghi/{learners.pk}/")
    assert officer.get(path).status_code == 404
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    assert officer.get(address(form, commune, "de-nghi/999999/")).status_code == 404
    ratio = officer.post(
        address(form, commune, f"de-nghi/{rate.pk}/"),
        {"value": "1", "base": "4", "reason": "hộ mới"},
    )
    assert ratio.status_code == 302
    assert Proposal.objects.get().base == 40_000
    officer.post(address(form, commune, "rut-lai/"))
    assert officer.get(path).status_code == 403


@pytest.mark.parametrize("more", ["", "nop/", "rut-lai/"])
def test_the_form_of_another_unit_does_not_exist(
    browser_of, form, province, commune, commune_clerk, stranger, clerk, more
):
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    other = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    neighbour = give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", other)
    for person in (neighbour, clerk):
        browser = browser_of(person)
        assert browser.post(address(form, commune, more)).status_code == 404
        if more != "rut-lai/":
            assert browser.get(address(form, commune, more)).status_code == 404
    assert browser_of(stranger).post(address(form, commune, more)).status_code in (403, 404)


def test_who_confirms_sees_a_form_once_it_is_handed_in_and_types_nothing(
    browser_of, form, commune, commune_clerk, monitor, learners
):
    monitors = browser_of(monitor)
    assert monitors.get(address(form, commune)).status_code == 404
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    page = monitors.get(address(form, commune))
    assert page.status_code == 200
    assert not page.context["rights"].take_back
    assert "Propose another figure" not in text_of(page)
    answer = monitors.post(address(form, commune), {f"v-{learners.pk}": "9"})
    assert answer.status_code == 403


@pytest.mark.parametrize("period", [0, 24_000, 23_000, JUNE * 1000, 2**40])
def test_a_period_that_cannot_be_does_not_exist(officer, form, commune, period):
    assert officer.get(address(form, commune, period=period)).status_code == 404
    assert officer.post(address(form, commune, period=period)).status_code == 404


def test_a_quarter_is_named_by_its_first_month(officer, province, monitor, commune):
    quarterly = make_indicator(province, monitor, "Doanh thu số", periodicity="quarter")
    form = make_form(province, monitor, quarterly, periodicity="quarter", opens_after=-40)
    assert officer.get(address(form, commune, period=2025 * 12 + 3)).status_code == 200
    assert officer.get(address(form, commune, period=JUNE)).status_code == 404
    assert officer.post(address(form, commune, period=JUNE)).status_code == 404
