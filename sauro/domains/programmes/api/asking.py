"""What an endpoint asks of a request: the day looked at, an object or 404, one page of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.models import Clause, Document
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.api.shapes import MandateIn, Paging
from sauro.domains.programmes.models import Group, Programme, ProgressUpdate, Target, Task
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors import tasks as task_selectors
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.selectors.standing import AsOf

Row = TypeVar("Row", bound=Model)
KEY_LENGTH = 40


class NotThere(DomainError):
    """Something named in the request does not exist, or not for this person."""

    code = "not_there"
    status = 422


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at` of a write."""
    return {"by": request.user, "at": clock.now()}


def request_key(request: HttpRequest) -> str | None:
    """The `Idempotency-Key` of the request, made the person's own; None when there is none."""
    given = request.headers.get("Idempotency-Key", "").strip()
    if not given:
        return None
    return hashlib.sha256(f"{request.user.pk}:{given}".encode()).hexdigest()[:KEY_LENGTH]


def as_of(day: date | None) -> AsOf:
    """The day looked at: today, or the past day that was named."""
    today = clock.today()
    return AsOf(day=min(day or today, today), today=today, soon_days=settings.DUE_SOON_DAYS)


def page_of(
    rows: QuerySet[Row], paging: Paging, *, total: int | None = None
) -> tuple[int, list[Row]]:
    """How many rows there are, and those of one page."""
    count = rows.count() if total is None else total
    return count, list(rows[paging.offset : paging.offset + paging.limit])


def programme_or_404(request: HttpRequest, code: str) -> Programme:
    """A programme the person may see, by its code."""
    found = visibility.visible_programmes(user=request.user).select_related("owner", "standing")
    programme = found.filter(code=code).first()
    if programme is None:
        raise Http404
    return programme


def task_or_404(request: HttpRequest, task_id: int) -> Task:
    """A task the person may see; what he may not see does not exist."""
    try:
        return task_selectors.task_for(user=request.user, task_id=task_id)
    except Task.DoesNotExist:
        raise Http404 from None


def update_or_404(request: HttpRequest, update_id: int) -> ProgressUpdate:
    """An update the person may see."""
    found = (
        visibility.visible_updates(user=request.user)
        .select_related("task__programme__owner", "task__lead", "submitted_by", "decided_by", "by")
        .prefetch_related("evidence")
    )
    update = found.filter(pk=update_id).first()
    if update is None:
        raise Http404
    return update


def target_or_404(request: HttpRequest, target_id: int) -> Target:
    """A target the person may see."""
    try:
        return target_selectors.target_for(user=request.user, target_id=target_id)
    except Target.DoesNotExist:
        raise Http404 from None


def programme_named(request: HttpRequest, code: str) -> Programme:
    """A programme named in a body."""
    try:
        return programme_or_404(request, code.strip().upper())
    except Http404:
        raise NotThere(
            _("There is no programme %(code)s.") % {"code": code}, field="programme"
        ) from None


def organisation_named(request: HttpRequest, code: str | None, field: str) -> Organisation | None:
    """An organisation named in a body by its code; nothing for an empty code."""
    if not code:
        return None
    return organisations_named(request, [code], field)[0]


def organisations_named(
    request: HttpRequest, codes: Iterable[str], field: str
) -> list[Organisation]:
    """Organisations named in a body by their codes, in the order given."""
    wanted = list(dict.fromkeys(codes))
    known = org_selectors.visible_to(user=request.user).filter(code__in=wanted)
    found = {organisation.code: organisation for organisation in known}
    for code in wanted:
        if code not in found:
            raise NotThere(
                _("There is no organisation with the code %(code)s.") % {"code": code}, field=field
            )
    return [found[code] for code in wanted]


def position_named(request: HttpRequest, position_id: int | None, field: str) -> Position | None:
    """A post named in a body by its id."""
    if position_id is None:
        return None
    seen = org_selectors.visible_to(user=request.user)
    found = Position.objects.filter(pk=position_id, organisation__in=seen).first()
    if found is None:
        raise NotThere(_("There is no such post."), field=field)
    return found


def group_named(programme: Programme, group_id: int | None, kind: str) -> Group | None:
    """A group of the programme named in a body by its id."""
    if group_id is None:
        return None
    found = Group.objects.filter(pk=group_id, programme=programme, kind=kind).first()
    if found is None:
        raise NotThere(_("There is no such group in this programme."), field="group_id")
    return found


def documents_named(request: HttpRequest, ids: Iterable[int], field: str) -> list[Document]:
    """Documents named in a body by their ids, in the order given."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    seen = document_selectors.documents_visible(user=request.user)
    found = {document.pk: document for document in seen.filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise NotThere(_("There is no such document."), field=field)
    return [found[pk] for pk in wanted]


def clause_named(document: Document, label: str, field: str) -> Clause | None:
    """A clause of a document named in a body by its label; nothing for an empty label."""
    if not label:
        return None
    found = document.clauses.filter(label__iexact=label).first()
    if found is None:
        raise NotThere(_("There is no such clause in the document."), field=field)
    return found


def mandates_named(
    request: HttpRequest, given: Iterable[MandateIn], field: str
) -> list[Document | Clause]:
    """Documents and clauses named in a body, in the order given."""
    wanted = list(given)
    papers = documents_named(request, [one.document_id for one in wanted], field)
    by_id = {document.pk: document for document in papers}
    return [
        clause_named(by_id[one.document_id], one.clause, field) or by_id[one.document_id]
        for one in wanted
    ]
