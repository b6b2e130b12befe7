"""One request as its page shows it; and what every page asks of a request of the browser."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy

from sauro.core import clock
from sauro.domains.explanations import rules
from sauro.domains.explanations.forms import AcceptForm, ExtendForm, ReturnForm, WithdrawForm
from sauro.domains.explanations.labels import (
    SHOWN_AS,
    STATES,
    TERM_RULES,
    TERM_SHOWN_AS,
    TERMS,
)
from sauro.domains.explanations.models import Answer, Request
from sauro.domains.explanations.rules import RETURN_DAYS, AnswerDecision
from sauro.domains.explanations.selectors import asking, visibility
from sauro.engines import subjects
from sauro.engines.history import reading
from sauro.engines.ui import formats

STEPS: dict[str, tuple[str, type[Form]]] = {
    "accept": ("accept_form", AcceptForm),
    "send_back": ("return_form", ReturnForm),
    "extend": ("extend_form", ExtendForm),
    "withdraw": ("withdraw_form", WithdrawForm),
}
_FIELDS = {
    "state": gettext_lazy("State"),
    "due_on": gettext_lazy("Due"),
    "unit": gettext_lazy("Unit that explains"),
    "asked_of": gettext_lazy("Unit that explains"),
    "remedy_on": gettext_lazy("Remedied by"),
    "files": gettext_lazy("Evidence"),
}


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def request_or_404(request: HttpRequest, request_id: int) -> Request:
    """A request the person sees; what he may not see does not exist."""
    found = visibility.request_for(user=request.user, request_id=request_id)
    if found is None:
        raise Http404
    return found


def show_request(
    request: HttpRequest, asked: Request, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The page of a request; a form that was refused keeps what was typed."""
    today = clock.today()
    steps = visibility.steps_open(request=asked, user=request.user)
    term = rules.term_of(
        state=asked.state, was_in_time=asked.was_in_time, due_on=asked.due_on, today=today
    )
    answers = visibility.answers_of(request=asked)
    waits = asked.state in rules.WAITS_FOR_UNIT
    own = bool(answers) and answers[0].by_id == request.user.pk
    context: dict[str, Any] = {
        "asked": asked,
        "status": SHOWN_AS[asked.state],
        "term": {
            "status": TERM_SHOWN_AS[term],
            "words": dict(TERMS)[term.value],
            "rule": TERM_RULES[term],
        },
        "days": (asked.due_on - today).days if waits else None,
        "answers": [_answer(one) for one in answers],
        "steps": steps - {"accept", "send_back"} if own else steps,
        "own_answer": own and "accept" in steps,
        "subject": subject_card(request, asked.subject_kind, asked.subject_id),
        "kind_words": kind_words(asked.subject_kind),
        "timeline": [_line(entry) for entry in reading.timeline(asked, limit=30)],
        **_step_forms(asked, steps, forms),
    }
    return render(request, "explanations/request_detail.html", context, status=status)


def subject_card(request: HttpRequest, kind: str, number: str) -> dict[str, Any] | None:
    """The record as it stands today; none when it is gone or the person may not see it."""
    subject = asking.subject_seen(kind=kind, number=number, user=request.user)
    if subject is None:
        return None
    situation = asking.situation_of(subject=subject, user=request.user, today=clock.today())
    return {"subject": subject, "situation": situation, "kind": kind_words(kind)}


def kind_words(kind: str) -> str:
    """A kind of record in words."""
    known = subjects.kinds().get(kind)
    return str(known.label) if known else kind


def _step_forms(asked: Request, steps: frozenset[str], forms: dict[str, Form]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for step, (name, make) in STEPS.items():
        if name in forms:
            shown[name] = forms[name]
        elif step in steps:
            first: dict[str, Any] = {"version": asked.version}
            if step == "send_back":
                again = asking.default_due(today=clock.today(), days=RETURN_DAYS)
                first["due_on"] = max(again, asked.due_on)
            shown[name] = make(initial=first, auto_id=f"{step}_%s")
    return shown


def _answer(one: Answer) -> dict[str, Any]:
    """An answer as the page prints it, with what became of it."""
    status = {AnswerDecision.ACCEPTED.value: "completed", AnswerDecision.RETURNED.value: "returned"}
    return {
        "answer": one,
        "status": status.get(one.decision, "submitted"),
        "words": one.get_decision_display(),
        "exhibits": list(one.exhibits.all()),
    }


def _line(entry: reading.Entry) -> dict[str, Any]:
    changes = [
        {"label": _FIELDS[name], "before": _words(name, before), "after": _words(name, after)}
        for name, before, after in entry.changes
        if name in _FIELDS and (before or after)
    ]
    return {
        "title": entry.label,
        "at": entry.at,
        "by": entry.by_name,
        "note": entry.note,
        "changes": changes,
    }


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "state":
        return str(dict(STATES).get(value, value))
    if name.endswith("_on"):
        day = parse_date(str(value))
        return formats.day(day, language=get_language() or "vi") if day else str(value)
    return ", ".join(value) if isinstance(value, list) else str(value)
