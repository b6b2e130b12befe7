"""What a target asks of an indicator, and whether a reading meets it."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Whether more is better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Comparator(StrEnum):
    """How a reading is compared with the value that was set."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    RANGE = "range"
    RANK_TOP = "rank_top"
    KEEP_ABOVE = "keep_above"
    YES_NO = "yes_no"
    TEXT = "text"
