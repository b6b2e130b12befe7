"""Indicators, the forms in which their figures are handed in, the figures and their totals."""

from sauro.domains.indicators.models.figures import (
    Latest,
    Observation,
    Proposal,
    RollupRow,
    Superseded,
)
from sauro.domains.indicators.models.forms import (
    DataSet,
    DataSetItem,
    NotApplicable,
    Submission,
)
from sauro.domains.indicators.models.sheet import Definition, Indicator, SameMeaning
from sauro.domains.indicators.models.uploads import FormUpload

__all__ = [
    "DataSet",
    "DataSetItem",
    "Definition",
    "FormUpload",
    "Indicator",
    "Latest",
    "NotApplicable",
    "Observation",
    "Proposal",
    "RollupRow",
    "SameMeaning",
    "Submission",
    "Superseded",
]
