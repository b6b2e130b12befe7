"""The API of requests for explanation: asking, explaining, deciding, counting."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from sauro.core import clock
from sauro.domains.explanations import rules
from sauro.domains.explanations.models import Answer, Exhibit, Request
from sauro.domains.explanations.rules import AnswerDecision, RequestState, Said, Tally, Term
from sauro.domains.explanations.selectors import statistics as counting
from sauro.domains.explanations.selectors import visibility, waiting
from sauro.domains.explanations.services import answers, requests
from sauro.domains.programmes.api import asking, shapes
from sauro.domains.programmes.services.evidence import Proof

router = Router(tags=["Explanations"])
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


class ExhibitOut(Schema):
    """A file or a link that shows what an answer says."""

    name: str
    url: str
    size: int
    sha256: str


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
    exhibits: list[ExhibitOut]


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


@router.get("/explanations", response=ExplanationPage, summary="Requests for explanation")
def explanation_list(request: HttpRequest, query: Query[ExplanationQuery]) -> Any:
    today = clock.today()
    rows = visibility.listed_requests(user=request.user)
    rows = rows.filter(waiting.tab_q(tab=query.tab, user=request.user, today=today))
    narrowed = {
        "asked_of__code": query.unit.upper(),
        "subject_kind": query.kind,
        "subject_id": query.subject_id,
    }
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    total, found = asking.page_of(rows.order_by("-asked_at", "-id"), query)
    return {"total": total, "items": [_body(one, today) for one in found]}


@router.post("/explanations", response={201: ExplanationOut}, summary="Ask for an explanation")
def explanation_ask(request: HttpRequest, body: ExplanationIn) -> Any:
    unit = asking.organisation_named(request, body.unit.upper(), "unit")
    made = requests.ask(
        subject_kind=body.subject_kind,
        subject_id=str(body.subject_id),
        question=body.question,
        due_on=body.due_on,
        asked_of=unit,
        alert_id=body.alert_id,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, _body(_found(request, made.pk), clock.today()))


@router.post("/explanations/many", response=ExplanationManyOut, summary="Ask about many records")
def explanation_ask_many(request: HttpRequest, body: ExplanationManyIn) -> Any:
    keys = [(one.kind, str(one.id)) for one in body.keys]
    done = requests.ask_many(
        keys=keys, question=body.question, due_on=body.due_on, **asking.who(request)
    )
    left_out = [{"label": label, "why": why} for label, why in done.left_out]
    return {"made": [one.pk for one in done.made], "left_out": left_out}


@router.get(
    "/explanations/statistics", response=ExplanationStatistics, summary="How requests are answered"
)
def explanation_counts(request: HttpRequest, query: Query[SpanQuery]) -> Any:
    today = clock.today()
    found = counting.statistics(
        user=request.user,
        since=query.since or today.replace(month=1, day=1),
        until=query.until or today,
        today=today,
    )
    return {
        "since": found.since,
        "until": found.until,
        "whole": _tally(found.whole),
        "by_unit": [_tally(tally) | {"unit": unit.code} for unit, tally in found.by_unit],
        "by_month": [_tally(tally) | {"month": month} for month, tally in found.by_month],
    }


@router.get("/explanations/{request_id}", response=ExplanationDetail, summary="One request")
def explanation_read(request: HttpRequest, request_id: shapes.PathId) -> Any:
    return _detail(request, _found(request, request_id))


@router.post("/explanations/{request_id}/answer", response=ExplanationDetail, summary="Explain")
def explanation_answer(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationAnswerIn
) -> Any:
    answers.answer(
        request=_found(request, request_id),
        said=Said(body.text, body.cause, body.remedy, body.remedy_on),
        proofs=[Proof(url=link) for link in body.links],
        version=body.version,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return _detail(request, _found(request, request_id))


@router.post("/explanations/{request_id}/accept", response=ExplanationDetail, summary="Accept")
def explanation_accept(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationAcceptIn
) -> Any:
    found = _found(request, request_id)
    answers.accept(request=found, **body.model_dump(), **asking.who(request))
    return _detail(request, _found(request, request_id))


@router.post("/explanations/{request_id}/return", response=ExplanationDetail, summary="Return")
def explanation_return(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationReturnIn
) -> Any:
    found = _found(request, request_id)
    answers.return_answer(request=found, **body.model_dump(), **asking.who(request))
    return _detail(request, _found(request, request_id))


@router.post(
    "/explanations/{request_id}/extend", response=ExplanationDetail, summary="Give more time"
)
def explanation_extend(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationExtendIn
) -> Any:
    found = _found(request, request_id)
    requests.extend(request=found, **body.model_dump(), **asking.who(request))
    return _detail(request, _found(request, request_id))


@router.post("/explanations/{request_id}/withdraw", response=ExplanationDetail, summary="Withdraw")
def explanation_withdraw(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationWithdrawIn
) -> Any:
    found = _found(request, request_id)
    requests.withdraw(request=found, reason=body.reason, **asking.who(request))
    return _detail(request, _found(request, request_id))


def _found(request: HttpRequest, request_id: int) -> Request:
    found = visibility.request_for(user=request.user, request_id=request_id)
    if found is None:
        raise Http404
    return found


def _body(one: Request, today: date) -> dict[str, Any]:
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


def _detail(request: HttpRequest, one: Request) -> dict[str, Any]:
    return {
        **_body(one, clock.today()),
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
    return {"name": one.name, "url": one.url, "size": one.size, "sha256": one.sha256}


def _tally(tally: Tally) -> dict[str, Any]:
    names = (
        *("asked", "in_time", "late", "overdue", "waiting", "withdrawn"),
        *("returned", "accepted", "mean_days"),
    )
    return {name: getattr(tally, name) for name in names}
