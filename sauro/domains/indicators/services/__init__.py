"""Writing indicators, forms, figures and their totals."""

from sauro.domains.indicators.services.sheets import (
    BadIndicator,
    change_indicator,
    create_indicator,
    define,
    ensure_indicator,
    ensure_indicators,
    same_meaning,
)

__all__ = [
    "BadIndicator",
    "change_indicator",
    "create_indicator",
    "define",
    "ensure_indicator",
    "ensure_indicators",
    "same_meaning",
]
