"""Two communes become one: seen before it is done, done, read afterwards, undone."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import NOW, give, make_org, make_user
from sauro.domains.indicators.services import deciding
from sauro.domains.indicators.tests.factories import MAY, hand_in, make_form, make_indicator, on
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.tests.factories import make_task
from sauro.shell.merging.models import Merger
from tests import browser as driving

GROUND = "Nghị quyết 12/NQ-HĐND"


@pytest.fixture
def neighbour(province):
    return make_org("UBND xã Đông Tiến", "commune", "LV-DONGTIEN", province)


@pytest.fixture
def learners(province, monitor, forgetful):
    return make_indicator(province, monitor, code="HV", whole=True)


@pytest.fixture
def reported(province, monitor, learners, commune, commune_clerk, neighbour):
    """May of both communes: 300 and 500 learners, confirmed."""
    form = make_form(province, monitor, learners)
    other = give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", neighbour)
    in_may = on(date(2025, 5, 20))
    ids = [
        hand_in(form, unit, person, MAY, in_may, HV=amount).pk
        for unit, person, amount in ((commune, commune_clerk, 300), (neighbour, other, 500))
    ]
    deciding.confirm_forms(submissions=ids, by=monitor, at=in_may)
    return form


@pytest.fixture
def task(programme, commune, monitor):
    return make_task(programme=programme, lead=commune, by=monitor, at=NOW)


def sound(page):
    assert driving.overflow(page) == 0
    assert list(driving.violations(page)) == []


def total_of(page, learners):
    page.goto(f"/chi-so/{learners.pk}/?period={MAY}")
    return page.inner_text(".stat-value")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_commune_is_merged_read_afterwards_and_the_merger_undone(
    desk, reported, task, learners, commune, neighbour, admin, monitor, scripts
):
    reader = desk.sign_in(monitor)
    assert total_of(reader, learners) == "800 người"
    page = desk.sign_in(admin, java_script_enabled=scripts)
    page.goto(f"/co-quan/{commune.pk}/sap-nhap/")
    page.get_by_label("Successor").fill(neighbour.code)
    page.get_by_label("Last day").fill("2025-06-09")
    page.get_by_label("Ground").fill(GROUND)
    page.get_by_role("button", name="See what moves").click()
    page.get_by_role("heading", name="What moves to the successor").wait_for()
    if scripts:
        sound(page)
    seen = page.inner_text("main")
    assert task.title in page.locator("main").text_content()
    assert "UBND xã Đông Tiến" in seen
    assert Merger.objects.count() == 0, "a dry run writes nothing"
    assert Task.objects.get(pk=task.pk).lead_id == commune.pk

    page.locator("main").get_by_role("button", name="Merge agency").click()
    page.wait_for_url("**/sap-nhap/*/")
    if scripts:
        sound(page)
    merger = Merger.objects.get()
    assert Task.objects.get(pk=task.pk).lead_id == neighbour.pk
    assert total_of(reader, learners) == "800 người", "a merger keeps the totals"

    page.goto(f"/co-quan/{commune.pk}/")
    old = page.inner_text("main")
    assert "UBND xã Đông Hải" in old
    assert "9 Jun 2025" in old
    reader.goto(f"/chi-so/{learners.pk}/{commune.pk}/{MAY}/")
    assert "300 người" in reader.inner_text("main"), "what it reported stays readable"

    page.goto("/sap-nhap/")
    page.get_by_role("link", name="UBND xã Đông Hải").click()
    page.wait_for_url(f"**/sap-nhap/{merger.pk}/")
    page.get_by_role("button", name="Undo the merger").click()
    page.get_by_text("This merger was undone").wait_for()
    assert Task.objects.get(pk=task.pk).lead_id == commune.pk
    commune.refresh_from_db()
    assert commune.valid_to is None
    assert total_of(reader, learners) == "800 người"
