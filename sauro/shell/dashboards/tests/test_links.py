"""Every number of every panel leads to as many rows, for all programmes and for one."""

import re

import pytest

from sauro.domains.alerts.services import running
from sauro.domains.bottlenecks.tests.factories import open_one, propose
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.shell.dashboards.panels import PANELS

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<a href="(/[^"#]*)">(\d+)</a>')
FOOT = re.compile(r'<a href="(/[^"#]*)">[^<]*</a> <b class="num">(\d+)</b>')


@pytest.fixture
def much(plan, province, department, system, monitor, clerk, at):
    """Bottlenecks of two programmes, one of them not decided yet, and what the night found."""
    other = make_programme(owner=province, by=monitor, at=at, code="LV-DA06")
    elsewhere = make_task(programme=other, lead=department, title="Việc khác", by=monitor, at=at)
    by = {"unit": department, "by": monitor, "at": at}
    open_one(tasks=[plan["late"]], **by)
    open_one(tasks=[elsewhere], title="Thiếu máy chủ", **by)
    propose(unit=department, tasks=[plan["shared"]], title="Chưa có đơn giá", by=clerk, at=at)
    running.run(by=system, at=at)
    return plan


@pytest.mark.parametrize("query", ["", "?programme=LV-KH57"])
@pytest.mark.parametrize("code", sorted(PANELS))
def test_the_numbers_of_a_panel_lead_to_their_rows(browser_of, leader, much, code, query):
    browser = browser_of(leader)
    if not PANELS[code].open_to(leader):
        return
    text = browser.get(f"/tong-quan/o/{code}/{query}").content.decode()
    for address, number in NUMBER.findall(text) + FOOT.findall(text):
        answer = browser.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        rows = answer.context.get("list")
        if rows is not None:
            assert rows.total == int(number), address


def test_lists_of_the_panels_have_numbers_to_follow(browser_of, leader, much):
    browser = browser_of(leader)
    for code in ("bottlenecks", "alerts", "late", "by_group"):
        text = browser.get(f"/tong-quan/o/{code}/").content.decode()
        assert NUMBER.findall(text) + FOOT.findall(text), code


def test_every_number_of_a_bottleneck_can_be_followed(browser_of, leader, much):
    text = browser_of(leader).get("/tong-quan/o/bottlenecks/").content.decode()
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    assert re.findall(r'<td class="num">[1-9]', body) == []
    assert body.count("#waits") == 3
