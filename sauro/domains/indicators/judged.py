"""What the pages print of forms that wait: each figure beside the last one, and what is unusual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sauro.domains.indicators import filling
from sauro.domains.indicators.labels import finding_in_words
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import forms, judging
from sauro.domains.indicators.selectors.judging import Proposed
from sauro.domains.indicators.services import submissions
from sauro.domains.indicators.workflow import FORM_FLOW
from sauro.engines import access
from sauro.engines.ui import formats


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One figure of a form that waits, in words."""

    code: str
    name: str
    now: str
    before: str
    change: str
    remarks: tuple[str, ...]
    reason: str

    @property
    def unusual(self) -> bool:
        """Whether anything is to be said of it."""
        return bool(self.remarks)


def cells_of(submission: Submission) -> list[JudgedCell]:
    """The figures of a form beside those of the last period, unusual ones first; four SQL."""
    lines = forms.lines_of(
        form=submission.data_set, organisation=submission.organisation, period=submission.period
    )
    said: dict[int, list[str]] = {}
    for one in submissions.remarks_on(submission, lines, complete=False):
        said.setdefault(one.indicator_id, []).append(finding_in_words(one.code, one.facts))
    cells = [
        JudgedCell(
            code=line.indicator.code,
            name=line.indicator.name,
            now=filling.figure_in_words(line.indicator, line.present),
            before=filling.figure_in_words(line.indicator, line.previous),
            change=percent_words(
                judging.moved(indicator=line.indicator, old=line.previous, new=line.present)
            ),
            remarks=tuple(said.get(line.indicator.pk, ())),
            reason=submission.draft.get(str(line.indicator.pk), {}).get("reason", ""),
        )
        for line in lines
        if line.applies
    ]
    return sorted(cells, key=lambda cell: not cell.unusual)


def steps_for(user: Any, submission: Submission) -> dict[str, bool]:
    """Which decisions the person may take on a form now."""
    own = submission.submitted_by_id == user.pk
    checks = access.allowed(user, Perm.CHECK, submission)
    confirms = access.allowed(user, Perm.CONFIRM, submission)
    return {
        "own": own,
        "check": checks and not own and FORM_FLOW.possible(submission, "check"),
        "confirm": confirms and not own and FORM_FLOW.possible(submission, "confirm"),
        "send_back": (checks or confirms) and FORM_FLOW.possible(submission, "send_back"),
    }


def percent_words(value: Decimal | None) -> str:
    """“+12,5%”; a dash for nothing."""
    if value is None:
        return formats.NO_VALUE
    sign = "+" if value > 0 else ""
    return f"{sign}{filling.number(round(value, 1))}%"


def proposals_in_words(rows: Sequence[Proposed]) -> list[dict[str, Any]]:
    """Proposals ready to print."""
    return [
        {
            "proposal": one.proposal,
            "period": forms.label_of(
                periodicity=one.proposal.indicator.periodicity,
                period=one.proposal.period,
                language=filling.language(),
            ),
            "proposed": filling.figure_in_words(one.proposal.indicator, one.proposal),
            "official": filling.figure_in_words(one.proposal.indicator, one.official),
        }
        for one in rows
    ]
