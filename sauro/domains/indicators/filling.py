"""What the page of a form prints: its rows, remarks in words, totals of parts, its history."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators import rules
from sauro.domains.indicators.labels import FINDINGS, FORM_STATES, finding_in_words
from sauro.domains.indicators.models import DataSet, Indicator
from sauro.domains.indicators.rules import SCALE, Rollup
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.selectors.entry import Sheet
from sauro.domains.indicators.selectors.forms import Line
from sauro.domains.indicators.services import submissions
from sauro.domains.indicators.services.submissions import Remark
from sauro.engines.ui import formats

WITH_BASE = (Rollup.RATIO, Rollup.AVERAGE)
# The colour and shape of a state come from these codes, its words from the form.
BADGES = {"": "no_data", "confirmed": "verified", "checked": "accepted"}


@dataclass(frozen=True, slots=True)
class Said:
    """A remark on a cell in words."""

    text: str
    hard: bool


@dataclass(slots=True)
class Row:
    """One line of the form, ready to print."""

    pk: int
    name: str
    unit: str
    section: str
    required: bool
    applies: bool
    whole: bool
    value: str = ""
    base: str = ""
    reason: str = ""
    base_label: str = ""
    last: str = ""
    shown: str = ""
    parts: str = ""
    has_parts: bool = False
    said: list[Said] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether the figure is impossible."""
        return any(one.hard for one in self.said)

    @property
    def asks(self) -> bool:
        """Whether a reason is asked for."""
        return bool(self.reason) or any(not one.hard for one in self.said)


Remarks = Mapping[int, Sequence[Remark]]


def remarks_of(sheet: Sheet, *, complete: bool = False) -> dict[int, list[Remark]]:
    """What is to be said of every cell, by indicator."""
    return by_cell(submissions.remarks_on(sheet.submission, sheet.lines, complete=complete))


def by_cell(remarks: Iterable[Remark]) -> dict[int, list[Remark]]:
    """Remarks by indicator."""
    found: dict[int, list[Remark]] = {}
    for one in remarks:
        found.setdefault(one.indicator_id, []).append(one)
    return found


def rows_of(sheet: Sheet, remarks: Remarks, *, only: Container[int] | None = None) -> list[Row]:
    """The lines of the form as typed, in their order; `only` some of them."""
    totals = parts_of(sheet)
    wholes = forms.parts_on([line.item for line in sheet.lines])
    return [
        Row(
            pk=line.indicator.pk,
            name=line.indicator.name,
            unit=line.indicator.unit,
            section=line.item.section,
            required=line.item.required,
            applies=line.applies,
            whole=line.indicator.whole,
            base_label=base_label(line.indicator),
            last=figure_in_words(line.indicator, line.previous),
            shown=result_of(line.indicator, sheet.typed(line)),
            parts=_parts(totals, line, remarks),
            has_parts=line.indicator.pk in wholes,
            said=said(remarks.get(line.indicator.pk, ())),
            **sheet.typed(line),
        )
        for line in sheet.lines
        if only is None or line.indicator.pk in only
    ]


def _parts(totals: Mapping[int, str], line: Line, remarks: Remarks) -> str:
    """The total of the parts, unless a remark says it already."""
    found = remarks.get(line.indicator.pk, ())
    told = any(one.code.startswith("parts_") for one in found)
    return "" if told else totals.get(line.indicator.pk, "")


def said(remarks: Iterable[Remark]) -> list[Said]:
    """Remarks in words."""
    return [Said(finding_in_words(one.code, one.facts), one.hard) for one in remarks]


def answer_of(
    sheet: Sheet, remarks: Remarks, *, saved: Iterable[int], today: date
) -> dict[str, Any]:
    """What the page is told of the cells that were saved, and of wholes of which they are parts."""
    touched = submissions.with_wholes(sheet.lines, saved)
    return {
        "saved": saved_words(sheet.submission.saved_at, today=today),
        "progress": progress_words(sheet),
        "seen": seen_of(sheet),
        "rows": {
            row.pk: {
                "said": [{"text": one.text, "hard": one.hard} for one in row.said],
                "shown": row.shown,
                "parts": row.parts,
            }
            for row in rows_of(sheet, remarks, only=touched)
            if row.applies
        },
    }


def seen_of(sheet: Sheet) -> str:
    """The cells as the page shows them, so that a change can be told from what stood there.

    One line for each indicator: its id, figure, denominator and reason, parted by tabs.
    """
    return "\n".join(
        "\t".join([pk, *(cell.get(name, "") for name in ("value", "base", "reason"))])
        for pk, cell in sheet.submission.draft.items()
    )


