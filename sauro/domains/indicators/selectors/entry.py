"""One form of one unit for one period, as somebody fills it in or looks at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Proposal,
    Submission,
    Superseded,
)
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms, visibility
from sauro.domains.indicators.selectors.forms import Line
from sauro.domains.indicators.workflow import FORM_FLOW
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

OPEN = ("draft", "returned")
EARLIER = 12
_FIRST, _LAST = 1900 * 12, 2200 * 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a unit for a period; `submission` is an unsaved one when nobody has begun."""

    form: DataSet
    organisation: Organisation
    period: int
    timing: Timing
    submission: Submission
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        """The state of the form; a form nobody has begun is a draft."""
        return str(self.submission.state)

    @property
    def begun(self) -> bool:
        """Whether anything was saved yet."""
        return self.submission.pk is not None

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines that this unit has to fill in."""
        return tuple(line for line in self.lines if line.applies)

    @property
    def filled(self) -> int:
        """How many of the lines asked for hold a figure as typed."""
        return sum(bool(self.typed(line).get("value")) for line in self.asked)

    def typed(self, line: Line) -> dict[str, str]:
        """What was typed on a line."""
        found: dict[str, str] = self.submission.draft.get(str(line.indicator.pk), {})
        return found


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with a sheet now."""

    edit: bool
    take_back: bool
    propose: bool


@dataclass(frozen=True, slots=True)
class Past:
    """What stood in the cells of a form before, and what is proposed beside them."""

    replaced: dict[int, list[Superseded]] = field(default_factory=dict)
    proposals: dict[int, list[Proposal]] = field(default_factory=dict)


def sheet_for(*, user: Any, data_set_id: int, organisation_id: int, period: int) -> Sheet | None:
    """The form that a unit owes for a period, for its own people and, once handed in, for those
    who check, confirm or follow it; nothing for anybody else. Six SQL.
    """
    form = DataSet.objects.select_related("owner", "checker").filter(pk=data_set_id).first()
    unit = Organisation.objects.filter(pk=organisation_id).first()
    if form is None or unit is None or not _asked_for(form, unit, period):
        return None
    key: dict[str, Any] = {"data_set": form, "organisation": unit, "period": period}
    if access.allowed(user, Perm.VIEW_OWN, unit):
        found: Submission | None = Submission.objects.filter(**key).first() or Submission(**key)
    else:
        found = visibility.visible_submissions(user=user).filter(**key).first()
    if found is None:
        return None
    found.data_set, found.organisation = form, unit
    lines = forms.lines_of(form=form, organisation=unit, period=period)
    timing = forms.timing_of(form=form, period=period)
    return Sheet(form, unit, period, timing, found, tuple(lines))


def rights_on(*, user: Any, sheet: Sheet, day: date) -> Rights:
    """Which steps the person may take on a day."""
    reports = access.allowed(user, Perm.REPORT, sheet.organisation)
    opened = reports and sheet.timing.is_open(day)
    return Rights(
        edit=opened and sheet.state in OPEN,
        take_back=opened and FORM_FLOW.possible(sheet.submission, "take_back"),
        propose=reports and not (opened and sheet.state in OPEN),
    )


def past_of(*, sheet: Sheet) -> Past:
    """Earlier figures of every cell, newest first, and proposals beside them; two SQL."""
    ids = [line.indicator.pk for line in sheet.lines]
    key = {"indicator__in": ids, "organisation": sheet.organisation, "period": sheet.period}
    replaced: dict[int, list[Superseded]] = defaultdict(list)
    present = {line.indicator.pk: line.present for line in sheet.lines}
    for one in Superseded.objects.filter(**key).select_related("by").order_by("-id"):
        later = replaced[one.indicator_id]
        after = later[-1] if later else present[one.indicator_id]
        if after is None or (one.amount, one.base) != (after.amount, after.base):
            replaced[one.indicator_id].append(one)
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in Proposal.objects.filter(**key).select_related("by", "decided_by"):
        proposals[proposal.indicator_id].append(proposal)
    return Past(dict(replaced), dict(proposals))


def sizes_of(*, forms_shown: Sequence[DataSet]) -> dict[int, int]:
    """How many lines each form has; one SQL."""
    rows = DataSetItem.objects.filter(data_set__in=forms_shown).values_list("data_set")
    return dict(rows.annotate(size=Count("pk")).order_by())


def earlier_forms(*, user: Any, but: Sequence[int], limit: int = EARLIER) -> list[Submission]:
    """Forms of the person's units that are not among those due, the newest first; one SQL."""
    own = access.scope(user, Perm.REPORT)
    if not own:
        return []
    found = Submission.objects.filter(own.q("organisation__path")).exclude(pk__in=but)
    return list(
        found.select_related("data_set", "organisation").order_by("-period", "data_set__code")[
            :limit
        ]
    )


def _asked_for(form: DataSet, unit: Organisation, period: int) -> bool:
    """Whether such a form can exist: of this kind of unit, below the owner, a period in use."""
    if not _FIRST <= period < _LAST or not forms.in_use(form=form, period=period):
        return False
    whole = rules.index_of(rules.period_at(form.periodicity, period)) == period
    return whole and unit.kind in form.kinds and unit.path.startswith(form.owner.path)
