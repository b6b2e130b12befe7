"""Asking, explaining, deciding, counting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from sauro.core import clock
from sauro.domains.explanations.api.bodies import (
    ExplanationAcceptIn,
    ExplanationAnswerIn,
    ExplanationDetail,
    ExplanationExtendIn,
    ExplanationIn,
    ExplanationManyIn,
    ExplanationManyOut,
    ExplanationOut,
    ExplanationPage,
    ExplanationQuery,
    ExplanationReturnIn,
    ExplanationStatistics,
    ExplanationWithdrawIn,
    SpanQuery,
    request_body,
    request_detail,
    request_or_404,
    tally_body,
)
from sauro.domains.explanations.rules import Said
from sauro.domains.explanations.selectors import statistics as counting
from sauro.domains.explanations.selectors import visibility, waiting
from sauro.domains.explanations.services import answers, requests
from sauro.domains.programmes.api import asking, shapes
from sauro.domains.programmes.services.evidence import Proof

router = Router(tags=["Explanations"])


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
    return {"total": total, "items": [request_body(one, today) for one in found]}


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
    return Status(201, request_body(request_or_404(request, made.pk), clock.today()))


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
        "whole": tally_body(found.whole),
        "by_unit": [tally_body(tally) | {"unit": unit.code} for unit, tally in found.by_unit],
        "by_month": [tally_body(tally) | {"month": month} for month, tally in found.by_month],
    }


@router.get("/explanations/{request_id}", response=ExplanationDetail, summary="One request")
def explanation_read(request: HttpRequest, request_id: shapes.PathId) -> Any:
    return request_detail(request, request_or_404(request, request_id))


@router.post("/explanations/{request_id}/answer", response=ExplanationDetail, summary="Explain")
def explanation_answer(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationAnswerIn
) -> Any:
    answers.answer(
        request=request_or_404(request, request_id),
        said=Said(body.text, body.cause, body.remedy, body.remedy_on),
        proofs=[Proof(url=link) for link in body.links],
        version=body.version,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return request_detail(request, request_or_404(request, request_id))


@router.post("/explanations/{request_id}/accept", response=ExplanationDetail, summary="Accept")
def explanation_accept(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationAcceptIn
) -> Any:
    found = request_or_404(request, request_id)
    answers.accept(request=found, **body.model_dump(), **asking.who(request))
    return request_detail(request, request_or_404(request, request_id))


@router.post("/explanations/{request_id}/return", response=ExplanationDetail, summary="Return")
def explanation_return(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationReturnIn
) -> Any:
    found = request_or_404(request, request_id)
    answers.return_answer(request=found, **body.model_dump(), **asking.who(request))
    return request_detail(request, request_or_404(request, request_id))


@router.post(
    "/explanations/{request_id}/extend", response=ExplanationDetail, summary="Give more time"
)
def explanation_extend(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationExtendIn
) -> Any:
    found = request_or_404(request, request_id)
    requests.extend(request=found, **body.model_dump(), **asking.who(request))
    return request_detail(request, request_or_404(request, request_id))


@router.post("/explanations/{request_id}/withdraw", response=ExplanationDetail, summary="Withdraw")
def explanation_withdraw(
    request: HttpRequest, request_id: shapes.PathId, body: ExplanationWithdrawIn
) -> Any:
    found = request_or_404(request, request_id)
    requests.withdraw(request=found, reason=body.reason, **asking.who(request))
    return request_detail(request, request_or_404(request, request_id))
