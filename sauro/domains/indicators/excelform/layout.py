"""What the Excel form of a unit looks like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sauro.domains.indicators import filling, rules
from sauro.domains.indicators.excelform import keys
from sauro.domains.indicators.models import DataSetItem, Indicator
from sauro.domains.indicators.rules import OverTime, Rollup
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.selectors.blanks import Blank
from sauro.domains.indicators.services import submissions
from sauro.engines.office.forms import Check, FormColumn, FormRow, FormSheet, write_form
from sauro.engines.office.tables import Value
from sauro.engines.office.uploads import safe_name
from sauro.engines.ui import formats


def workbook_of(blanks: Sequence[Blank]) -> bytes:
    """One workbook with a sheet for each of these forms."""
    return write_form([sheet_of(blank) for blank in blanks])


def file_name(blank: Blank) -> str:
    """“B1 - UBND xã Đông Hải - 2025-06.xlsx”."""
    code = rules.period_at(blank.form.periodicity, blank.period).code
    return safe_name(f"{blank.form.code} - {blank.organisation.name} - {code}.x", "xlsx")


def sheet_of(blank: Blank) -> FormSheet:
    """The sheet of one form: what is asked, the last period beside it, cells to fill in."""
    with_base = any(filling.base_label(item.indicator) for item in blank.items)
    return FormSheet(
        name=blank.form.code,
        columns=_columns(blank, with_base),
        rows=list(_rows(blank)),
        key_mark=keys.KEY,
        titles=_titles(blank),
        footer=keys.reference_of(blank.place),
    )


def _titles(blank: Blank) -> list[str]:
    language = filling.language()
    dates = {
        "opens": formats.day(blank.timing.opens_on, language=language),
        "due": formats.day(blank.timing.due_on, language=language),
        "closes": formats.day(blank.timing.closes_on, language=language),
    }
    return [
        f"{blank.form.code}. {blank.form.name}",
        f"{blank.organisation.name} · {filling.label_of(blank.form, blank.period)}",
        _("Open from %(opens)s, due on %(due)s, closes on %(closes)s.") % dates,
        _("Fill in the light yellow cells only. An empty cell leaves what was typed before."),
    ]


def _columns(blank: Blank, with_base: bool) -> list[FormColumn]:
    step = forms.MONTHS[blank.form.periodicity]
    last = filling.label_of(blank.form, blank.period - step)
    found = [
        FormColumn(keys.CODE, _("Code"), 12),
        FormColumn(keys.NAME, _("Indicator"), 46),
        FormColumn(keys.UNIT, _("Unit of measure"), 12),
        FormColumn(keys.LAST, last, 18),
        FormColumn(keys.VALUE, _("Figure"), 16),
    ]
    if with_base:
        found.append(FormColumn(keys.BASE, _("Denominator or weight"), 16))
    found.append(FormColumn(keys.REASON, _("Reason, where the figure is unusual"), 34))
    return [*found, FormColumn(keys.NOTE, _("Note"), 34)]


def _rows(blank: Blank) -> Iterator[FormRow]:
    section = ""
    for item in blank.items:
        if item.section and item.section != section:
            section = item.section
            yield FormRow("", {keys.CODE: section})
        yield _row(blank, item)


def _row(blank: Blank, item: DataSetItem) -> FormRow:
    indicator = item.indicator
    applies = indicator.pk not in blank.exempt
    typed = blank.draft.get(str(indicator.pk), {})
    previous = blank.previous.get(indicator.pk)
    values: dict[str, Value] = {
        keys.CODE: indicator.code,
        keys.NAME: indicator.name,
        keys.UNIT: indicator.unit,
        keys.LAST: filling.figure_in_words(indicator, previous),
        keys.VALUE: number_of(typed.get("value", "")),
        keys.BASE: number_of(typed.get("base", "")),
        keys.REASON: typed.get("reason", ""),
        keys.NOTE: _note(item) if applies else _("This indicator does not apply to this unit."),
    }
    inputs = checks_of(item) if applies else {}
    return FormRow(keys.key_of(blank.place, indicator.code), values, inputs)


def number_of(typed: str) -> Value:
    """What was typed as a number, anything else as it is."""
    try:
        found = submissions.number_of(typed)
    except ValueError:
        return typed
    return None if found is None else found


def checks_of(item: DataSetItem) -> dict[str, Check]:
    """What the cells of a line take, by mark."""
    indicator = item.indicator
    note = _note(item)
    found = {keys.VALUE: _value_check(indicator, note)}
    label = filling.base_label(indicator)
    if label:
        found[keys.BASE] = Check(lowest=Decimal(0), title=label, message=label)
    found[keys.REASON] = Check(
        choices=(
            _("Real change in the period"),
            _("Correction of the last period"),
            _("New way of counting"),
            _("Units were rearranged"),
        ),
        open=True,
    )
    return found


def _value_check(indicator: Indicator, note: str) -> Check:
    title = indicator.name
    lowest, highest = indicator.lowest, indicator.highest
    if indicator.rollup == Rollup.RATIO:  # its range is that of the ratio, not of the numerator
        return Check(whole=indicator.whole, title=title, message=note)
    if indicator.whole and lowest == 0 and highest == 1:
        return Check(choices=("0", "1"), title=title, message=note)
    return Check(indicator.whole, lowest, highest, title=title, message=note)


def _note(item: DataSetItem) -> str:
    """What a figure must be, in a few words."""
    indicator = item.indicator
    words = []
    if indicator.whole:
        words.append(_("whole number"))
    if indicator.lowest is not None or indicator.highest is not None:
        bounds = {
            "lowest": filling.number(indicator.lowest),
            "highest": filling.number(indicator.highest),
        }
        words.append(_("from %(lowest)s to %(highest)s") % bounds)
    if label := filling.base_label(indicator):
        words.append(_("second cell: %(label)s") % {"label": label})
    if indicator.over_time == OverTime.CUMULATIVE:
        words.append(_("counted since the beginning of the year"))
    if not item.required:
        words.append(_("may stay empty"))
    return "; ".join(words)
