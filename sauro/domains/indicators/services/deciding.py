"""Checking, confirming and returning forms, one or many; nobody confirms his own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators.models import DataSetItem, Indicator, Observation, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import forms
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Change, Figure
from sauro.domains.indicators.workflow import FORM_FLOW
from sauro.engines import access, text
from sauro.engines.history.recording import new_event, record, record_all


class OwnForm(DomainError):
    """Nobody checks or confirms what he handed in himself."""

    code = "own_form"


class ReasonNeeded(DomainError):
    """A returned form needs a reason."""

    code = "reason_needed"
    status = 422


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that was not decided, and why."""

    submission: Submission
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each form of a bulk decision."""

    done: tuple[Submission, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def check_forms(*, submissions: Iterable[int], by: Any, at: datetime) -> Outcome:
    """Forms marked as checked by the agency that checks first; each refusal says why."""
    ready, refused = _sorted_out(submissions, by, step="check", permission=Perm.CHECK)
    for one in ready:
        FORM_FLOW.apply(one, "check")
        one.checked_at, one.checked_by = at, by
        one.version += 1
    Submission.objects.bulk_update(ready, ["state", "checked_at", "checked_by", "version"])
    _record("checked", ready, by=by, at=at)
    return Outcome(tuple(ready), tuple(refused))


@transaction.atomic
def confirm_forms(*, submissions: Iterable[int], by: Any, at: datetime) -> Outcome:
    """Forms confirmed, with their figures; each refusal says why."""
    ready, refused = _sorted_out(submissions, by, step="confirm", permission=Perm.CONFIRM)
    for one in ready:
        FORM_FLOW.apply(one, "confirm")
        one.decided_at, one.decided_by = at, by
        one.version += 1
    Submission.objects.bulk_update(ready, ["state", "decided_at", "decided_by", "version"])
    totals.apply(_confirmed(ready))
    _record("confirmed", ready, by=by, at=at)
    return Outcome(tuple(ready), tuple(refused))


@transaction.atomic
def return_form(*, submission: Submission, reason: str, by: Any, at: datetime) -> Submission:
    """The form sent back with the reason; its figures stop counting until it comes again."""
    found = _locked([submission.pk])[0]
    reason = text.clean(reason)
    if not reason:
        raise ReasonNeeded(_("Say why the form is returned."), field="reason")
    if found.state == "returned" and found.return_reason == reason:
        return found
    if not (access.allowed(by, Perm.CONFIRM, found) or access.allowed(by, Perm.CHECK, found)):
        raise NotAllowed(_("Your role does not allow this here."))
    FORM_FLOW.apply(found, "send_back")
    found.return_reason, found.decided_at, found.decided_by = reason, at, by
    found.version += 1
    found.save(update_fields=["state", "return_reason", "decided_at", "decided_by", "version"])
    totals.apply(_returned(found, by=by, at=at, reason=reason))
    record(kind="indicators.form.returned", subject=found, by=by, at=at, note=reason)
    return found


def _locked(ids: Iterable[int]) -> list[Submission]:
    return list(
        Submission.objects.select_for_update(of=("self",))
        .filter(pk__in=list(ids))
        .select_related("data_set__owner", "data_set__checker", "organisation")
        .order_by("pk")
    )


def _sorted_out(
    ids: Iterable[int], by: Any, *, step: str, permission: str
) -> tuple[list[Submission], list[Refusal]]:
    ready, refused = [], []
    found = _locked(ids)
    entered = forms.entered_by(submissions=found, user=by)
    for one in found:
        try:
            access.check(by, permission, one)
            if one.submitted_by_id == by.pk or one.pk in entered:
                raise OwnForm(_("Nobody confirms his own form."))
            if not FORM_FLOW.possible(one, step):
                FORM_FLOW.apply(one, step)  # raises with the state in words
        except DomainError as error:
            refused.append(Refusal(one, str(error)))
        else:
            ready.append(one)
    return ready, refused


def _confirmed(submissions: Sequence[Submission]) -> list[Change]:
    """The figures of these forms, confirmed: the day from which they stand does not change."""
    figures = _figures_of(submissions)
    Observation.objects.filter(pk__in=[figure.pk for figure, _unit in figures]).update(
        status=Observation.CONFIRMED
    )
    return [
        Change(
            figure.indicator,
            unit,
            figure.period,
            Figure(figure.amount, figure.base, figure.status),
            Figure(figure.amount, figure.base, Observation.CONFIRMED),
        )
        for figure, unit in figures
        if figure.status != Observation.CONFIRMED
    ]


def _figures_of(submissions: Sequence[Submission]) -> list[tuple[Observation, Any]]:
    """The counted figures of forms, each with its unit; one SQL for each form and period."""
    grouped: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    for one in submissions:
        grouped[one.data_set_id, one.period].append(one)
    found: list[tuple[Observation, Any]] = []
    for (form, period), group in grouped.items():
        units = {one.organisation_id: one.organisation for one in group}
        rows = Observation.objects.select_for_update(of=("self",)).filter(
            indicator__in=DataSetItem.objects.filter(data_set=form).values("indicator"),
            period=period,
            organisation__in=list(units),
            status__gt=0,
        )
        rows = rows.select_related("indicator").order_by("pk")
        found += [(row, units[row.organisation_id]) for row in rows]
    return found


def _returned(submission: Submission, *, by: Any, at: datetime, reason: str) -> list[Change]:
    wanted: dict[Indicator, Figure | None] = {
        figure.indicator: Figure(figure.amount, figure.base, Observation.RETURNED)
        for figure, _unit in _figures_of([submission])
    }
    return store_figures(
        organisation=submission.organisation,
        period=submission.period,
        wanted=wanted,
        by=by,
        at=at,
        reason=reason,
    )


def _record(step: str, submissions: Sequence[Submission], *, by: Any, at: datetime) -> None:
    record_all(
        [
            new_event(kind=f"indicators.form.{step}", subject=one, by=by, at=at)
            for one in submissions
        ]
    )
