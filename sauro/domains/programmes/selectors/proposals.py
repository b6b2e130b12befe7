"""What a page of proposals needs beside the proposals: programmes, clauses, tasks made before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from sauro.domains.documents.models import Clause, Document
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.domains.programmes.models import Programme, TaskMandate
from sauro.domains.programmes.permissions import Perm
from sauro.engines import access, text


def programmes_to_fill(*, user: Any) -> QuerySet[Programme]:
    """Open programmes in which the person may make tasks."""
    scope = access.scope(user, Perm.MANAGE)
    found = Programme.objects.filter(scope.q("owner__path"), closed_on__isnull=True)
    return found.select_related("owner")


def programme_first_offered(*, programmes: QuerySet[Programme], code: str) -> Programme | None:
    """The programme named by its code, else the only one there is."""
    if code:
        return programmes.filter(code=code).first()
    found = list(programmes[:2])
    return found[0] if len(found) == 1 else None


def tasks_made(*, document: Document, user: Any) -> dict[str, tuple[int, str]]:
    """Folded source sentence to task and programme, for tasks the person manages; one SQL."""
    scope = access.scope(user, Perm.MANAGE)
    rows = (
        TaskMandate.objects.filter(document=document, task__request_key__startswith="doc-")
        .filter(scope.q("task__programme__owner__path"))
        .order_by("task_id")
        .values_list("task__content", "task_id", "task__programme__code")
    )
    return {text.fold(content): (task, code) for content, task, code in rows}


def clause_for(*, proposal: Proposal, clauses: Sequence[Clause]) -> Clause | None:
    """The clause on record that a proposal stands in: it holds the words, or has the number."""
    said = text.fold(proposal.passage)
    for clause in clauses:
        if said and said in text.fold(clause.content):
            return clause
    numbers = [part for part in proposal.place.lower().split(".") if part]
    for clause in clauses:
        if numbers and _numbers(clause.label) == numbers:
            return clause
    return None


def _numbers(label: str) -> list[str]:
    """The numbers of a label: "Mục II, khoản 1, điểm a" gives ii, 1, a."""
    words: Iterable[str] = text.fold(label).replace(",", " ").replace(".", " ").split()
    names = {"muc", "khoan", "diem", "dieu", "phan", "chuong", "y", "section", "article", "clause"}
    return [word.strip(")(") for word in words if word not in names]
