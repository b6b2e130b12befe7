"""A list as CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from django.http import QueryDict

from sauro.engines.history.models import Event
from sauro.engines.listing import exporting
from sauro.engines.listing.tests.demonstration import EventListing, event

pytestmark = pytest.mark.django_db
HOSTILE = ["=1+1", "+84 123", "-2", "@SUM(A1)", "\t=1", "  =cmd|'/c calc'!A0", "safe", "Đẩy mạnh"]


@pytest.fixture
def events() -> None:
    Event.objects.bulk_create(
        [event(number, label=label) for number, label in enumerate(HOSTILE, 1)]
    )


def export(fmt: str, query: str = "sort=id", listing: EventListing | None = None):
    response = (listing or EventListing()).export(
        fmt, params=QueryDict(query), queryset=Event.objects.all()
    )
    assert response["Content-Disposition"] == f'attachment; filename="events.{fmt}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    return b"".join(response) if response.streaming else response.content


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(events):
    text = export("csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Subject"] for row in rows][:6] == ["'" + label for label in HOSTILE[:6]]
    assert [row["Subject"] for row in rows][6:] == HOSTILE[6:]
    assert rows[0]["When"].startswith("2025-01-0")
    assert "Note" in rows[0], "with no columns chosen a file holds them all"


def test_csv_begins_with_the_mark_that_excel_needs(events):
    assert export("csv").startswith(b"\xef\xbb\xbf")


def test_a_file_holds_the_columns_chosen_and_the_rows_filtered(events):
    text = export("csv", "col=subject_label&by_id=7").decode("utf-8-sig")
    assert text.splitlines() == ["Subject", "safe"]


def test_json_is_whole_and_typed(events):
    found = json.loads(export("json"))
    assert found["total"] == len(found["rows"]) == len(HOSTILE)
    assert found["rows"][0]["subject_label"] == "=1+1"
    assert found["columns"][0] == {"name": "id", "label": "No."}
    assert found["rows"][0]["day"].startswith("2025-")


def test_json_of_nothing_is_still_json():
    assert json.loads(export("json"))["rows"] == []


def test_xlsx_keeps_formulas_as_text(events):
    sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx"))).active
    column = list(sheet["B"])[1:]
    assert column[0].value == "=1+1"
    assert {cell.data_type for cell in column} == {"s"}


def test_too_many_rows_are_refused_with_advice(events):
    class Short(EventListing):
        export_limit = 3

    with pytest.raises(exporting.TooManyRows, match="8"):
        export("csv", listing=Short())


def test_an_unknown_format_is_refused(events):
    with pytest.raises(exporting.UnknownFormat):
        EventListing().export("exe", params=QueryDict(""), queryset=Event.objects.all())


def test_reading_for_a_file_goes_in_portions(events, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(exporting, "CHUNK", 3)
    with django_assert_num_queries(2):
        assert export("csv").count(b"\n") == len(HOSTILE) + 1
