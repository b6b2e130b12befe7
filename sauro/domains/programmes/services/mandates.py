"""Which documents and clauses a programme or a task answers."""

from __future__ import annotations

from collections.abc import Iterable

from sauro.domains.documents.models import Clause, Document
from sauro.domains.programmes.models import Programme, ProgrammeMandate, Task, TaskMandate

Mandate = Document | Clause


def replace_mandates(
    *, of: Programme | Task, wanted: Iterable[Mandate]
) -> tuple[list[str], list[str]]:
    """What the programme or task answered, and what it answers from now on, in words."""
    held = {_key(row.clause or row.document): row for row in _rows(of)}
    kept = {_key(one): one for one in wanted}
    before = [str(row.clause or row.document) for row in held.values()]
    if set(held) == set(kept):
        return before, before
    gone = [row.pk for key, row in held.items() if key not in kept]
    fresh = [key for key in kept if key not in held]
    if isinstance(of, Task):
        TaskMandate.objects.filter(pk__in=gone).delete()
        TaskMandate.objects.bulk_create(
            TaskMandate(task=of, document_id=document, clause_id=clause)
            for document, clause in fresh
        )
    else:
        ProgrammeMandate.objects.filter(pk__in=gone).delete()
        ProgrammeMandate.objects.bulk_create(
            ProgrammeMandate(programme=of, document_id=document, clause_id=clause)
            for document, clause in fresh
        )
    return before, [str(one) for one in kept.values()]


def _rows(of: Programme | Task) -> Iterable[ProgrammeMandate | TaskMandate]:
    if of.pk is None:
        return ()
    found: Iterable[ProgrammeMandate | TaskMandate] = of.mandates.select_related(
        "document", "clause__document"
    )
    return found


def _key(one: Mandate) -> tuple[int, int | None]:
    return (one.document_id, one.pk) if isinstance(one, Clause) else (one.pk, None)
