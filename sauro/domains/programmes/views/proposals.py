"""Tasks proposed out of a document, each beside its source, corrected and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sauro.core import clock
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.models import Document, DocumentFile
from sauro.domains.programmes import links, proposing
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.domains.programmes.forms.proposals import ProposalsForm, Row, posted_proposals
from sauro.domains.programmes.labels import FOUND_BY
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.proposing import Proposed
from sauro.domains.programmes.selectors import naming, proposals
from sauro.domains.programmes.services import proposals as services
from sauro.domains.programmes.views import answering, asking
from sauro.engines import access, text

TEMPLATE = "programmes/task_proposals.html"


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def document_task_proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposals of one file of a document; ticked ones become draft tasks of a programme."""
    visible = document_selectors.documents_visible(user=request.user)
    document = get_object_or_404(visible, pk=pk)
    files = proposing.files_with_text(document=document)
    file = _file(request, files)
    asks = request.method == "POST" and "ask" in request.POST
    found = (
        proposing.propose(document=document, file=file, with_assistant=asks)
        if file is not None
        else Proposed()
    )
    context = {"document": document, "files": files, "file": file, "found": found}
    if request.method != "POST" or asks:
        form = _form(request, document, found.proposals)
        return _page(request, context, form)
    again = posted_proposals(request.POST, found.text, found.proposals)
    form = _form(request, document, again, request.POST)
    made: list[Task] = []
    if answering.taken(form, lambda: made.extend(_made(request, document, form))):
        return _done(request, form, made)
    return _page(request, context, form)


def _file(request: HttpRequest, files: Sequence[DocumentFile]) -> DocumentFile | None:
    wanted = request.POST.get("file") or request.GET.get("file", "")
    if not wanted:
        return files[0] if files else None
    chosen = next((file for file in files if str(file.pk) == wanted), None)
    if chosen is None:
        raise Http404
    return chosen


def _form(
    request: HttpRequest, document: Document, found: Sequence[Proposal], data: Any = None
) -> ProposalsForm:
    programmes = proposals.programmes_to_fill(user=request.user)
    clauses = list(document.clauses.all())
    placed = {n: proposals.clause_for(proposal=one, clauses=clauses) for n, one in enumerate(found)}
    return ProposalsForm(
        data,
        programmes=programmes,
        document=document,
        proposals=found,
        clauses={n: clause for n, clause in placed.items() if clause is not None},
        day=clock.today(),
        initial={
            "programme": proposals.programme_first_offered(
                programmes=programmes, code=request.GET.get("programme", "")
            )
        },
    )


def _made(request: HttpRequest, document: Document, form: ProposalsForm) -> list[Task]:
    return services.create_proposed(
        programme=form.cleaned_data["programme"],
        document=document,
        chosen=form.chosen,
        **asking.who(request),
    )


def _done(request: HttpRequest, form: ProposalsForm, made: Sequence[Task]) -> HttpResponse:
    words = ngettext(
        "%(count)s draft task was made.", "%(count)s draft tasks were made.", len(made)
    )
    back = links.tasks_url(programme=form.cleaned_data["programme"].code, state="draft")
    return answering.done(request, words % {"count": len(made)}, back)


def _page(request: HttpRequest, context: dict[str, Any], form: ProposalsForm) -> HttpResponse:
    document: Document = context["document"]
    before = proposals.tasks_made(document=document, user=request.user)
    names = {name for one in form.proposals for name in (*one.leads, *one.coordinators)}
    means = naming.names_meant(names=names, owner=document.register, day=clock.today())
    context |= {
        "form": form,
        "rows": [_shown(row, before, means) for row in form.rows()],
        "may_ask": context["file"] is not None and proposing.assistant_may_help(document=document),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, TEMPLATE, context, status=status)


def _shown(
    row: Row, before: dict[str, tuple[int, str]], means: dict[str, naming.Named]
) -> dict[str, Any]:
    one = row.proposal
    known = [means[name] for name in (*one.leads, *one.coordinators)]
    return {
        "number": row.index + 1,
        "proposal": one,
        "rule": FOUND_BY[one.rule],
        "clause": row.clause,
        "fields": row.fields,
        "due_on": one.deadline.due_on,
        "is_unclear": bool(one.deadline.phrase) and not one.deadline.clear,
        "unknown": [named for named in known if named.found is None],
        "before": before.get(text.fold(one.passage)),
    }
