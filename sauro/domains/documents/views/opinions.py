"""Asking for opinions, giving them, deciding them, and the table of them as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import AskForm, DecisionForm, OpinionForm
from sauro.domains.documents.labels import ASKED
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import OpinionLine
from sauro.domains.documents.views.draft_page import asked_from, draft_or_404
from sauro.domains.documents.views.drafts import act
from sauro.domains.documents.views.standing import draft_tabs
from sauro.engines import access
from sauro.engines.office import uploads
from sauro.engines.office.writing import Column, Sheet, WordTable, write_docx_tables, write_xlsx


@access.require(Perm.DRAFT)
def opinions_due(request: HttpRequest) -> HttpResponse:
    """Drafts on which the person's organisations were asked and have not answered."""
    context = {
        "rows": [
            {"asked": one, "is_late": one.due_on < clock.today()}
            for one in selectors.opinions_due(user=request.user)[:200]
        ],
        "tabs": draft_tabs(request, "due"),
    }
    return render(request, "documents/opinions_due.html", context)


@access.require(Perm.DRAFT)
@require_POST
def opinions_ask(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Send the draft out for opinions."""
    form = AskForm(
        request.POST, choices=asked_from(draft_or_404(request, draft_pk)), auto_id="ask_%s"
    )
    return act(request, draft_pk, ("ask_form", form), services.ask_opinions)


@access.require(Perm.DRAFT)
@require_POST
def opinion_give(request: HttpRequest, draft_pk: int) -> HttpResponse:
    """Say what an asked organisation thinks."""
    draft = draft_or_404(request, draft_pk)
    choices = selectors.answering_for(draft=draft, user=request.user)
    form = OpinionForm(request.POST, choices=choices, auto_id="opinion_%s")
    return act(request, draft_pk, ("opinion_form", form), services.give_opinion)


@access.require(Perm.DRAFT)
@require_POST
def opinion_decide(request: HttpRequest, draft_pk: int, opinion_pk: int) -> HttpResponse:
    """Say what became of an opinion."""
    opinion = get_object_or_404(
        draft_or_404(request, draft_pk).opinions.select_related("draft"), pk=opinion_pk
    )
    form = DecisionForm(request.POST, auto_id=False)
    return act(request, draft_pk, ("decision_form", form), services.decide_opinion, opinion=opinion)


@access.require(Perm.VIEW)
def opinion_export(request: HttpRequest, draft_pk: int, fmt: str) -> HttpResponse:
    """The table of opinions as Word or Excel."""
    draft = draft_or_404(request, draft_pk)
    if fmt not in ("docx", "xlsx"):
        raise Http404
    table = selectors.opinion_table(draft=draft, today=clock.today())
    columns = [Column(str(title), width) for title, width in _columns()]
    rows = [_cells(number, line) for number, line in enumerate(table.lines, 1)]
    titles = (_("Table of opinions: taken over, explained"), draft.abstract)
    if fmt == "xlsx":
        data = write_xlsx([Sheet(_("Opinions"), columns, rows, titles)])
    else:
        data = write_docx_tables([WordTable(columns, rows)], titles=titles)
    response = HttpResponse(data, content_type=uploads.TYPES[fmt])
    response["Content-Disposition"] = f'attachment; filename="y-kien-{draft.pk}.{fmt}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _columns() -> list[tuple[Any, float]]:
    return [
        (_("No."), 6),
        (_("Agency"), 28),
        (_("Section"), 18),
        (_("Opinion"), 50),
        (_("What became of it"), 18),
        (_("Reason"), 40),
    ]


def _cells(number: int, line: OpinionLine) -> list[Any]:
    opinion = line.opinion
    if opinion is None:
        return [number, line.organisation.name, "", str(ASKED[line.state.value]), "", ""]
    said = opinion.text or _("Agrees")
    verdict = opinion.get_verdict_display() if opinion.verdict else ""
    return [number, line.organisation.name, opinion.section, said, str(verdict), opinion.answer]
