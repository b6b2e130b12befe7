"""The explanation of a unit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.explanations.forms import AnswerForm
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.selectors import visibility
from sauro.domains.explanations.services import answers
from sauro.domains.explanations.services.writing import StaleRequest
from sauro.domains.explanations.views.request_page import (
    request_or_404,
    subject_card,
    who,
)
from sauro.domains.explanations.workflow import REQUEST_FLOW
from sauro.domains.programmes.views import saving
from sauro.engines import access


@access.require(Perm.ANSWER)
@require_http_methods(["GET", "POST"])
def explanation_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say what happened, why, what is done about it and by when, with evidence."""
    asked = request_or_404(request, request_id)
    if not access.allowed(request.user, Perm.ANSWER, asked):
        raise PermissionDenied
    key = request.POST.get("request_key", "")
    if not REQUEST_FLOW.possible(asked, "answer") and not key:
        messages.error(request, _("This request does not wait for an explanation now."))
        return redirect("explanation_detail", asked.pk)
    form = AnswerForm(request.POST or None, request.FILES or None, initial=_first(asked))
    if request.method == "POST" and form.is_valid() and _taken(request, asked, form):
        messages.success(request, _("The explanation was sent."))
        return redirect("explanation_detail", asked.pk)
    return _again(request, asked, form)


def _taken(request: HttpRequest, asked: Request, form: AnswerForm) -> bool:
    try:
        answers.answer(
            request=asked,
            said=form.said,
            proofs=form.proofs,
            version=form.cleaned_data["version"],
            request_key=form.cleaned_data["request_key"] or None,
            **who(request),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        field = "files" if refusal.field == "file" else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal))
        if isinstance(refusal, StaleRequest):  # sending again is then meant
            saving.with_values(form, version=refusal.current.version)
        return False
    return True


def _again(request: HttpRequest, asked: Request, form: AnswerForm) -> HttpResponse:
    today = clock.today()
    context = {
        "asked": asked,
        "form": form,
        "days": (asked.due_on - today).days,
        "answers": visibility.answers_of(request=asked)[:1],
        "card": subject_card(request, asked.subject_kind, asked.subject_id),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "explanations/answer_form.html", context, status=status)


def _first(asked: Request) -> dict[str, object]:
    """A fresh form; after a return it begins with what was said before."""
    found: dict[str, object] = {"version": asked.version, "request_key": str(uuid.uuid4())}
    last = asked.answers.order_by("-number").first()
    if last is not None:
        found |= {name: getattr(last, name) for name in ("text", "cause", "remedy", "remedy_on")}
    return found
