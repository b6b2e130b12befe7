"""Pages of units: today, a past day, old names, and what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conftest import make_user
from sauro.domains.territory import selectors
from sauro.domains.territory.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, national):
    client.force_login(make_user("doc", "Người Đọc"))
    return client


def shows(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    assert len(page.content) < 60_000, len(page.content)
    return page.content.decode()


def unit(code: str, **filters) -> Unit:
    return Unit.objects.get(code=code, **(filters or {"valid_to": None}))


def test_nobody_sees_units_without_log_in(client, db):
    assert client.get(reverse("unit_list")).status_code == 302


def test_the_provinces_of_today_and_of_before_the_merger(reader):
    page = shows(reader, reverse("unit_list"))
    assert len(reader.get(reverse("unit_list")).context["lines"]) == 34
    assert "3.321" not in page  # counted by kind, never mixed
    before = reader.get(reverse("unit_list") + "?as_of=2025-06-30").context["lines"]
    assert len(before) == 63


def test_an_old_name_leads_to_the_unit_of_today(reader):
    page = shows(reader, reverse("unit_list") + "?q=thai binh")
    assert reverse("unit_detail", args=[unit("33").pk]) in page


@pytest.mark.parametrize("code", ["38", "79", "01", "33"])
def test_a_province_shows_its_communes_and_origins(reader, code):
    province = unit(code)
    page = reader.get(reverse("unit_detail", args=[province.pk]))
    assert len(page.content) < 60_000, len(page.content)
    assert len(page.context["sheet"].communes) == selectors.communes_of(unit=province).count()


def test_a_city_was_a_province_before(reader):
    address = reverse("unit_detail", args=[unit("75").pk])
    assert "<h1>Thành phố Đồng Nai</h1>" in shows(reader, address)
    assert "<h1>Tỉnh Đồng Nai</h1>" in shows(reader, address + "?as_of=2026-01-01")


def test_a_former_province_names_its_successor(reader):
    former = Unit.objects.get(code="34", valid_to__isnull=False)
    page = shows(reader, reverse("unit_detail", args=[former.pk]))
    assert unit("33").full_name in page


def test_a_commune_names_what_it_was_made_from(reader):
    commune = selectors.communes_of(unit=unit("33")).first()
    page = shows(reader, reverse("unit_detail", args=[commune.pk]))
    assert unit("33").full_name in page


@pytest.mark.parametrize("query", ["?q=%00", "?q=" + "x" * 500, "?q=<script>", "?as_of=abc"])
def test_odd_searches_are_answered(reader, query):
    assert "<script>" not in shows(reader, reverse("unit_list") + query).split("<main")[1]


@pytest.mark.parametrize(("name", "most"), [("unit_list", 9), ("unit_detail", 12)])
def test_queries_are_few(reader, name, most, django_assert_max_num_queries):
    keys = [unit("33").pk] if name == "unit_detail" else []
    with django_assert_max_num_queries(most):
        shows(reader, reverse(name, args=keys))
