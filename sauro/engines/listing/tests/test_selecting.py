"""Which rows a bulk form names."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from sauro.engines.history.models import Event
from sauro.engines.listing.tests.demonstration import EventListing, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids() -> list[int]:
    Event.objects.bulk_create([event(number) for number in range(1, 11)])
    return list(Event.objects.order_by("id").values_list("id", flat=True))


def select(query: str, rows=None):
    return EventListing().selection(
        data=QueryDict(query), queryset=Event.objects.all() if rows is None else rows
    )


def test_ticked_rows(ids):
    found = select(f"ids={ids[0]}&ids={ids[2]}&ids={ids[0]}&ids=abc&ids=-1&ids={'9' * 40}")
    assert found.count == 2
    assert found.fields == (("ids", str(ids[0])), ("ids", str(ids[2])), ("expected", "2"))


def test_rows_out_of_sight_are_not_selected(ids):
    found = select(f"ids={ids[0]}&ids={ids[1]}", rows=Event.objects.filter(pk=ids[1]))
    assert list(found.queryset) == [Event.objects.get(pk=ids[1])]


def test_all_that_match_the_filter(ids):
    found = select("all=1&query=span_min%3D3%26page%3D9")
    assert found.count == 8
    again = select(urlencode(found.fields))
    assert again.count == 8
    assert not again.changed


def test_a_list_that_changed_meanwhile_is_noticed(ids):
    assert select("all=1&query=&expected=9").changed
    assert not select("all=1&query=&expected=10").changed


def test_nothing_ticked_is_false(ids):
    assert not select("")
    assert not select("all=0&ids=")
