"""Keeping indicators and forms, and the pivot of figures."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import give
from sauro.domains.indicators.models import DataSet, Indicator, NotApplicable, SameMeaning
from sauro.domains.indicators.services import sheets
from sauro.domains.indicators.tests.factories import NOW, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_june", "in_english")]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def page_of(indicator, rest=""):
    return f"/chi-so/{indicator.pk}/{rest}"


SHEET = {
    "name": "Số chữ ký số",
    "unit": "chữ ký",
    "direction": "up",
    "periodicity": "month",
    "over_time": "periodic",
    "rollup": "sum",
    "factor": "1",
}


def test_a_new_indicator_leads_on_to_its_definition(province, monitor, send):
    answer = send(monitor, "/chi-so/them/", owner=province.pk, **SHEET)
    made = Indicator.objects.get(name="Số chữ ký số")
    assert answer["Location"] == page_of(made, "dinh-nghia/")
    answer = send(
        monitor, answer["Location"], text="Chữ ký số còn hiệu lực", valid_from="2025-01-01"
    )
    assert answer.status_code == 302
    assert made.definitions.get().text == "Chữ ký số còn hiệu lực"


def test_a_refused_sheet_says_why_and_keeps_what_was_typed(province, monitor, learners, send):
    typed = {**SHEET, "name": "Số người học kỹ năng số", "unit": "người", "highest": "1.234,5"}
    text = send(monitor, "/chi-so/them/", owner=province.pk, **typed).content.decode()
    assert "HV" in text
    assert 'value="1.234,5"' in text


def test_what_figures_mean_is_fixed_and_explained(handed_in, rate, monitor, read, send):
    text = read(monitor, page_of(rate, "sua/"))
    assert "Some fields are fixed" in text
    typed = {**SHEET, "name": "Tên mới", "rollup": "sum", "unit": "khác", "version": rate.version}
    assert send(monitor, page_of(rate, "sua/"), **typed).status_code == 302
    rate.refresh_from_db()
    assert (rate.name, rate.rollup, rate.unit, rate.code) == ("Tên mới", "ratio", "%", "CQ")


def test_the_second_of_two_people_is_told(province, monitor, learners, send):
    address = page_of(learners, "sua/")
    values = {**SHEET, "owner": province.pk, "code": "HV"}
    assert send(monitor, address, **values, version=1).status_code == 302
    again = send(monitor, address, **{**values, "name": "Khác"}, version=1)
    assert again.status_code == 200
    assert "Somebody else" in again.content.decode()
    assert 'name="version" value="2"' in again.content.decode()


@pytest.mark.parametrize("rest", ["sua/", "dinh-nghia/", "mien/", "cung-nghia/"])
def test_only_who_keeps_indicators_may_change_them(rate, form, leader, client, rest):
    client.force_login(leader, LOGIN)
    assert client.get(page_of(rate, rest)).status_code == 403


def test_the_definition_of_the_day_is_shown(rate, monitor, read):
    for day, words in ((date(2025, 1, 1), "Hộ có thuê bao"), (date(2025, 6, 1), "Hộ dùng thật")):
        sheets.define(indicator=rate, wording=words, valid_from=day, by=monitor, at=NOW)
    assert "Hộ dùng thật" in read(monitor, page_of(rate))
    assert "Hộ có thuê bao" in read(monitor, page_of(rate), as_of="2025-05-20")


def test_a_unit_is_exempted_and_called_in_again(form, rate, commune, monitor, send):
    address = page_of(rate, "mien/")
    assert send(monitor, address, organisation=commune.pk, reason="chưa có").status_code == 302
    made = NotApplicable.objects.get()
    assert send(monitor, f"{address}{made.pk}/bo/").status_code == 302
    assert not NotApplicable.objects.exists()


def test_the_same_meaning_is_stated_by_a_person_who_sees_both(
    rate, other_province, monitor, stranger, send, read
):
    other = make_indicator(
        other_province, stranger, "Hộ cáp quang", code="B2", unit="%", rollup="ratio", factor=100
    )
    assert "No indicator to choose" in read(monitor, page_of(rate, "cung-nghia/"))
    give(monitor, "inspector", other_province)
    monitor.__dict__.pop("_sauro_access", None)
    answer = send(monitor, page_of(rate, "cung-nghia/"), other=other.pk, reason="cùng định nghĩa")
    assert answer.status_code == 302
    assert SameMeaning.objects.get().other == other


def test_the_pivot_adds_ratios_by_their_terms(handed_in, rate, learners, monitor, read):
    text = read(monitor, "/chi-so/tong-hop/", indicator=[rate.pk, learners.pk], count="3")
    assert "Total of 2 units" in text
    assert ">50<" in text.replace("\n", "")  # 400 of 800 in June
    assert "62.5" in text  # Đông Hải over May and June: 500 of 800


def test_the_pivot_is_a_workbook_and_a_csv(handed_in, rate, monitor, client):
    client.force_login(monitor, LOGIN)
    address = f"/chi-so/tong-hop/?indicator={rate.pk}&count=3&format="
    book = client.get(f"{address}xlsx")
    assert book.content[:2] == b"PK"
    assert book["Content-Disposition"].endswith('.xlsx"')
    streamed = client.get(f"{address}csv")
    assert streamed.streaming, "a long file is never held whole"
    lines = streamed.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[-1].split(",")[-3:] == ["50", "50", "50"]
    assert "UBND xã Đông Hải" in lines[1]


def test_the_pivot_holds_no_unit_a_person_may_not_see(handed_in, rate, commune_clerk, read):
    text = read(commune_clerk, "/chi-so/tong-hop/", indicator=rate.pk)
    assert "UBND xã Đông Hải" in text
    assert "UBND xã Đông Tiến" not in text


def test_units_are_compared_over_periods(handed_in, rate, commune, neighbour, monitor, read):
    text = read(monitor, page_of(rate, "so-sanh/"), unit=[commune.pk, neighbour[0].pk])
    assert text.count("chart-data") == 1
    assert '"data":[50,75]' in text


FORM = {
    "code": "B2",
    "name": "Biểu chữ ký số",
    "periodicity": "month",
    "kinds": ["commune"],
    "first": "2025-01",
    "basis": "closing",
    "opens_after": "-10",
    "due_after": "3",
    "closes_after": "20",
    "line-TOTAL_FORMS": "3",
    "line-INITIAL_FORMS": "0",
}


def test_a_form_is_made_with_its_lines_in_order(province, monitor, learners, rate, send):
    answer = send(
        monitor,
        "/bieu-so-lieu/them/",
        owner=province.pk,
        **FORM,
        **{
            "line-0-indicator": "HV Số người học",
            "line-0-ORDER": "2",
            "line-0-required": "0",
            "line-1-indicator": "CQ",
            "line-1-ORDER": "1",
            "line-1-required": "1",
            "line-1-section": "Hạ tầng",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    made = DataSet.objects.get(code="B2")
    lines = [(i.indicator.code, i.section, i.required) for i in made.items.order_by("position")]
    assert lines == [("CQ", "Hạ tầng", True), ("HV", "", False)]
    assert made.first_period == 2025 * 12


def test_a_line_with_an_unknown_code_is_told(province, monitor, send):
    answer = send(
        monitor,
        "/bieu-so-lieu/them/",
        owner=province.pk,
        **FORM,
        **{"line-0-indicator": "KHONG-CO"},
    )
    assert answer.status_code == 200
    assert "no indicator with this code" in answer.content.decode()
    assert not DataSet.objects.exists()


def test_the_page_of_a_form_says_who_owes_it_and_when(form, commune, monitor, read):
    text = read(monitor, f"/bieu-so-lieu/{form.pk}/")
    assert "1 unit today" in text
    assert "UBND xã Đông Hải" in text
    assert "17 Jun 2025" in text  # three days after the closing day


def test_a_form_is_changed_by_who_keeps_it(form, monitor, leader, send, read):
    address = f"/bieu-so-lieu/{form.pk}/sua/"
    assert send(leader, address).status_code == 403
    lines = {
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "2",
        "line-0-indicator": "CQ",
        "line-0-DELETE": "on",
        "line-1-indicator": "HV",
    }
    answer = send(monitor, address, **{**FORM, **lines, "code": "B1", "version": form.version})
    assert answer.status_code == 302, answer.content.decode()
    assert [item.indicator.code for item in form.items.all()] == ["HV"]
    assert "B1" in read(monitor, address)
