"""What one page of a list shows, and what a bad address does to it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.history.models import Event
from sauro.engines.listing import columns, pages, services
from sauro.engines.listing.models import SavedView
from sauro.engines.listing.tests.demonstration import START, EventListing, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> None:
    Event.objects.bulk_create([event(number) for number in range(1, 121)])


@pytest.fixture
def ann():
    return get_user_model().objects.create(username="ann", full_name="Ann", date_joined=START)


def read(query: str = "", **values) -> pages.ListPage:
    return EventListing().read(params=QueryDict(query), queryset=Event.objects.all(), **values)


def test_a_page_costs_one_count_and_one_read(events, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = read("page=2")
    assert (page.total, page.pages, page.first, page.last, len(page.rows)) == (120, 3, 51, 100, 50)
    assert all(row.decorated for row in page.objects)


def test_only_one_page_is_read(events):
    with CaptureQueriesContext(connection) as queries:
        read("size=25&page=4")
    assert "LIMIT 25" in queries[-1]["sql"]


def test_rows_are_ready_to_print(events):
    row = read("sort=id").rows[0]
    assert [cell.label for cell in row.cells] == ["No.", "Subject", "Kind", "When"]
    assert row.cells[1].url.startswith("/e/")
    assert row.cells[1].is_title
    assert row.cells[0].classes == "num"


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "page=٣",
        "size=10000",
        "size=all",
        "sort=evil",
        "sort=-",
        "sort=by_id;drop",
        "sort=note",
        "kind=nothing",
        "since=31/02/2025",
        "since=x",
        "by_id=abc",
        "by_id=1e400",
        "user=999999999999999999999999",
        "user=abc",
        "span_min=9&span_max=x",
        "q=" + "x" * 500,
    ],
)
def test_a_bad_parameter_gives_a_message_and_the_default(events, query):
    page = read(query)
    assert page.messages
    assert len(page.rows) == (0 if query.startswith("q=") else 50)


@pytest.mark.parametrize(
    "query", ["col=evil", "col=", "unknown=1", "q=%00", "q=%ED%A0%80", "by_id=9" + "9" * 30]
)
def test_an_odd_parameter_is_no_error(events, query):
    assert read(query).number == 1


@given(st.text(max_size=80))
def test_no_address_breaks_a_list(query):
    page = read(query)
    assert page.number >= 1


@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "page", "size", "sort", "col", "kind", "since", "by_id", "user", "span_min"]
        ),
        st.text(max_size=30),
        max_size=5,
    )
)
def test_no_value_breaks_a_list(values):
    params = QueryDict(mutable=True)
    params.update(values)
    page = EventListing().read(params=params, queryset=Event.objects.all())
    assert page.number >= 1


def test_a_page_beyond_the_end_is_the_last_page(events):
    page = read("page=900")
    assert page.number == 3
    assert page.messages


def test_sorting_turns_round_and_tells_it(events):
    up = read("sort=id")
    heading = next(heading for heading in up.headings if heading.name == "id")
    assert heading.aria_sort == "ascending"
    assert heading.sort_url == "?sort=-id"
    down = read("sort=-id")
    assert down.rows[0].id != up.rows[0].id
    default = read()
    assert {heading.name: heading.aria_sort for heading in default.headings}["at"] == "descending"


def test_filters_are_told_in_words_with_a_way_out(events):
    page = read("kind=a.made&since=2025-01-03&sort=id&as_of=2025-06-30&page=2")
    told = {filter_.name: (filter_.label, filter_.value) for filter_ in page.active}
    assert told["kind"] == ("Kind", "Made")
    assert told["since"] == ("Since", "03/01/2025")
    ways = {filter_.name: filter_.remove_url for filter_ in page.active}
    assert ways["kind"] == "?since=2025-01-03&sort=id&as_of=2025-06-30"
    assert page.reset_url == "?sort=id&as_of=2025-06-30"
    assert ("as_of", "2025-06-30") in page.kept
    assert ("kind", "a.made") not in page.kept


def test_a_range_is_one_filter(events):
    page = read("span_min=3&span_max=9&sort=id")
    assert page.total == 7
    (span,) = page.active
    with translation.override("en"):
        assert read("span_min=3&span_max=9").active[0].value == "from 3 to 9"
    assert span.remove_url == "?sort=id"


def test_one_bad_filter_does_not_lose_the_good_one(events):
    Event.objects.bulk_create([event(900, kind="a.changed")])
    page = read("kind=a.changed&since=nonsense")
    assert page.total == 1
    assert page.form is not None
    assert page.form["since"].value() == "nonsense"
    assert [filter_.name for filter_ in page.active] == ["kind"]


def test_search_without_marks():
    Event.objects.bulk_create([event(1, note="day manh chuyen doi so"), event(2, note="khac")])
    assert read("q=chuyển+đổi").total == 1
    assert read("q=CHUYEN+DOI").total == 1


def test_columns_are_chosen_and_a_fixed_one_stays(events):
    page = read("col=note&col=evil&col=day")
    assert [heading.name for heading in page.headings] == ["subject_label", "day", "note"]
    assert page.query_string == "col=note&col=day"


def test_the_default_view_opens_the_list(events, ann, at):
    services.save_view(
        listing="events",
        name="Mine",
        query="kind=a.made&size=25&page=3",
        is_default=True,
        by=ann,
        at=at,
    )
    page = read(user=ann)
    assert page.size == 25
    assert page.number == 1
    assert page.views[0].chosen
    assert page.reset_url == "?size=25"
    assert read("view=0", user=ann).size == 50
    assert read("page=2", user=ann).size == 50


def test_views_of_others_are_not_seen(events, ann, at):
    bob = get_user_model().objects.create(username="bob", full_name="Bob", date_joined=START)
    services.save_view(listing="events", name="Mine", query="", is_default=False, by=ann, at=at)
    assert read(user=bob).views == ()
    assert SavedView.objects.count() == 1


def test_empty_values_come_last_in_both_directions():
    people = get_user_model()
    assert columns.ordering(["username"], people) == ["username", "pk"]
    assert columns.ordering(["-id"], people, reverse=True) == ["id"]
    (order, _key) = columns.ordering(["-last_login"], people)
    assert (order.nulls_last, order.descending) == (True, True)
    (order, _key) = columns.ordering(["some_annotation"], people)
    assert (order.nulls_last, order.descending) == (True, False)


@pytest.mark.parametrize(
    ("value", "vietnamese"),
    [
        (None, "–"),
        ("", "–"),
        (1234.5, "1.234,5"),
        (Decimal("0.10"), "0,1"),
        (date(2025, 6, 3), "03/06/2025"),
        (datetime(2025, 6, 3, 1, 5, tzinfo=UTC), "08:05 03/06/2025"),
        ("<b>", "&lt;b&gt;"),
        (["a&b", 1000], "a&amp;b, 1.000"),
        ([], "–"),
        (format_html("<i>{}</i>", "<"), "<i>&lt;</i>"),
    ],
)
def test_values_are_written_safely(value, vietnamese):
    with translation.override("vi"):
        assert columns.written(value, language="vi") == vietnamese


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (1, 200, [1, 2, None, 199, 200]),
        (100, 200, [1, 2, None, 99, 100, 101, None, 199, 200]),
    ],
)
def test_page_numbers_around(number, count, shown):
    assert list(pages.numbers_around(number, count)) == shown
