"""Answering a request, and deciding about the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.explanations import rules
from sauro.domains.explanations.models import Answer, Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import AnswerDecision, RequestState, Said
from sauro.domains.explanations.selectors import asking
from sauro.domains.explanations.services.evidence import attach
from sauro.domains.explanations.services.refusals import BadAnswer, BadRequest, OwnAnswer
from sauro.domains.explanations.services.writing import (
    check_version,
    locked_request,
    needed_reason,
    record_request,
    save_request,
)
from sauro.domains.explanations.workflow import REQUEST_FLOW
from sauro.domains.programmes.services.evidence import Proof
from sauro.engines import text
from sauro.engines.periods import selectors as calendars

FIRST = ("first_answered_on", "was_in_time", "answer_days")


@transaction.atomic
def answer(
    *,
    request: Request,
    said: Said,
    by: Any,
    at: datetime,
    proofs: Sequence[Proof] = (),
    version: int | None = None,
    request_key: str | None = None,
) -> Answer:
    """The explanation of the unit with its evidence, all or nothing.

    The same `request_key` again gives the answer made before.
    """
    found = locked_request(request.pk, Perm.ANSWER, by=by)
    if request_key:
        known = Answer.objects.filter(request_key=request_key, request=found).first()
        if known is not None:
            return known
    said, before = _checked(said), found.state
    REQUEST_FLOW.apply(found, "answer")
    check_version(found, version)
    assert said.remedy_on is not None  # `_checked` refuses an answer without a day
    made = Answer.objects.create(
        request=found,
        number=found.answers.count() + 1,
        text=said.text,
        cause=said.cause,
        remedy=said.remedy,
        remedy_on=said.remedy_on,
        due_on=found.due_on,
        by=by,
        at=at,
        request_key=request_key or None,
    )
    _settle_first(found, clock.day_of(at))
    save_request(found, "state", *FIRST, at=at)
    names = attach(answer=made, proofs=proofs, by=by, at=at)
    after = {"state": found.state, "remedy_on": said.remedy_on, "files": names}
    told = {"before": {"state": before}, "after": after}
    record_request("answered", found, by=by, at=at, note=said.text[:500], **told)
    return made


@transaction.atomic
def accept(
    *, request: Request, by: Any, at: datetime, note: str = "", version: int | None = None
) -> Request:
    """The request settled by its last answer; accepting again changes nothing."""
    found = locked_request(request.pk, Perm.ASK, by=by)
    if found.state == RequestState.ACCEPTED:
        return found
    REQUEST_FLOW.apply(found, "accept")
    check_version(found, version)
    last = _last_answer(found)
    if last is None or last.by_id == by.pk:
        raise OwnAnswer(_("Nobody decides about his own explanation."))
    note = text.clean(note, keep_lines=True)[:2000]
    _decide(last, AnswerDecision.ACCEPTED, note, by, at)
    found.decided_at, found.decided_by, found.reason = at, by, note
    save_request(found, "state", "decided_at", "decided_by", "reason", at=at)
    states = {"before": {"state": RequestState.ANSWERED.value}, "after": {"state": found.state}}
    record_request("accepted", found, by=by, at=at, note=note, **states)
    return found


@transaction.atomic
def return_answer(
    *,
    request: Request,
    reason: str,
    by: Any,
    at: datetime,
    due_on: date | None = None,
    version: int | None = None,
) -> Request:
    """The request back with the unit, with why and a day for the next answer.

    Without `due_on` the unit has two working days, or until the present due day. Sent twice by
    the same person it is returned once.
    """
    found = locked_request(request.pk, Perm.ASK, by=by)
    last = _last_answer(found)
    if found.state == RequestState.RETURNED and last is not None and last.decided_by_id == by.pk:
        return found
    before = {"state": RequestState.ANSWERED.value, "due_on": found.due_on}
    REQUEST_FLOW.apply(found, "send_back")
    check_version(found, version)
    if last is None or last.by_id == by.pk:
        raise OwnAnswer(_("Nobody decides about his own explanation."))
    why, day = needed_reason(reason), clock.day_of(at)
    if due_on is not None and due_on < day:
        raise BadRequest(_("The day lies in the past."), field="due_on")
    due = due_on or max(found.due_on, asking.default_due(today=day, days=rules.RETURN_DAYS))
    _decide(last, AnswerDecision.RETURNED, why, by, at)
    found.reason, found.due_on, found.returns = why, due, found.returns + 1
    save_request(found, "state", "reason", "due_on", "returns", at=at)
    after = {"state": found.state, "due_on": due}
    record_request("returned", found, by=by, at=at, before=before, after=after, note=why)
    return found


def _checked(said: Said) -> Said:
    clean = Said(
        text=text.clean(said.text, keep_lines=True),
        cause=text.clean(said.cause, keep_lines=True),
        remedy=text.clean(said.remedy, keep_lines=True),
        remedy_on=said.remedy_on,
    )
    words = {
        "text": _("Say what happened."),
        "cause": _("Say what the cause is."),
        "remedy": _("Say what will be done."),
        "remedy_on": _("Say by which day."),
    }
    for field in rules.answer_faults(clean):
        raise BadAnswer(words[field], field=field)
    for field in ("text", "cause", "remedy"):
        if len(getattr(clean, field)) > rules.LONGEST_ANSWER:
            raise BadAnswer(
                _("The text is longer than %(n)s characters.") % {"n": rules.LONGEST_ANSWER},
                field=field,
            )
    return clean


def _settle_first(request: Request, day: date) -> None:
    """Whether the first answer came in time, and after how many working days; kept for good."""
    if request.first_answered_on is not None:
        return
    request.first_answered_on = day
    request.was_in_time = day <= request.due_on
    calendar = calendars.calendar()
    request.answer_days = max(0, calendar.working_days_between(request.asked_on, day))


def _last_answer(request: Request) -> Answer | None:
    return Answer.objects.filter(request=request).order_by("-number").first()


def _decide(answer: Answer, decision: AnswerDecision, why: str, by: Any, at: datetime) -> None:
    answer.decision, answer.reason = decision.value, why
    answer.decided_at, answer.decided_by = at, by
    answer.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
