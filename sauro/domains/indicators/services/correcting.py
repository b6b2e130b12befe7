"""Correcting a figure that stands, and proposing another beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.indicators import rules
from sauro.domains.indicators.labels import finding_in_words
from sauro.domains.indicators.models import DataSet, Indicator, Observation, Proposal
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import SCALE, Cell
from sauro.domains.indicators.selectors import forms as reading
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.engines import access, text
from sauro.engines.history.recording import record


class BadFigure(DomainError):
    """The figure cannot be accepted."""

    code = "bad_figure"
    status = 422


class NoFigure(DomainError):
    """No figure stands here that could be corrected."""

    code = "no_figure"


class ProposalDecided(DomainError):
    """The proposal was decided already."""

    code = "proposal_decided"


@transaction.atomic
def correct_figure(
    *,
    indicator: Indicator,
    organisation: Any,
    period: int,
    value: Decimal,
    base: Decimal | None,
    reason: str,
    by: Any,
    at: datetime,
) -> Observation:
    """The corrected figure; what was reported stays readable as of every day on which it stood."""
    access.check(by, Perm.CONFIRM, indicator)
    reason = _needed(reason)
    new = _figure(indicator, value, base)
    present = Observation.objects.filter(
        indicator=indicator, organisation=organisation, period=period
    ).first()
    if present is None:
        raise NoFigure(_("No figure stands here that could be corrected."))
    closed = _is_closed(indicator, period, at)
    changed = store_figures(
        organisation=organisation,
        period=period,
        wanted={indicator: new},
        by=by,
        at=at,
        reason=reason,
        after_closing=closed,
    )
    totals.apply(changed)
    if changed:
        record(
            kind="indicators.figure.corrected",
            subject=indicator,
            by=by,
            at=at,
            before={
                "organisation": str(organisation),
                "organisation_id": organisation.pk,
                "value": _plain(changed[0].before),
            },
            after={"period": period, "value": _plain(new), "after_closing": closed},
            note=reason,
        )
    present.refresh_from_db()
    return present


@transaction.atomic
def propose_figure(
    *,
    indicator: Indicator,
    organisation: Any,
    period: int,
    value: Decimal,
    base: Decimal | None,
    reason: str,
    by: Any,
    at: datetime,
) -> Proposal:
    """Another figure beside the official one, to be decided by its owner; it counts nowhere yet."""
    access.check(by, Perm.REPORT, organisation)
    if not organisation.path.startswith(indicator.owner.path):
        raise BadFigure(_("This indicator does not apply to this unit."), field="indicator")
    reason = _needed(reason)
    new = _figure(indicator, value, base)
    key = {"indicator": indicator, "organisation": organisation, "period": period}
    values = {"amount": new.amount, "base": new.base, "reason": reason}
    same = Proposal.objects.filter(**key, accepted__isnull=True).first()
    if same is not None and all(getattr(same, name) == one for name, one in values.items()):
        return same
    made, _created = Proposal.objects.update_or_create(
        **key, accepted__isnull=True, defaults={**key, **values, "by": by, "at": at}
    )
    record(
        kind="indicators.figure.proposed",
        subject=indicator,
        by=by,
        at=at,
        after={"organisation": str(organisation), "period": period, "value": _plain(new)},
        note=reason,
    )
    return made


@transaction.atomic
def decide_proposal(
    *, proposal: Proposal, accept: bool, answer: str, by: Any, at: datetime
) -> Proposal:
    """The proposal accepted, which corrects the figure, or refused with an answer."""
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("indicator__owner", "organisation")
        .get(pk=proposal.pk)
    )
    access.check(by, Perm.CONFIRM, found.indicator)
    if found.accepted is not None:
        if found.accepted == accept:
            return found
        raise ProposalDecided(_("The proposal was decided already."))
    answer = text.clean(answer)
    if not accept:
        answer = _needed(answer)
    found.accepted, found.answer, found.decided_by, found.decided_at = accept, answer, by, at
    found.save()
    if accept:
        correct_figure(
            indicator=found.indicator,
            organisation=found.organisation,
            period=found.period,
            value=Decimal(found.amount) / SCALE,
            base=None if found.base is None else Decimal(found.base) / SCALE,
            reason=found.reason,
            by=by,
            at=at,
        )
    else:
        record(
            kind="indicators.figure.proposal_refused",
            subject=found.indicator,
            by=by,
            at=at,
            before={"organisation": str(found.organisation), "period": found.period},
            note=answer,
        )
    return found


def _needed(reason: str) -> str:
    reason = text.clean(reason)
    if not reason:
        raise BadFigure(_("Say why."), field="reason")
    return reason


def _figure(indicator: Indicator, value: Decimal, base: Decimal | None) -> Figure:
    """The figure as stored, confirmed; refused when the sheet says that it is impossible."""
    findings = rules.check_cell(reading.sheet_of(indicator), Cell(value=value, base=base))
    for finding in findings:
        if finding.hard:
            raise BadFigure(finding_in_words(finding.code, finding.facts), field="value")
    return Figure(
        rules.amount_of(value),
        None if base is None else rules.amount_of(base),
        Observation.CONFIRMED,
    )


def _is_closed(indicator: Indicator, period: int, at: datetime) -> bool:
    day = clock.day_of(at)
    forms = DataSet.objects.filter(items__indicator=indicator)
    return any(day > reading.timing_of(form=form, period=period).closes_on for form in forms)


def _plain(figure: Figure | None) -> list[float | None] | None:
    if figure is None:
        return None
    return [figure.amount / SCALE, None if figure.base is None else figure.base / SCALE]
