"""Directions and comparators in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.rules import Comparator, Direction

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
