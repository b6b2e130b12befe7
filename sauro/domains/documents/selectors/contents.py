"""Searching the register and the text of its files together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Min, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.safestring import SafeString

from sauro.domains.documents import rules
from sauro.domains.documents.models import (
    PASSAGES,
    Document,
    DocumentFile,
    DocumentQuerySet,
    FilePassage,
)
from sauro.domains.documents.rules import ReadingState, Secrecy
from sauro.engines import text
from sauro.engines.text import fulltext
from sauro.engines.text.fulltext import Term

ENTRY, PHRASE, WORDS = 0, 1, 2
MOST = 500  # matches that a page shows: who finds more asks again with another word


def documents_matching(*, found: DocumentQuerySet, query: str) -> DocumentQuerySet:
    """Those in which every word of the query occurs, in the entry or in the text of its files."""
    return found.filter(matching(query=query))


def matching(*, query: str) -> Q:
    """The condition of `documents_matching`."""
    condition = Q()
    for token in text.tokens_for_search(query):
        here = _in_entry(token)
        term = fulltext.term_of(token)
        condition &= here | Q(_holding(term)) if term else here
    return condition


def documents_first(*, found: DocumentQuerySet, query: str, limit: int) -> list[Document]:
    """The newest that match in their entry, and after them those that match in their files."""
    newest = ("-issued_on", "-id")
    entries = list(found.filter(_whole_entry(query)).order_by(*newest)[:limit])
    if len(entries) == limit or not fulltext.terms_of(query):
        return entries
    others = found.filter(matching(query=query)).exclude(pk__in=[one.pk for one in entries])
    return entries + list(others.order_by(*newest)[: limit - len(entries)])


@dataclass(frozen=True, slots=True)
class Hits:
    """The newest documents that match: their keys, and whether there are more."""

    keys: tuple[int, ...]
    beside: frozenset[int]
    more: bool


def hits(*, found: QuerySet[Document], query: str) -> Hits:
    """The newest matches, and of the entries that match the newest too; `beside` holds phrases."""
    newest = ("-issued_on", "-id")
    rows = found.order_by(*newest)
    keys = list(rows.filter(matching(query=query)).values_list("pk", flat=True)[: MOST + 1])
    more = len(keys) > MOST
    if more:
        entries = rows.filter(_whole_entry(query))
        keys = [*keys[:MOST], *entries.values_list("pk", flat=True)[:MOST]]
    kept = tuple(dict.fromkeys(keys))
    return Hits(kept, _beside(kept, query), more)


def _beside(keys: Sequence[int], query: str) -> frozenset[int]:
    """Those in whose texts the words of the query stand side by side."""
    whole = fulltext.term_of(query.replace('"', " "))
    if not keys or whole is None or len(whole.words) < 2:
        return frozenset()
    padded = Concat(Value(" "), F(whole.column), Value(" "), output_field=TextField())
    found = FilePassage.objects.filter(document__in=keys).annotate(padded=padded)
    found = found.filter(padded__contains=f" {' '.join(whole.words)} ").order_by()
    return frozenset(found.values_list("document_id", flat=True).distinct())


def ranked(*, found: QuerySet[Document], hits: Hits, query: str) -> QuerySet[Any]:
    """The hits with `rank`: all words in the entry, then side by side in a text, then others.

    The same order on every database, and one that can be explained.
    """
    cases = [When(_whole_entry(query), then=Value(ENTRY))]
    if hits.beside:
        cases.append(When(pk__in=hits.beside, then=Value(PHRASE)))
    rank = Case(*cases, default=Value(WORDS), output_field=IntegerField())
    return found.filter(pk__in=hits.keys).annotate(rank=rank)


def _in_entry(token: str) -> Q:
    return Q(folded__contains=text.fold(token))


def _whole_entry(query: str) -> Q:
    return text.matches_query(query, folded="folded")


def _holding(term: Term) -> fulltext.Among:
    return fulltext.Among(F("pk"), FilePassage, term, share=PASSAGES)


def snippets(*, documents: Sequence[Document], query: str) -> dict[int, SafeString]:
    """For documents that a person sees: the place in a file where the words stand."""
    terms = fulltext.terms_of(query)
    keys = [one.pk for one in documents if rules.content_allowed(one.secrecy)]
    if not terms or not keys:
        return {}
    every, some = Q(), Q()
    for term in terms:
        one = Q(**{f"{term.column}__contains": " ".join(term.words)})
        every, some = every & one, some | one
    best = (
        FilePassage.objects.filter(some, document__in=keys)
        .order_by()
        .values("document_id")
        .annotate(best=Coalesce(Min("id", filter=every), Min("id")))
    )
    chosen = FilePassage.objects.filter(pk__in=best.values("best")).order_by()
    kept = chosen.values_list("document_id", "content")
    made = ((pk, fulltext.snippet(content, terms)) for pk, content in kept)
    return {pk: shown for pk, shown in made if shown}


def files_to_read(*, again: bool = False) -> QuerySet[DocumentFile]:
    """Files of open documents whose text is not kept yet, or all of them."""
    found = DocumentFile.objects.filter(document__secrecy=Secrecy.OPEN.value)
    if not again:
        waiting = Q(reading__state=ReadingState.WAITING.value)
        found = found.filter(Q(reading__isnull=True) | waiting)
    return found.select_related("document").order_by("pk")


def text_state(*, file: Any) -> str:
    """What came of reading a file, or an empty text for one whose text is never read."""
    reading = getattr(file, "reading", None)
    return reading.state if reading else ""
