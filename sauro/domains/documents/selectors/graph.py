"""The relations around a document, two steps away, as they stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from sauro.domains.documents.models import Document, DocumentRelation
from sauro.domains.documents.rules import Validity
from sauro.domains.documents.selectors.entries import documents_visible
from sauro.domains.documents.selectors.validity import validities

MOST = 60
STEPS = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A document at a level: what it rests on is above (below zero), what follows is below."""

    document: Document
    level: int
    validity: Validity


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Documents with the relations between them; `cut` when there are more than are shown."""

    nodes: tuple[Node, ...]
    edges: tuple[DocumentRelation, ...]
    cut: bool


def neighbourhood(*, document: Document, user: Any, as_of: date) -> Neighbourhood:
    """The visible documents issued by a day around one, in a fixed number of queries."""
    visible = documents_visible(user=user).filter(issued_on__lte=as_of)
    levels = {document.pk: 0}
    edges: dict[int, DocumentRelation] = {}
    newest = {document.pk}
    cut = False
    for _step in range(STEPS):
        found = (
            DocumentRelation.objects.filter(Q(source__in=newest) | Q(target__in=newest))
            .filter(source__in=visible.order_by().values("pk"))
            .filter(target__in=visible.order_by().values("pk"))
            .order_by("id")
        )
        reached: set[int] = set()
        for edge in found:
            cut |= not _place(edge, levels, reached)
            if edge.source_id in levels and edge.target_id in levels:
                edges[edge.pk] = edge
        newest = reached
        if not newest:
            break
    documents = visible.in_bulk(levels)
    states = validities(documents=documents.values(), as_of=as_of)
    nodes = [Node(documents[pk], levels[pk], states[pk]) for pk in levels if pk in documents]
    nodes.sort(key=lambda node: (node.level, node.document.issued_on, node.document.pk))
    known = {node.document.pk for node in nodes}
    kept = [one for one in edges.values() if {one.source_id, one.target_id} <= known]
    return Neighbourhood(tuple(nodes), tuple(kept), cut)


def _place(edge: DocumentRelation, levels: dict[int, int], reached: set[int]) -> bool:
    """Give the new end of a relation its level; false when there is no room for it."""
    ends = ((edge.source_id, edge.target_id, -1), (edge.target_id, edge.source_id, 1))
    for known, other, way in ends:
        if known in levels and other not in levels:
            if len(levels) >= MOST:
                return False
            levels[other] = levels[known] + way
            reached.add(other)
    return True
