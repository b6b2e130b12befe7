"""What the pages print of who has handed in: a word and a colour for each unit and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.indicators import figure_words, filling
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors.missing import Owing
from sauro.domains.indicators.selectors.work import Completeness, Mark
from sauro.domains.orgs.models import Organisation
from sauro.engines.office.writing import Column, Sheet, write_xlsx
from sauro.engines.ui import formats

# Code of a mark, which the style sheet gives a colour and a sign, and its word.
WORDS: dict[str, Any] = {
    "confirmed": gettext_lazy("Confirmed"),
    "confirmed_late": gettext_lazy("Confirmed, late"),
    "on_time": gettext_lazy("On time"),
    "late": gettext_lazy("Late"),
    "returned": gettext_lazy("Returned"),
    "missing": gettext_lazy("Not handed in"),
    "open": gettext_lazy("Not yet due"),
}
_LONGEST_MAILTO = 40  # addresses in one letter; programs cut longer links off


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell ready to print: its word, and the code of its colour and sign."""

    word: str
    code: str


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """One column: the period, how many handed in by the due day, at all, and owe the form."""

    period: int
    label: str
    short: str
    on_time: int
    handed: int
    owed: int

    @property
    def missing(self) -> int:
        """How many have not handed in."""
        return self.owed - self.handed


def code_of(mark: Mark) -> str:
    """Which of the words fits a mark."""
    if mark.state == "confirmed":
        return "confirmed_late" if mark.late else "confirmed"
    if mark.state in ("submitted", "checked"):
        return "late" if mark.late else "on_time"
    if mark.state == "returned":
        return "returned"
    return "missing" if mark.late else "open"


def shown(mark: Mark | None) -> Shown:
    """A mark in words; a dash where the unit does not owe the form."""
    if mark is None:
        return Shown(formats.NO_VALUE, "none")
    code = code_of(mark)
    return Shown(str(WORDS[code]), code)


def heads_of(table: Completeness) -> list[PeriodHead]:
    """The columns of a table, the newest first; periods in which nobody owed it are left out."""
    heads = [
        PeriodHead(
            period,
            filling.label_of(table.form, period),
            figure_words.short_period(table.form.periodicity, period),
            *table.count(period),
        )
        for period in reversed(table.periods)
    ]
    return [head for head in heads if head.owed]


def rows_of(
    table: Completeness, units: Sequence[Organisation], heads: Sequence[PeriodHead]
) -> list[dict[str, Any]]:
    """The rows of these units, each with its cells in the order of the columns."""
    return [
        {
            "unit": unit,
            "cells": [shown(table.marks.get((unit.pk, head.period))) for head in heads],
        }
        for unit in units
    ]


def key_of_colours() -> list[Shown]:
    """All words with their colours."""
    return [Shown(str(word), code) for code, word in WORDS.items()]


def owing_in_words(rows: Sequence[Owing]) -> list[dict[str, Any]]:
    """Units that have not handed in, ready to print."""
    return [
        {
            "unit": one.organisation,
            "shown": shown(one.mark),
            "officers": ", ".join(str(person) for person in one.officers),
            "addresses": one.addresses,
        }
        for one in rows
    ]


def letters_to(rows: Sequence[Owing]) -> list[str]:
    """The addresses of all these units, in as many letters as mail programs can take."""
    known = list(dict.fromkeys(address for one in rows for address in one.addresses))
    return [
        ",".join(known[at : at + _LONGEST_MAILTO]) for at in range(0, len(known), _LONGEST_MAILTO)
    ]


def words_of_letter(form: DataSet, period: int, due: date, day: date) -> tuple[str, str]:
    """Subject and text of a reminder."""
    facts = {
        "form": form.name,
        "period": filling.label_of(form, period),
        "day": formats.day(due, language=filling.language()),
    }
    subject = _("Please hand in “%(form)s” for %(period)s") % facts
    text = _("“%(form)s” for %(period)s is due on %(day)s and has not been handed in yet.")
    if day > due:
        text = _("“%(form)s” for %(period)s was due on %(day)s and has not been handed in.")
    return subject, text % facts


def workbook_of(form: DataSet, period: int, rows: Sequence[Owing]) -> bytes:
    """The units that have not handed in, as an Excel file."""
    columns = [
        Column(_("No."), 6),
        Column(_("Code"), 16),
        Column(_("Unit"), 40),
        Column(_("State"), 16),
        Column(_("Officers"), 34),
        Column(_("E-mail"), 40),
    ]
    lines = [
        (
            number,
            one.organisation.code,
            one.organisation.name,
            shown(one.mark).word,
            ", ".join(str(person) for person in one.officers),
            ", ".join(one.addresses),
        )
        for number, one in enumerate(rows, 1)
    ]
    titles = [form.name, filling.label_of(form, period)]
    return write_xlsx([Sheet(_("Not handed in"), columns, lines, titles)])
