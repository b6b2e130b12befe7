"""Directions, comparators, ways of adding up and states of forms in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.rules import (
    Basis,
    Comparator,
    Direction,
    OverTime,
    Periodicity,
    Rollup,
    TargetStatus,
)
from sauro.engines import text

DIRECTIONS = [
    (Direction.UP.value, _("Higher is better")),
    (Direction.DOWN.value, _("Lower is better")),
    (Direction.KEEP.value, _("To be kept")),
]
COMPARATORS = [
    (Comparator.GE.value, _("at least")),
    (Comparator.GT.value, _("more than")),
    (Comparator.LE.value, _("at most")),
    (Comparator.LT.value, _("less than")),
    (Comparator.EQ.value, _("equal to")),
    (Comparator.RANGE.value, _("between")),
    (Comparator.RANK_TOP.value, _("among the first")),
    (Comparator.KEEP_ABOVE.value, _("kept above")),
    (Comparator.YES_NO.value, _("yes or no")),
    (Comparator.TEXT.value, _("in words")),
]
TARGET_STATUSES = [
    (TargetStatus.EXCEEDED.value, _("Exceeded")),
    (TargetStatus.MET.value, _("Met")),
    (TargetStatus.ON_TRACK.value, _("On track")),
    (TargetStatus.AT_RISK.value, _("At risk")),
    (TargetStatus.MISSED.value, _("Missed")),
    (TargetStatus.NOT_YET_MEASURABLE.value, _("Not yet measurable")),
    (TargetStatus.NO_DATA.value, _("No data")),
]
TARGET_RULES = {
    "no_reading": _("There is no reading up to this day."),
    "not_measurable_yet": _("The last reading says that it cannot be measured yet."),
    "no_value": _("The last reading has no value."),
    "no_value_set": _("The target has no value to compare with."),
    "said_met": _("The last reading says that it is met."),
    "more_than": _("The last value is more than the value set."),
    "less_than": _("The last value is less than the value set."),
    "among_first": _("The last rank is among the first ones asked for."),
    "kept_above": _("The last value is not below the value to be kept."),
    "equals_value": _("The last value equals the value set."),
    "beyond_value": _("The last value is better than the value set."),
    "within_values": _("The last value lies within the values set."),
    "due_day_passed": _("The due day has passed and the value was not reached."),
    "fell_below": _("The last value is below the value to be kept."),
    "no_due_day": _("The value is not reached yet and no due day is set."),
    "time_left": _("Not met yet; there is time left."),
    "little_time_left": _("Not met yet; three quarters of the time have passed."),
    "ahead_of_time": _("The share of the way covered is not behind the share of time passed."),
    "behind_time": _("The share of the way covered is behind the share of time passed."),
}
PERIODICITY = [
    (Periodicity.MONTH.value, _("Monthly")),
    (Periodicity.QUARTER.value, _("Quarterly")),
    (Periodicity.HALF_YEAR.value, _("Every six months")),
    (Periodicity.YEAR.value, _("Yearly")),
]
OVER_TIME = [
    (OverTime.PERIODIC.value, _("the period alone")),
    (OverTime.CUMULATIVE.value, _("since the beginning of the year")),
]
ROLLUPS = [
    (Rollup.SUM.value, _("sum")),
    (Rollup.RATIO.value, _("numerator over denominator")),
    (Rollup.AVERAGE.value, _("weighted average")),
    (Rollup.LATEST.value, _("latest figure")),
    (Rollup.SHARE.value, _("share of units over a threshold")),
    (Rollup.NONE.value, _("not added up")),
]
BASES = [
    (Basis.CLOSING.value, _("the closing day of the reporting rules")),
    (Basis.CALENDAR.value, _("the last day of the period")),
]
FORM_STATES = [
    ("draft", _("Being filled in")),
    ("submitted", _("Handed in")),
    ("checked", _("Checked")),
    ("confirmed", _("Confirmed")),
    ("returned", _("Returned")),
]
FINDINGS = {
    "figure_missing": _("The denominator is given without the figure."),
    "too_large": _("The figure is too large; use a larger unit of measure."),
    "too_fine": _("At most four digits after the decimal mark."),
    "not_whole": _("A whole number is expected."),
    "denominator_missing": _("The denominator is missing."),
    "denominator_not_positive": _("The denominator must be above zero."),
    "weight_not_positive": _("The weight must be above zero."),
    "below_range": _("Below the lowest possible figure, %(lowest)s."),
    "above_range": _("Above the highest possible figure, %(highest)s."),
    "cumulative_fell": _("Counted since the beginning of the year, it fell from %(previous)s."),
    "jumped": _("Changed by more than %(expected)s %% from %(previous)s in the last period."),
    "unlike_peers": _("Far from similar units, whose middle is %(median)s."),
    "parts_exceed_whole": _("The parts add up to %(parts)s, more than the whole, %(whole)s."),
    "parts_below_whole": _("The parts add up to %(parts)s, less than the whole, %(whole)s."),
    "not_a_number": _("This is not a number."),
    "required": _("A figure is required here."),
    "reason_needed": _("Say why."),
    "not_applicable": _("This indicator does not apply to this unit."),
    "unknown_indicator": _("This indicator is not on the form."),
}
OUTLOOKS = {
    "on_track": _("On track"),
    "at_risk": _("At risk"),
    "will_miss": _("Will miss"),
    "unknown": _("Too few figures"),
}


def finding_in_words(code: str, facts: Mapping[str, Decimal]) -> str:
    """A remark on a figure as a sentence, with its numbers as people read them."""
    numbers = {name: text.vi_number(value.normalize()) for name, value in facts.items()}
    return str(FINDINGS[code]) % numbers
