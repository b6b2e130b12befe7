"""The relations of a document drawn as a graph, with the same as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sauro.domains.documents import selectors
from sauro.domains.documents.labels import RELATIONS, VALIDITY
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import Neighbourhood, Node
from sauro.domains.documents.views.showing import document_or_404
from sauro.domains.documents.views.standing import day_of
from sauro.engines import access, text

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _EDGE = 190, 66, 24, 72, 8
_RELATIONS = dict(RELATIONS)
_VALIDITY = dict(VALIDITY)


@dataclass(frozen=True, slots=True)
class Box:
    """A document drawn: where, in which words, how it stands."""

    pk: int
    x: int
    y: int
    reference: str
    day: str
    state: str
    words: Any
    url: str
    is_middle: bool

    @property
    def text_x(self) -> int:
        """Where its lines begin."""
        return self.x + 10

    def line_y(self, number: int) -> int:
        """The height of a line of its text."""
        return self.y + 4 + 17 * number

    @property
    def lines(self) -> list[tuple[int, Any]]:
        """Reference, day and state, each at its height."""
        words = (self.reference, self.day, self.words)
        return [(self.line_y(number), line) for number, line in enumerate(words, 1)]


@access.require(Perm.VIEW)
def document_graph(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document rests on, and what rests on it, as of a day."""
    document = document_or_404(request, pk)
    day = day_of(request)
    found = selectors.neighbourhood(document=document, user=request.user, as_of=day)
    boxes = {box.pk: box for box in _boxes(found, document)}
    context = {
        "document": document,
        "day": day,
        "boxes": list(boxes.values()),
        "arrows": [_arrow(boxes[one.source_id], boxes[one.target_id], one) for one in found.edges],
        "width": max((box.x + _WIDTH for box in boxes.values()), default=0) + _EDGE,
        "height": max((box.y + _HEIGHT for box in boxes.values()), default=0) + _EDGE,
        "box_width": _WIDTH,
        "box_height": _HEIGHT,
        "cut": found.cut,
    }
    return render(request, "documents/document_graph.html", context)


def _boxes(found: Neighbourhood, middle: Document) -> list[Box]:
    """Every document at its place: one row for each level, each row centred."""
    rows: dict[int, list[Node]] = {}
    for node in found.nodes:
        rows.setdefault(node.level, []).append(node)
    widest = max((len(row) for row in rows.values()), default=1)
    step = _WIDTH + _GAP_X
    boxes = []
    for place, level in enumerate(sorted(rows)):
        start = _EDGE + (widest - len(rows[level])) * step // 2
        y = _EDGE + place * (_HEIGHT + _GAP_Y)
        for index, node in enumerate(rows[level]):
            boxes.append(_box(node, start + index * step, y, middle))
    return boxes


def _box(node: Node, x: int, y: int, middle: Document) -> Box:
    one = node.document
    return Box(
        pk=one.pk,
        x=x,
        y=y,
        reference=one.reference,
        day=text.vi_date(one.issued_on),
        state=node.validity.state.value,
        words=_VALIDITY[node.validity.state.value],
        url=reverse("document_detail", args=[one.pk]),
        is_middle=one.pk == middle.pk,
    )


def _arrow(source: Box, target: Box, relation: Any) -> dict[str, Any]:
    """A line from what acts to what it acts on, with its word in the middle."""
    start_x, end_x = source.x + _WIDTH // 2, target.x + _WIDTH // 2
    if source.y == target.y:  # side by side: an arch below
        start_y = end_y = source.y + _HEIGHT
        bend = start_y + _GAP_Y // 2
    else:
        start_y = source.y if source.y > target.y else source.y + _HEIGHT
        end_y = target.y + _HEIGHT if source.y > target.y else target.y
        bend = (start_y + end_y) // 2
    return {
        "path": f"M{start_x} {start_y}C{start_x} {bend} {end_x} {bend} {end_x} {end_y}",
        "x": (start_x + end_x) // 2,
        "y": bend + 4,
        "relation": relation.relation,
        "word": _RELATIONS[relation.relation],
        "source": source,
        "target": target,
    }
