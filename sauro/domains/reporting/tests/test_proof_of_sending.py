"""What was sent to a national system, by whom and when, can be shown and not be changed."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sauro.domains.programmes.services import details
from sauro.domains.reporting import layouts, national_sheets
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.services import national
from sauro.engines.history.models import Event


@pytest.fixture
def sent(work, province, monitor, at):
    details.set_external_id(task=work["late"], system="nq57", code="57-001", by=monitor, at=at)
    return national.record_sending(
        owner=province, layout=layouts.layout_of("nq57"), soon_days=7, by=monitor, at=at
    )


def test_the_history_holds_who_when_and_the_fingerprint(sent, monitor, at):
    event = Event.objects.get(kind="reporting.national.sent")
    assert (event.by_id, event.at) == (monitor.pk, at)
    assert event.after["sha256"] == sent.sha256
    assert event.after["rows"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda sent: Exchange.objects.filter(pk=sent.pk).update(rows=[]),
        lambda sent: Exchange.objects.filter(pk=sent.pk).update(count=2),
        lambda sent: sent.delete(),
    ],
)
def test_the_database_refuses_to_change_what_was_sent(change, sent):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(sent)


@pytest.mark.parametrize("part", ["cell", "heading", "row"])
def test_a_file_is_not_made_from_rows_that_were_altered(part, sent):
    if part == "cell":
        sent.rows[0]["cells"][1] = "Khác"
    elif part == "heading":
        sent.columns[1]["title"] = "Khác"
    else:
        sent.rows.pop()
    with pytest.raises(national_sheets.SheetAltered):
        national_sheets.file_of(sent)


def test_the_page_names_a_sending_that_was_altered_behind_its_back(sent, browser_of, monitor):
    address = reverse("national_file", args=["nq57", sent.pk])
    browser = browser_of(monitor)
    assert browser.get(address).status_code == 200
    rows = [{**sent.rows[0], "cells": ["x", *sent.rows[0]["cells"][1:]]}]
    connection.check_constraints()  # PostgreSQL alters no table whose keys are still to be checked
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER reporting_exchange_no_update")
        else:
            cursor.execute("ALTER TABLE reporting_exchange DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE reporting_exchange SET rows = %s WHERE id = %s", [json.dumps(rows), sent.pk]
        )
    answer = browser.get(address, follow=True)
    assert answer.redirect_chain
    assert sent.sha256[:12] in answer.content.decode()
    api = browser.get(f"/api/v1/national/nq57/sendings/{sent.pk}/file")
    assert (api.status_code, api.json()["code"]) == (409, "sheet_altered")
