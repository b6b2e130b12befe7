"""Reporting periods, their closing days and the working calendar."""

from .closing import (
    RULES,
    ClosingRule,
    closing_day,
    reporting_month,
    reporting_period,
    rule_for,
    window,
)
from .codes import KINDS, parse
from .custom import Custom
from .values import (
    HalfYear,
    Month,
    NineMonths,
    Period,
    Quarter,
    Year,
    month_end,
)
from .working_days import Calendar, DayRule

__all__ = [
    "KINDS",
    "RULES",
    "Calendar",
    "ClosingRule",
    "Custom",
    "DayRule",
    "HalfYear",
    "Month",
    "NineMonths",
    "Period",
    "Quarter",
    "Year",
    "closing_day",
    "month_end",
    "parse",
    "reporting_month",
    "reporting_period",
    "rule_for",
    "window",
]
