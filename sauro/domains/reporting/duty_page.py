"""What the pages of report duties show, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.labels import UNIT_KINDS
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.rules.duties import DutyState
from sauro.domains.reporting.selectors.duties import DutyMark, DutyOwing, DutyPeriod, DutyTable
from sauro.engines.ui import formats

# The word of a state, and the code of its colour and sign in the style sheet.
WORDS: dict[DutyState, tuple[Any, str]] = {
    DutyState.ISSUED: (gettext_lazy("Issued"), "on_time"),
    DutyState.ISSUED_LATE: (gettext_lazy("Issued, late"), "late"),
    DutyState.WRITING: (gettext_lazy("Being written"), "confirmed"),
    DutyState.WRITING_LATE: (gettext_lazy("Being written, overdue"), "returned"),
    DutyState.MISSING: (gettext_lazy("Not made"), "missing"),
    DutyState.OPEN: (gettext_lazy("Not yet due"), "open"),
}
_LETTER = 40  # addresses in one letter; programs cut longer links off


def name_of(duty: ReportDuty) -> str:
    """A duty in words: the kind of report, the period, and the units."""
    units = duty.collective.name if duty.collective else dict(UNIT_KINDS).get(duty.org_kind, "")
    kind = definitions()[duty.definition].name
    return f"{kind}, {duty.get_period_kind_display().lower()}: {units}"


def key_of_colours() -> list[dict[str, Any]]:
    """All words with their colours."""
    return [{"word": word, "code": code} for word, code in WORDS.values()]


def label_of(one: DutyPeriod) -> str:
    """A period in the reader's language."""
    return one.period.label(get_language() or "vi")


def heads_of(table: DutyTable) -> list[dict[str, Any]]:
    """The columns: periods with how many have issued, of how many that owe."""
    return [
        {
            "code": one.period.code,
            "label": label_of(one),
            "due": one.due_on,
            "tally": table.tally(one.period.code),
            "url": reverse("duty_missing", args=[table.duty.pk, one.period.code]),
        }
        for one in table.periods
    ]


def rows_of(table: DutyTable, units: Sequence[Organisation]) -> list[dict[str, Any]]:
    """The rows of these units."""
    return [
        {
            "unit": unit,
            "cells": [_cell(table.marks.get((unit.pk, one.period.code))) for one in table.periods],
        }
        for unit in units
    ]


def _cell(mark: DutyMark | None) -> dict[str, Any]:
    if mark is None:
        return {"word": formats.NO_VALUE, "code": "none", "url": ""}
    word, code = WORDS[mark.state]
    url = reverse("report_detail", args=[mark.report.pk]) if mark.report else ""
    return {"word": word, "code": code, "url": url}


def owing_in_words(rows: Sequence[DutyOwing]) -> list[dict[str, Any]]:
    """Units that have not issued the report, ready to print."""
    return [
        {
            "unit": one.organisation,
            "shown": _cell(one.mark),
            "officers": ", ".join(str(person) for person in one.officers),
            "addresses": one.addresses,
        }
        for one in rows
    ]


def letters_of(
    rows: Sequence[DutyOwing], duty: ReportDuty, one: DutyPeriod
) -> list[dict[str, str]]:
    """Mail to all these units, in as many letters as mail programs can take."""
    facts = {
        "report": definitions()[duty.definition].name,
        "period": label_of(one),
        "day": formats.day(one.due_on, language=get_language() or "vi"),
    }
    subject = _("Please issue the report: %(report)s, %(period)s") % facts
    body = _("%(report)s, %(period)s: due on %(day)s, not issued yet.") % facts
    query = urlencode({"subject": subject, "body": body}, quote_via=quote)
    known = list(dict.fromkeys(address for row in rows for address in row.addresses))
    parts = [",".join(known[at : at + _LETTER]) for at in range(0, len(known), _LETTER)]
    return [{"to": part, "url": f"mailto:?bcc={quote(part)}&{query}"} for part in parts]
