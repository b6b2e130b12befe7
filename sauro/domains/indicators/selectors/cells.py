"""One unit's figure in a period, with everything that was ever said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.indicators.models import (
    Indicator,
    Observation,
    Proposal,
    Submission,
    Superseded,
)
from sauro.domains.indicators.selectors import figures
from sauro.domains.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, the form it came on, what it replaced, and what was proposed beside it."""

    indicator: Indicator
    organisation: Organisation
    period: int
    figure: Observation | None
    past: tuple[Superseded, ...]
    submission: Submission | None
    proposals: tuple[Proposal, ...]

    def on(self, day: date) -> Observation | Superseded | None:
        """The figure that stood at the end of a day."""
        if self.figure is not None and self.figure.since <= day:
            return self.figure
        return next((one for one in self.past if one.since <= day < one.until), None)


def cell_of(*, indicator: Indicator, organisation: Organisation, period: int) -> Cell:
    """A cell; four SQL."""
    key: dict[str, Any] = {"indicator": indicator, "organisation": organisation, "period": period}
    submission = (
        Submission.objects.filter(
            data_set__items__indicator=indicator, organisation=organisation, period=period
        )
        .exclude(state="draft")
        .select_related("data_set", "submitted_by", "decided_by")
        .first()
    )
    return Cell(
        **key,
        figure=Observation.objects.filter(**key).first(),
        past=tuple(figures.history_of(**key)),
        submission=submission,
        proposals=tuple(
            Proposal.objects.filter(**key).select_related(
                "by", "decided_by", "indicator", "organisation"
            )
        ),
    )
