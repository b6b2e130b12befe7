"""Documents and clauses that a programme or a task answers, and those a person may choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.models import Clause, Document
from sauro.domains.programmes.models import Programme, Task

Mandate = Document | Clause
_MOST = 8
_MOST_CLAUSES = 40
_LONGEST = 110


def seen(*, of: Programme | Task, user: Any) -> QuerySet[Any]:
    """What the programme or task answers, without the documents the person may not see."""
    visible = document_selectors.documents_visible(user=user)
    found: QuerySet[Any] = of.mandates.filter(document__in=visible.order_by().values("pk"))
    return found.select_related("document", "clause__document")


def unseen(*, of: Programme | Task, user: Any) -> list[Mandate]:
    """What else it answers: kept when a person who may not see it changes the rest."""
    known = seen(of=of, user=user).values("pk")
    rest = of.mandates.exclude(pk__in=known).select_related("document", "clause__document")
    return [row.clause or row.document for row in rest]


def answered(*, of: Programme | Task, user: Any) -> list[Mandate]:
    """The documents and clauses themselves, as far as the person sees them."""
    return [row.clause or row.document for row in seen(of=of, user=user)]


def key_of(mandate: Mandate) -> str:
    """What a form calls a document ("12") or a clause ("12-34")."""
    if isinstance(mandate, Clause):
        return f"{mandate.document_id}-{mandate.pk}"
    return str(mandate.pk)


def label_of(mandate: Mandate) -> str:
    """A document by reference, day and abstract; a clause by reference, label and wording."""
    if isinstance(mandate, Clause):
        words = f"{mandate.document.reference}, {mandate.label}"
        more = mandate.content
    else:
        words = f"{mandate.reference} ({mandate.issued_on:%d/%m/%Y})"
        more = mandate.abstract
    whole = f"{words} · {more}" if more else words
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip() + "…"


def with_clauses(documents: Iterable[Document]) -> list[Mandate]:
    """Each document followed by its clauses; one SQL."""
    listed = list({document.pk: document for document in documents}.values())
    clauses: dict[int, list[Mandate]] = {document.pk: [] for document in listed}
    for clause in Clause.objects.filter(document__in=list(clauses)).select_related("document"):
        if len(clauses[clause.document_id]) < _MOST_CLAUSES:
            clauses[clause.document_id].append(clause)
    return [one for document in listed for one in (document, *clauses[document.pk])]


def of_keys(*, user: Any, keys: Iterable[str]) -> list[Mandate]:
    """The visible documents and clauses that keys of a form name; unknown ones are left out."""
    documents: list[int] = []
    clauses: list[int] = []
    for key in list(keys)[:200]:
        document, _dash, clause = key.partition("-")
        if document.isdecimal() and len(document) < 18 and not clause:
            documents.append(int(document))
        elif clause.isdecimal() and len(clause) < 18:
            clauses.append(int(clause))
    visible = document_selectors.documents_visible(user=user)
    found: list[Mandate] = list(visible.filter(pk__in=documents)) if documents else []
    if clauses:
        seen_ids = visible.order_by().values("pk")
        rows = Clause.objects.filter(pk__in=clauses, document__in=seen_ids)
        found += list(rows.select_related("document"))
    return found


def documents_meant(*, user: Any, typed: str) -> list[Document]:
    """The documents that a citation, or words of a reference or an abstract, can mean."""
    cited = document_selectors.documents_cited(user=user, typed=typed)
    return cited or document_selectors.documents_found(user=user, query=typed, limit=_MOST)
