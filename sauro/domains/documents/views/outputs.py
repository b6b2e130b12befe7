"""Registers and reports of a period, contents of dossiers, hand-over lists, metadata, as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.documents import metadata, printing, selectors
from sauro.domains.documents.forms import OutputForm
from sauro.domains.documents.labels import ARCHIVE_STATES
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors.outputs import Output
from sauro.domains.documents.views.dossiers import dossier_or_404
from sauro.domains.documents.views.showing import document_or_404
from sauro.domains.documents.views.standing import tabs
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines import access
from sauro.engines.jobs import addresses
from sauro.engines.jobs import views as job_views
from sauro.engines.listing import columns

SHOWN = 100
_STATES = dict(ARCHIVE_STATES)


@access.require(Perm.VIEW)
def register_outputs(request: HttpRequest) -> HttpResponseBase:
    """A register or report of a period, on the page and as a file (`?format=`)."""
    organisations = selectors.keeping(user=request.user)
    form = OutputForm(request.GET or _usual(request), organisations=organisations)
    output = _asked(request, form) if form.is_valid() else None
    fmt = request.GET.get("format", "")
    if fmt and output is not None:
        return _file(request, output, fmt)
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        "form": form,
        "output": output,
        "rows": _shown(output) if output else [],
        "cut": output is not None and len(output.rows) > SHOWN,
        "query": query.urlencode(),
        "tabs": tabs(request, "register_outputs"),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/register_outputs.html", context, status=status)


@access.require(Perm.VIEW)
def dossier_contents(request: HttpRequest, dossier_pk: int, fmt: str) -> HttpResponseBase:
    """The table of contents of a dossier as Word, PDF or Excel."""
    dossier = dossier_or_404(request, dossier_pk)
    return _file(request, selectors.table_of_contents(dossier=dossier, user=request.user), fmt)


@access.require(Perm.VIEW)
def hand_over_list(request: HttpRequest) -> HttpResponseBase:
    """The dossiers to be handed over to the archive, with their last days."""
    today = clock.today()
    waiting = selectors.dossiers_to_hand_over(user=request.user, today=today)
    if fmt := request.GET.get("format", ""):
        return _file(request, _hand_over_of(request, waiting, today), fmt)
    context = {
        "waiting": [
            (one.dossier, one.due_on, one.state.value, _STATES[one.state.value]) for one in waiting
        ],
        "owners": sorted({one.dossier.owner for one in waiting}, key=lambda one: one.path),
        "rule": selectors.hand_over_rule(),
        "tabs": tabs(request, "hand_over_list"),
    }
    return render(request, "documents/hand_over_list.html", context)


@access.require(Perm.VIEW)
def document_metadata(request: HttpRequest, pk: int) -> HttpResponse:
    """The metadata of a document with the names of Appendix VI (`?format=xml`, json)."""
    document = document_or_404(request, pk)
    entry = None
    if chosen := request.GET.get("dossier", ""):
        if not chosen.isdigit():
            raise Http404
        dossier = dossier_or_404(request, int(chosen))
        seen = selectors.entries_of(dossier=dossier, user=request.user)
        entry = get_object_or_404(seen.select_related("dossier", "document"), document=document)
    arrival = metadata.arrival_for(document=document, user=request.user)
    found = metadata.of_document(document=document, entry=entry, arrival=arrival)
    return _described(request, found, f"van-ban-{pk}", {"document": document})


@access.require(Perm.VIEW)
def dossier_metadata(request: HttpRequest, dossier_pk: int) -> HttpResponse:
    """The metadata of a dossier."""
    dossier = dossier_or_404(request, dossier_pk)
    found = metadata.of_dossier(dossier=dossier)
    return _described(request, found, f"ho-so-{dossier_pk}", {"dossier": dossier})


def _described(
    request: HttpRequest, found: metadata.Metadata, name: str, shown: dict[str, Any]
) -> HttpResponse:
    """The fields on a page, or as a file."""
    fmt = request.GET.get("format", "")
    if fmt:
        if fmt not in metadata.FORMATS:
            raise Http404
        response = HttpResponse(metadata.written(found, fmt), content_type=metadata.FORMATS[fmt])
        return _attached(response, f"{name}.{fmt}")
    limits = {one.field: one for one in found.faults}
    context = {
        "fields": [(field, value, limits.get(field)) for field, value in found.fields.items()],
        "lists": [
            (field, [" · ".join(filter(None, one.values())) for one in rows])
            for field, rows in found.lists.items()
        ],
        "faults": found.faults,
        **shown,
    }
    return render(request, "documents/metadata.html", context)


def _hand_over_of(
    request: HttpRequest, waiting: Sequence[selectors.Waiting], today: date
) -> Output:
    """The list of one organisation, which hands over its own dossiers; usually one's own."""
    known = selectors.keeping(user=request.user)
    asked = request.GET.get("organisation", "")
    chosen = known.filter(pk=int(asked)).first() if asked.isdecimal() else _home(request)
    if chosen is None:
        raise Http404
    return selectors.output_of_dossiers(
        organisation=chosen,
        found=[one.dossier for one in waiting if one.dossier.owner_id == chosen.pk],
        title=_("Dossiers to be handed over to the archive"),
        day=today,
    )


def _usual(request: HttpRequest) -> dict[str, Any]:
    """The year so far, of one's own organisation."""
    today = clock.today()
    home = _home(request)
    return {
        "output": "incoming",
        "organisation": home.pk if home else "",
        "since": date(today.year, 1, 1).isoformat(),
        "until": today.isoformat(),
    }


def _shown(output: Output) -> list[list[tuple[Any, bool]]]:
    """The first rows in words, each value with whether it is a number."""
    language = get_language() or "vi"
    return [
        [
            (columns.written(value, language=language), head.number)
            for value, head in zip(row, output.heads, strict=True)
        ]
        for row in output.rows[:SHOWN]
    ]


def _home(request: HttpRequest) -> Any:
    """The organisation in whose name a person draws up lists."""
    home = org_selectors.home_organisation(user=request.user)
    known = selectors.keeping(user=request.user)
    return known.filter(pk=home.pk).first() if home else known.first()


def _asked(request: HttpRequest, form: OutputForm) -> Output | None:
    asked = form.cleaned_data
    return selectors.output_of_period(
        code=asked["output"],
        user=request.user,
        organisation=asked["organisation"],
        since=asked["since"],
        until=asked["until"],
        today=clock.today(),
    )


def _file(request: HttpRequest, output: Output, fmt: str) -> HttpResponseBase:
    """The output as a file; a long one is made by a job."""
    if fmt not in ("docx", "pdf", "xlsx"):
        raise Http404
    if len(output.rows) > addresses.MANY_ROWS and addresses.background(request) is None:
        return job_views.later(request, title=f"{output.title} ({fmt.upper()})")
    file = printing.written(output, fmt, day=clock.today())
    if file is None:
        raise Http404
    return _attached(HttpResponse(file.content, content_type=file.content_type), file.name)


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
