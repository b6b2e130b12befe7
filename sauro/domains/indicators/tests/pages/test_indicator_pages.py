"""The page of an indicator, its map and its cells: who sees what, what they cost and print."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import give, make_org
from sauro.domains.accounts.models import User
from sauro.domains.indicators.models import Indicator, Observation, Proposal
from sauro.domains.indicators.selectors import places
from sauro.domains.indicators.services import correcting, totals
from sauro.domains.indicators.tests.factories import JUNE, MAY, NOW, make_indicator
from sauro.domains.orgs.models import Organisation
from sauro.domains.territory.models import Unit
from sauro.domains.territory.tests import factories as unit_factories
from sauro.engines.history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_june", "in_english")]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def page_of(indicator, rest=""):
    return f"/chi-so/{indicator.pk}/{rest}"


def test_the_list_shows_the_last_total_and_on_how_many_units_it_stands(handed_in, monitor, read):
    text = read(monitor, "/chi-so/")
    assert "50%" in text  # 400 of 800, not the average of 75 and 25
    assert "2 of 2 units reported" in text
    assert "June 2025" in text or "06/2025" in text


def test_the_list_is_searched_without_marks_and_filtered(handed_in, monitor, read):
    assert "CQ" in read(monitor, "/chi-so/", q="cap quang")
    assert "Số người học" not in read(monitor, "/chi-so/", q="cap quang")
    assert "Số người học" not in read(monitor, "/chi-so/", rollup="ratio")


def test_the_list_is_exported(handed_in, monitor, client):
    client.force_login(monitor, LOGIN)
    answer = client.get("/chi-so/?format=csv")
    assert b"CQ" in b"".join(answer.streaming_content)


def test_the_list_as_of_a_past_day_shows_what_stood_then(handed_in, monitor, read):
    text = read(monitor, "/chi-so/", as_of="2025-05-20")
    assert "1 of 2 units reported" in text
    assert "05/2025" in text or "May 2025" in text


def test_the_list_as_of_a_past_day_looks_back_until_it_finds_a_figure(
    form, rate, commune, monitor, read
):
    figure = {"amount": 1_200_000, "base": 4_000_000, "status": 1, "since": date(2024, 8, 12)}
    Observation.objects.create(indicator=rate, organisation=commune, period=MAY - 9, **figure)
    totals.rebuild(indicators=[rate.pk])
    text = read(monitor, "/chi-so/", as_of="2025-05-20")
    assert "30%" in text
    assert "August 2024" in text
    assert "30%" not in read(monitor, "/chi-so/", as_of="2024-08-11")


def test_an_indicator_is_found_by_its_code(handed_in, monitor, read):
    text = read(monitor, "/chi-so/", q="hv")
    assert "Số người học kỹ năng số" in text
    assert "Tỷ lệ hộ có cáp quang" not in text


def test_indicators_that_no_form_asks_for_come_last(handed_in, province, monitor, read):
    make_indicator(province, monitor, "Chỉ số chưa dùng", code="A-1")
    text = read(monitor, "/chi-so/")
    assert text.index("Tỷ lệ hộ có cáp quang") < text.index("Chỉ số chưa dùng")
    assert "No form asks for it" in text


@pytest.mark.parametrize("address", ["/chi-so/", "/bieu-so-lieu/"])
def test_a_stranger_finds_nothing_in_the_lists(handed_in, stranger, read, address):
    text = read(stranger, address)
    assert "cáp quang" not in text
    assert "bình dân học vụ" not in text


def test_a_list_costs_the_same_however_many_indicators_there_are(
    handed_in, province, monitor, read, client, django_assert_max_num_queries
):
    read(monitor, "/chi-so/")
    for n in range(8):
        make_indicator(province, monitor, f"Chỉ số {n}", code=f"X{n}")
    with django_assert_max_num_queries(16):
        client.get("/chi-so/")


def test_the_page_shows_total_terms_units_places_and_changes(handed_in, rate, monitor, read):
    text = read(monitor, page_of(rate))
    assert "400 / 800" in text
    assert "UBND xã Đông Tiến" in text
    assert "+25" in text  # from 50 to 75 in Đông Hải
    assert "Provisional" in text
    assert f"/chi-so/{rate.pk}/{handed_in.organisation_id}/{JUNE}/" in text


def test_a_unit_that_has_not_reported_is_marked_as_missing(
    handed_in, province, rate, monitor, read
):
    make_org("UBND xã Vắng", "commune", "LV-VANG", province)
    text = read(monitor, page_of(rate))
    assert "2 of 3 units reported" in text
    assert "1 unit is missing" in text


def test_an_officer_sees_the_total_and_his_own_unit_only(
    handed_in, rate, commune, commune_clerk, read
):
    text = read(commune_clerk, page_of(rate))
    assert "400 / 800" in text
    assert "UBND xã Đông Hải" in text
    assert "UBND xã Đông Tiến" not in text
    table = text.partition('id="units"')[2]
    assert ">1<" in table.replace(" ", "")  # his place is among all units


@pytest.mark.parametrize("rest", ["", "ban-do/", "so-sanh/"])
def test_a_stranger_gets_no_page(handed_in, rate, stranger, client, rest):
    client.force_login(stranger, LOGIN)
    assert client.get(page_of(rate, rest)).status_code == 404


@pytest.mark.parametrize("period", ["x", "-3", "999999999", "0", ""])
def test_a_period_that_is_none_is_left_out(handed_in, rate, monitor, read, period):
    assert "400 / 800" in read(monitor, page_of(rate), period=period)


def test_a_past_day_is_shown_as_it_stood(handed_in, rate, commune, monitor, read):
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
    assert "200 / 400" in read(monitor, page_of(rate), period=MAY, as_of="2025-05-20")
    assert "100 / 400" in read(monitor, page_of(rate), period=MAY)


def test_the_page_has_a_budget_of_queries(
    handed_in, province, rate, monitor, read, client, django_assert_max_num_queries
):
    read(monitor, page_of(rate))
    for n in range(5):
        make_org(f"UBND xã {n}", "commune", f"LV-{n}", province)
    with django_assert_max_num_queries(12):
        client.get(page_of(rate))


def test_the_cell_shows_what_stood_there_before(handed_in, rate, commune, monitor, read, send):
    address = page_of(rate, f"{commune.pk}/{JUNE}/")
    answer = send(monitor, f"{address}dinh-chinh/", value="320", base="400", reason="đếm lại")
    assert answer.status_code == 302
    text = read(monitor, address)
    assert "80%" in text
    assert "300 / 400" in text
    assert "đếm lại" in text


def test_the_cell_is_shown_as_it_stood(handed_in, rate, commune, monitor, read):
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
    address = page_of(rate, f"{commune.pk}/{MAY}/")
    then = read(monitor, address, as_of="2025-05-20")
    assert "200 / 400" in then
    assert "đếm lại" not in then
    assert "25%" in read(monitor, address)
    assert "No figure stands here" in read(monitor, address, as_of="2025-05-01")


def test_a_correction_without_a_reason_keeps_what_was_typed(
    handed_in, rate, commune, monitor, send
):
    answer = send(
        monitor, page_of(rate, f"{commune.pk}/{JUNE}/dinh-chinh/"), value="320", base="400"
    )
    assert answer.status_code == 200
    assert 'value="320"' in answer.content.decode()


@pytest.mark.parametrize("person", ["leader", "commune_clerk", "admin"])
def test_only_who_confirms_may_correct(handed_in, rate, commune, request, send, person):
    somebody = request.getfixturevalue(person)
    answer = send(
        somebody,
        page_of(rate, f"{commune.pk}/{JUNE}/dinh-chinh/"),
        value="1",
        base="400",
        reason="x",
    )
    assert answer.status_code == 403
    assert not Event.objects.filter(kind="indicators.figure.corrected").exists()


def test_another_units_cell_is_hidden_from_an_officer(
    handed_in, rate, commune_clerk, neighbour, client
):
    client.force_login(commune_clerk, LOGIN)
    assert client.get(page_of(rate, f"{neighbour[0].pk}/{JUNE}/")).status_code == 404


@pytest.mark.parametrize(("decision", "shown"), [("accept", "350 / 400"), ("refuse", "300 / 400")])
def test_a_proposal_is_decided_on_the_page_of_the_indicator(
    handed_in, rate, commune, commune_clerk, monitor, read, send, decision, shown
):
    proposal = correcting.propose_figure(
        indicator=rate,
        organisation=commune,
        period=JUNE,
        value=Decimal(350),
        base=Decimal(400),
        reason="thiếu hai thôn",
        by=commune_clerk,
        at=NOW,
    )
    page = read(monitor, page_of(rate))
    assert "thiếu hai thôn" in page
    address = reverse("proposal_decide", args=[proposal.pk])
    form = page.partition(f'action="{address}"')[2].partition("</form>")[0]
    assert f'name="action" value="{decision}"' in form  # what the button of the page sends
    sent = dict(re.findall(r'type="hidden" name="(from)" value="(\w+)"', form))
    answer = send(monitor, address, action=decision, answer="theo hồ sơ", **sent)
    assert (answer.status_code, answer.url) == (302, page_of(rate))
    assert Proposal.objects.get().accepted is (decision == "accept")
    assert shown in read(monitor, page_of(rate, f"{commune.pk}/{JUNE}/"))


def test_a_proposal_of_another_owner_does_not_exist(
    handed_in, rate, commune, commune_clerk, stranger, send
):
    proposal = correcting.propose_figure(
        indicator=rate,
        organisation=commune,
        period=JUNE,
        value=Decimal(350),
        base=Decimal(400),
        reason="thiếu",
        by=commune_clerk,
        at=NOW,
    )
    address = reverse("proposal_decide", args=[proposal.pk])
    assert send(stranger, address, action="accept").status_code == 404


def option_of(text):
    inside = text.partition('<script type="application/json">')[2].partition("</script>")[0]
    return json.loads(inside)


@pytest.fixture
def placed(province, commune, neighbour):
    unit_factories.load(unit_factories.small_lists())
    province.unit = Unit.objects.filter(level="province", valid_to=None).first()
    province.save()
    for n, one in enumerate((commune, neighbour[0])):
        one.refresh_from_db()
        one.unit = Unit.objects.filter(level="commune", lat__isnull=False)[n]
        one.save()


def test_the_map_holds_dots_the_province_and_both_archipelagos(
    placed, handed_in, rate, monitor, read
):
    text = read(monitor, page_of(rate, "ban-do/"))
    option = option_of(text)
    names = [one["properties"]["name"] for one in option["maps"]["archipelagos"]["features"]]
    assert {"Hoàng Sa", "Trường Sa"} <= set(names)
    assert "Hoàng Sa (Đà Nẵng)" in text
    assert "Trường Sa (Khánh Hòa)" in text
    [area] = option["series"][0]["data"]
    assert area["value"] == 50
    assert {one["value"][2] for one in option["series"][2]["data"]} == {25, 75}
    assert len(text.encode()) < 60_000


def test_the_map_shows_an_officer_his_own_dot(placed, handed_in, rate, commune_clerk, read):
    option = option_of(read(commune_clerk, page_of(rate, "ban-do/")))
    assert [one["name"] for one in option["series"][2]["data"]] == ["UBND xã Đông Hải"]


def test_with_many_units_the_map_has_totals_of_provinces_as_of_the_day(
    placed, handed_in, province, rate, monitor, monkeypatch, read
):
    monkeypatch.setattr(places, "MOST_DOTS", 1)
    country = Organisation.objects.add_root(
        {"name": "Cả nước", "kind": "agency", "code": "VN", "valid_from": date(2020, 1, 1)}
    )
    province.refresh_from_db()
    Organisation.objects.move(province, country, pos="last-child")
    country.refresh_from_db()
    give(monitor, "monitor", country)
    Indicator.objects.filter(pk=rate.pk).update(owner=country)
    totals.rebuild(indicators=[rate.pk])
    rate.refresh_from_db()
    asked = {"indicator": rate, "user": User.objects.get(pk=monitor.pk), "total": None}
    days = {"period": MAY, "day": NOW.date()}
    name = Organisation.objects.get(pk=province.pk).unit.name
    now = places.places_of(**asked, **days, as_of=None)
    assert (now.crowded, now.dots) == (True, ())
    assert now.areas == ((name, 50, None, province.pk),)
    then = places.places_of(**asked, **days, as_of=date(2025, 5, 20))
    assert then.areas == now.areas
    before = places.places_of(**asked, **days, as_of=date(2025, 5, 11))
    assert before.areas == ()
    monkeypatch.setattr(places, "MOST_DOTS", 2)
    inside = places.places_of(**asked, **days, as_of=None, inside=province.pk)
    assert (inside.crowded, len(inside.dots)) == (False, 2)
    text = read(monitor, page_of(rate, "ban-do/"), inside=province.pk)
    assert "All provinces" in text


def test_units_without_a_place_are_counted(handed_in, rate, monitor, read):
    assert "2 units have no place on the map" in read(monitor, page_of(rate, "ban-do/"))


@pytest.mark.parametrize(
    ("rest", "queries"), [("", 12), ("ban-do/", 14), ("so-sanh/", 12), ("sua/", 12)]
)
def test_pages_of_a_whole_province_stay_small_and_cheap(
    placed, handed_in, province, rate, monitor, client, read, rest, queries
):
    commune_unit = Unit.objects.filter(level="commune", lat__isnull=False)[0]
    for n in range(168):
        made = make_org(f"UBND xã Tân Phú Trung {n}", "commune", f"LV-X{n}", province)
        made.unit = commune_unit
        made.save(update_fields=["unit"])
        Observation.objects.create(
            indicator=rate,
            organisation=made,
            period=JUNE,
            amount=3_333_333 + n,
            base=10_000_000,
            status=1,
            since=date(2025, 6, 9),
        )
    totals.rebuild(indicators=[rate.pk])
    read(monitor, page_of(rate, rest))
    with CaptureQueriesContext(connection) as cost:
        answer = client.get(page_of(rate, rest))
    assert len(answer.content) < 60_000
    assert len(cost) <= queries, [query["sql"][:120] for query in cost]
