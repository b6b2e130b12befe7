"""Reading indicators, forms, figures and their totals."""

from sauro.domains.indicators.selectors.sheets import indicator_named

__all__ = ["indicator_named"]
