"""What the API of requests for explanation takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Schema

from sauro.core import clock
from sauro.domains.explanations import rules
from sauro.domains.explanations.models import Answer, Exhibit, Request
from sauro.domains.explanations.rules import AnswerDecision, RequestState, Tally, Term
from sauro.domains.explanations.selectors import visibility
from sauro.domains.explanations.services import requests
from sauro.domains.programmes.api import shapes

Question = Annotated[shapes.Plain, Field(min_length=1, max_length=rules.LONGEST_QUESTION)]
Part = Annotated[shapes.Plain, Field(min_length=1, max_length=rules.LONGEST_ANSWER)]


class ExplanationOut(Schema):
    """A request: about which record, of whom, until when, and how it stands."""

    id: int
    subject_kind: str
    subject_id: str
    subject_label: str
    unit: str
    owner: str
    question: str
    state: RequestState
    term: Term
    asked_by: str
    asked_at: datetime
    first_due_on: date
    due_on: date
    first_answered_on: date | None
    answer_days: int | None
    returns: int
    version: int


class ExplanationAnswerOut(Schema):
    """One answer, and what became of it."""

    number: int
    text: str
    cause: str
    remedy: str
    remedy_on: date
    due_on: date
    by: str
    at: datetime
    decision: AnswerDecision
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    exhibits: list[shapes.EvidenceOut]


class ExplanationDetail(ExplanationOut):
    """A request with its answers and the steps open to the person."""

    answers: list[ExplanationAnswerOut]
    steps: list[str]


class ExplanationPage(Schema):
    """One page of requests."""

    total: int
    items: list[ExplanationOut]


class ExplanationQuery(shapes.Paging):
    """Which requests: `tab` is mine, asked, open, late, answered or decided."""

    tab: Annotated[str, Field(pattern="^(mine|asked|open|late|answered|decided)?$")] = ""
    unit: shapes.UpTo40 = ""
    kind: shapes.UpTo60 = ""
    subject_id: shapes.UpTo40 = ""


class ExplanationIn(Schema):
    """A question about a record; without `unit` the one that answers for it is asked."""

    subject_kind: Annotated[shapes.UpTo60, Field(examples=["programmes.task"])]
    subject_id: shapes.Id
    question: Question
    due_on: shapes.Day | None = None
    unit: shapes.UpTo40 = ""
    alert_id: shapes.Id | None = None


class SubjectKey(Schema):
    """A record by kind and number."""

    kind: shapes.UpTo60
    id: shapes.Id


class ExplanationManyIn(Schema):
    """One question about many records."""

    keys: Annotated[list[SubjectKey], Field(min_length=1, max_length=requests.MOST_AT_ONCE)]
    question: Question
    due_on: shapes.Day | None = None


class LeftOutOut(Schema):
    """A record that was not asked about, and why."""

    label: str
    why: str


class ExplanationManyOut(Schema):
    """What asking about many did."""

    made: list[int]
    left_out: list[LeftOutOut]


class ExplanationAnswerIn(Schema):
    """The explanation of a unit, with links to what shows it."""

    text: Part
    cause: Part
    remedy: Part
    remedy_on: shapes.Day
    links: Annotated[list[shapes.UpTo500], Field(max_length=10)] = []
    version: shapes.Version | None = None


class ExplanationAcceptIn(Schema):
    """Accepting the last answer."""

    note: shapes.UpTo2000 = ""
    version: shapes.Version | None = None


class ExplanationReturnIn(Schema):
    """Returning the last answer, with why and a new day."""

    reason: shapes.Reason
    due_on: shapes.Day | None = None
    version: shapes.Version | None = None


class ExplanationExtendIn(Schema):
    """A later day, with why."""

    due_on: shapes.Day
    reason: shapes.Reason


class ExplanationWithdrawIn(Schema):
    """Taking the request back, with why."""

    reason: shapes.Reason


class ExplanationTally(Schema):
    """Counts of requests; the five terms add up to `asked`."""

    asked: int
    in_time: int
    late: int
    overdue: int
    waiting: int
    withdrawn: int
    returned: int
    accepted: int
    mean_days: Decimal | None


class UnitTally(ExplanationTally):
    """The counts of a unit."""

    unit: str


class MonthTally(ExplanationTally):
    """The counts of a month of asking."""

    month: date


class ExplanationStatistics(Schema):
    """How the requests asked on these days were answered."""

    since: date
    until: date
    whole: ExplanationTally
    by_unit: list[UnitTally]
    by_month: list[MonthTally]


class SpanQuery(Schema):
    """From which day to which; this year when nothing is said."""

    since: shapes.Day | None = None
    until: shapes.Day | None = None


def request_or_404(request: HttpRequest, request_id: int) -> Request:
    found = visibility.request_for(user=request.user, request_id=request_id)
    if found is None:
        raise Http404
    return found


def request_body(one: Request, today: date) -> dict[str, Any]:
    names = (
        *("id", "subject_kind", "subject_id", "subject_label", "question", "state", "asked_at"),
        *("first_due_on", "due_on", "first_answered_on", "answer_days", "returns", "version"),
    )
    term = rules.term_of(
        state=one.state, was_in_time=one.was_in_time, due_on=one.due_on, today=today
    )
    return {
        **{name: getattr(one, name) for name in names},
        "unit": one.asked_of.code,
        "owner": one.owner.code,
        "asked_by": str(one.asked_by),
        "term": term,
    }


def request_detail(request: HttpRequest, one: Request) -> dict[str, Any]:
    return {
        **request_body(one, clock.today()),
        "answers": [_answer(answer) for answer in visibility.answers_of(request=one)],
        "steps": sorted(visibility.steps_open(request=one, user=request.user)),
    }


def _answer(one: Answer) -> dict[str, Any]:
    names = (
        *("number", "text", "cause", "remedy", "remedy_on", "due_on", "at"),
        *("decision", "reason", "decided_at"),
    )
    return {
        **{name: getattr(one, name) for name in names},
        "by": str(one.by),
        "decided_by": str(one.decided_by) if one.decided_by else None,
        "exhibits": [_exhibit(exhibit) for exhibit in one.exhibits.all()],
    }


def _exhibit(one: Exhibit) -> dict[str, Any]:
    return {name: getattr(one, name) for name in shapes.EvidenceOut.model_fields}


def tally_body(tally: Tally) -> dict[str, Any]:
    names = (
        *("asked", "in_time", "late", "overdue", "waiting", "withdrawn"),
        *("returned", "accepted", "mean_days"),
    )
    return {name: getattr(tally, name) for name in names}
