"""Directions and comparators in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.rules import Comparator, Direction, TargetStatus

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
