"""What is said of the cells of a table that others made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHY: dict[str, Any] = {
    # refused
    "unknown_unit": gettext_lazy("“%(words)s” is not the name of a unit of this form."),
    "ambiguous_unit": gettext_lazy("“%(words)s” may mean several units."),
    "unknown_indicator": gettext_lazy("“%(words)s” is not the name of an indicator of this form."),
    "ambiguous_indicator": gettext_lazy("“%(words)s” may mean several indicators."),
    "unknown_heading": gettext_lazy("Nobody knows what the heading “%(words)s” means."),
    "two_indicators": gettext_lazy("The row and the column name different indicators."),
    "two_units": gettext_lazy("The row and the column name different units."),
    "merged": gettext_lazy("The cell is merged over several figures; give each a cell of its own."),
    "ambiguous_base": gettext_lazy("The denominator may belong to several indicators."),
    "no_indicator": gettext_lazy("No heading says which indicator this is."),
    "no_unit": gettext_lazy("Nothing says which unit this is of."),
    "no_period": gettext_lazy("Nothing says which period this is of."),
    "no_such_period": gettext_lazy("The period written in this row does not exist."),
    "unit_in_doubt": gettext_lazy("The unit of this table is in doubt."),
    "period_in_doubt": gettext_lazy("The period of this table is in doubt."),
    "error_value": gettext_lazy("The formula gives the error %(error)s."),
    "formula_empty": gettext_lazy(
        "The formula has no result yet; open the file in Excel, save it and load it again."
    ),
    "not_a_figure": gettext_lazy("“%(text)s” is not one number."),
    "a_day": gettext_lazy("“%(text)s” is a date, not a figure."),
    "percent": gettext_lazy("A percentage stands where the indicator counts something else."),
    "percent_of_ratio": gettext_lazy(
        "Give the numerator and the denominator; a percentage alone cannot be added up."
    ),
    "ratio_unclear": gettext_lazy(
        "This may be the numerator or the ratio; head the columns “Tử số” and “Mẫu số”."
    ),
    "twice": gettext_lazy("The same figure stands at %(where)s with another value."),
    "not_yours": gettext_lazy("This form is not one that your units report."),
    "not_asked": gettext_lazy("This form is not asked for in the period that the file names."),
    # left out, with a reason
    "title": gettext_lazy("Beside the table"),
    "heading": gettext_lazy("Heading"),
    "label": gettext_lazy("Name of a row"),
    "measure": gettext_lazy("Unit of measure"),
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "footer": gettext_lazy("Below the table"),
    "nothing": gettext_lazy("Says that there is no figure"),
    "group": gettext_lazy("Group of rows"),
    "plan": gettext_lazy("Planned, not done"),
    "computed": gettext_lazy("Computed from other cells"),
    "compared": gettext_lazy("Of another period, for comparison"),
    "total": gettext_lazy("Total"),
    "other_periodicity": gettext_lazy("Of a period of another length"),
    "unit_not_chosen": gettext_lazy("Of a unit that was not chosen"),
    "period_not_chosen": gettext_lazy("Of a period that was not chosen"),
    "other_way": gettext_lazy("Counted in another way over time"),
    "repeated": gettext_lazy("Stands a second time with the same value"),
    # of a whole table
    "no_heading": gettext_lazy(
        "No heading was found that names indicators, units or periods of this form."
    ),
    "no_such_day": gettext_lazy("The date or period “%(written)s” does not exist."),
    "other_period": gettext_lazy("The table names another period than the one chosen."),
    "several_periods": gettext_lazy("The table names several periods; choose one of them."),
    "period_by_day": gettext_lazy(
        "The title names a longer period; the form is read for the period in which its day falls."
    ),
    "other_unit": gettext_lazy("The table names %(unit)s, not the unit chosen."),
    "several_units": gettext_lazy("The table names several units: %(units)s. Choose one."),
    "unit_assumed": gettext_lazy("The table names no unit; it is read as that of %(unit)s."),
    "read_as": gettext_lazy("“%(written)s” is read as %(name)s."),
    "total_differs": gettext_lazy("The total says %(total)s; the figures read add up to %(sum)s."),
}
OUTSIDE = ("title", "heading", "label", "measure", "note", "reason", "footer")


def say(code: str, facts: Mapping[str, Any], text: str = "") -> str:
    """The sentence of a code."""
    return str(WHY[code]) % {"text": text, "words": "", "error": "", **facts}


def with_candidates(sentence: str, names: list[str]) -> str:
    """The sentence with what the name may mean."""
    if not names:
        return sentence
    return f"{sentence} {_('It may mean: %(names)s.') % {'names': '; '.join(names)}}"
