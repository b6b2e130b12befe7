"""A monitor loads a table of all communes, says what a name means, and keeps the drafts."""

from __future__ import annotations

import os

import pytest

from conftest import make_org
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.tests.factories import make_form, make_indicator
from sauro.engines.office.tests.books import empty, saved
from tests import browser as driving

pytestmark = pytest.mark.django_db(transaction=True)


def _table():
    book = empty()
    for row in (
        ["UBND TỈNH LÚA VÀNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BÁO CÁO THÁNG 6/2025"],
        ["STT", "Đơn vị", "Số người học", "Lớp học cộng đồng", "Ghi chú"],
        [1, "Xã Đông Hải", "1.200", 12, "đã rà soát"],
        [2, "Xã Tân Thanh Thượng", 50, 6, None],
        [3, "P. Trảng Bom", 7, "sáu", None],
        ["", "Tổng cộng", 1257, 18, None],
        ["Người lập biểu", None, "CHỦ TỊCH"],
    ):
        book.active.append(row)
    return saved(book)


def _look(page, name):
    assert driving.overflow(page) == 0
    assert list(driving.violations(page)) == []
    if folder := os.environ.get("SAURO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_monitor_loads_a_table_of_all_communes(desk, province, monitor, commune, tmp_path, width):
    other = make_org("UBND xã Tân Thanh", "commune", "LV-TT", province)
    make_org("UBND phường Trảng Bom", "commune", "LV-TB", province)
    indicators = [
        make_indicator(province, monitor, code="HV", whole=True),
        make_indicator(province, monitor, "Lớp học cộng đồng", code="LH", unit="lớp"),
    ]
    form = make_form(province, monitor, *indicators)
    path = tmp_path / "bao-cao-thang-6.xlsx"
    path.write_bytes(_table())
    locale = os.environ.get("SAURO_PICTURES_IN", "en-GB")
    page = desk.sign_in(monitor, viewport={"width": width, "height": 900}, locale=locale)
    page.goto("/so-lieu/tep/")
    _look(page, f"tep-{width}")
    page.set_input_files("[name=given]", str(path))
    page.select_option("[name=form]", str(form.pk))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/so-lieu/tep/*/")
    _look(page, f"xem-{width}")
    page.select_option("[name=q0]", other.code)
    page.click("main form[action$='/ten/'] button[type=submit]")
    page.wait_for_load_state()
    _look(page, f"xem-lai-{width}")
    page.click("main button[value=save]")
    page.wait_for_load_state()
    _look(page, f"xong-{width}")
    assert Submission.objects.filter(state="draft").count() == 3