def saved_words(at: datetime | None, *, today: date) -> str:
    """“Saved 14:05”, with the day when it is another; nothing when nothing was saved yet."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    moment = formats.moment(at, language=language())
    return _("Saved %(time)s") % {"time": f"{local:%H:%M}" if local.date() == today else moment}


def progress_words(sheet: Sheet) -> str:
    """“3/12 cells”."""
    return _("%(n)s/%(m)s cells") % {"n": sheet.filled, "m": len(sheet.asked)}


def badge_of(state: str) -> dict[str, str]:
    """The state of a form as a badge; an empty state is a form that nobody has begun."""
    words = str(dict(FORM_STATES).get(state) or _("Not begun"))
    return {"code": BADGES.get(state, state), "words": words}


def label_of(form: DataSet, period: int) -> str:
    """A period of a form in words."""
    return forms.label_of(periodicity=form.periodicity, period=period, language=language())


def period_words(sheet: Sheet, *, back: int = 0) -> str:
    """The period of the form in words, or one so many periods before it."""
    number = sheet.period - back * forms.MONTHS[sheet.form.periodicity]
    return label_of(sheet.form, number)


def base_label(indicator: Indicator) -> str:
    """What the second box of an indicator asks for; nothing when it has none."""
    if indicator.rollup not in WITH_BASE:
        return ""
    ratio = indicator.rollup == Rollup.RATIO
    return indicator.base_name or (_("Denominator") if ratio else _("Weight"))


def figure_in_words(indicator: Indicator, figure: Any) -> str:
    """A stored figure as people read it, with both terms of a ratio."""
    if figure is None:
        return ""
    found = forms.shown(indicator, figure.amount, figure.base)
    words = with_unit(found, indicator.unit)
    if indicator.rollup not in WITH_BASE or figure.base is None:
        return words
    terms = (number(Decimal(one) / SCALE) for one in (figure.amount, figure.base))
    upper, lower = terms
    ratio = indicator.rollup == Rollup.RATIO
    return f"{words} ({upper}/{lower})" if ratio else f"{words} ({base_label(indicator)}: {lower})"


def result_of(indicator: Indicator, typed: Mapping[str, str]) -> str:
    """How a cell was understood, where that is not how it was typed; what a ratio comes to."""
    value, base = (_read(typed, name) for name in ("value", "base"))
    if value is None:
        return ""
    if indicator.rollup == Rollup.RATIO:
        share = value * indicator.factor / base if base else None
        return "= " + with_unit(share, indicator.unit) if share is not None else ""
    if indicator.rollup in WITH_BASE or number(value) == typed["value"].strip():
        return ""
    return "= " + with_unit(value, indicator.unit)


def parts_of(sheet: Sheet) -> dict[int, str]:
    """What the parts of a whole add up to so far, in words, by the whole."""
    numbers = {line.indicator.pk: _read(sheet.typed(line), "value") for line in sheet.lines}
    found = {}
    for whole, parts in forms.parts_on([line.item for line in sheet.lines]).items():
        known = [one for part in parts if (one := numbers[part]) is not None]
        if known:
            total = number(sum(known, Decimal(0)))
            found[whole] = _("The parts add up to %(total)s.") % {"total": total}
    return found


def problems_of(sheet: Sheet, remarks: Remarks, *, page: str) -> list[dict[str, str]]:
    """What stands in the way of handing in, each with the cell it leads to."""
    names = {line.indicator.pk: line for line in sheet.lines}
    found = []
    for pk, some in remarks.items():
        for one in some:
            if one.hard or not one.answered:
                words = finding_in_words(one.code, one.facts)
                ask = "" if one.hard else " " + str(FINDINGS["reason_needed"])
                cell = "v" if one.hard else "r"
                found.append(
                    {
                        "url": f"{page}#{cell}-{pk}",
                        "where": names[pk].indicator.name,
                        "message": words + ask,
                    }
                )
    return found


def with_unit(value: Decimal | None, unit: str) -> str:
    """A number with its unit of measure."""
    exponent = 0 if value is None else value.as_tuple().exponent
    places = 2 if isinstance(exponent, int) and exponent < -2 else None
    shown = number(value, places)
    return f"{shown}%" if unit == "%" else f"{shown} {unit}".strip()


def number(value: Any, places: int | None = None) -> str:
    """A number as it is typed into a cell, 1.234,5, in every language: cells beside it are too."""
    return formats.number(value, language="vi", places=places)


def language() -> str:
    """The language of the reader."""
    return get_language() or "vi"


def _read(typed: Mapping[str, str], name: str) -> Decimal | None:
    """The number in a cell; nothing when it is none, or larger than can be stored."""
    try:
        found = submissions.number_of(typed.get(name, ""))
        if found is not None:
            rules.amount_of(found)
    except ValueError:
        return None
    return found


def line_named(sheet: Sheet, indicator_id: int) -> Line | None:
    """The line of an indicator."""
    return next((one for one in sheet.lines if one.indicator.pk == indicator_id), None)
