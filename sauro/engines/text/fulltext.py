"""Whole words and phrases in long texts, the same answers on SQLite and on PostgreSQL.

A table of passages keeps three columns: the text as written, its words with marks (`exact_words`)
and its words without (`folded_words`). `fulltext_tables` indexes the last two. A word typed with
marks is looked for among the first, one typed without among the second; "…" is a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, Field, Model
from django.db.models.expressions import Combinable
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from .folding import exact_form, fold, has_marks, nfc
from .querying import tokens_for_search

LONGEST_WORD = 60
WORDS_OF_A_PASSAGE = 1_500  # PostgreSQL keeps 256 places of a word: no word is so frequent in these
OVERLAP = 12  # a phrase over the edge of two passages stands whole in the second
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, short enough for the index of every engine."""

    content: str
    exact: str
    folded: str


def exact_words(text: str) -> str:
    """The words of a text with their marks, in small letters, one space between them."""
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(exact_form(text)))


def folded_words(text: str) -> str:
    """The words of a text without marks."""
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(fold(text)))


def pieces(text: str) -> list[Piece]:
    """The text in passages; nothing for a text without words."""
    text = nfc(text)
    places = [found.start() for found in _ARTICLE.finditer(text)]
    made = []
    for first in range(0, len(places), WORDS_OF_A_PASSAGE):
        start = places[max(first - OVERLAP, 0)]
        last = first + WORDS_OF_A_PASSAGE
        content = text[start : places[last] if last < len(places) else len(text)].rstrip()
        if folded := folded_words(content):
            made.append(Piece(content, exact_words(content), folded))
    return made


@dataclass(frozen=True, slots=True)
class Term:
    """What must occur: words in this order, with their marks or without."""

    words: tuple[str, ...]
    exact: bool

    @property
    def column(self) -> str:
        """The column in which it is looked for."""
        return "exact" if self.exact else "folded"


def terms_of(query: str) -> list[Term]:
    """The words and phrases of a query that an index can find, in their order."""
    return [made for token in tokens_for_search(query) if (made := term_of(token)) is not None]


def term_of(token: str) -> Term | None:
    """One word or phrase as it is looked for; nothing for a token without letters or digits."""
    exact = has_marks(token)
    words = (exact_words(token) if exact else folded_words(token)).split()
    return Term(tuple(words), exact) if words else None


_WORD_QUERY = "plainto_tsquery('simple', %s)"
_PHRASE = "phraseto_tsquery('simple', %s)"


def match_of(term: Term) -> str:
    """The term in the language of FTS5; words are letters and digits, so nothing escapes."""
    return f'{term.column} : "{" ".join(term.words)}"'


class Among(Expression):
    """The condition that `owner`, a column, is one of those whose passages hold a term.

    The key of a passage is the owner's key times `share` plus a number, so that the owner is known
    from the index alone, without a visit to the table.
    """

    output_field: Field[Any, Any] = BooleanField()
    conditional = True

    def __init__(self, owner: Combinable, table: type[Model], term: Term, *, share: int) -> None:
        super().__init__()
        self.owner: Any = owner
        self.table = table._meta.db_table
        self.term = term
        self.share = int(share)

    def get_source_expressions(self) -> list[Any]:
        return [self.owner]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        [self.owner] = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """By the index of the engine."""
        owner, params = compiler.compile(self.owner)
        if connection.vendor == "sqlite":
            index = connection.ops.quote_name(f"{self.table}_words")
            found = f"SELECT rowid / {self.share} FROM {index} WHERE {index} MATCH %s"  # noqa: S608
            return f"{owner} IN ({found})", (*params, match_of(self.term))
        return self._by_vectors(owner, tuple(params), connection.ops.quote_name(self.table))

    def _by_vectors(
        self, owner: str, params: tuple[Any, ...], table: str
    ) -> tuple[str, tuple[Any, ...]]:
        """The words from the index; their places, which it does not hold, owner by owner.

        The query stands in a subselect: a planner that knew how common its words are would read
        every vector in turn, which takes seconds.
        """
        words, column = self.term.words, f"{self.term.column}_words"
        every = " && ".join([_WORD_QUERY] * len(words))
        found = f"SELECT id / {self.share} FROM {table} WHERE {column} @@ (SELECT {every})"  # noqa: S608
        sql = f"{owner} IN ({found})"
        if len(words) == 1:
            return sql, (*params, *words)
        own = f"id BETWEEN {owner} * {self.share} AND {owner} * {self.share} + {self.share} - 1"
        beside = f"SELECT 1 FROM {table} WHERE {own} AND {column} @@ (SELECT {_PHRASE})"  # noqa: S608
        return (
            f"({sql} AND EXISTS ({beside}))",
            (*params, *words, *params, *params, " ".join(words)),
        )


def snippet(content: str, terms: Sequence[Term], *, width: int = 160) -> SafeString:
    """The place of a text where most of the terms stand, marked; empty when none does.

    Everything but the marks is escaped.
    """
    plain = _without_marks(content)
    exact = _with_marks(content)
    found = [hit for term in terms for hit in _hits(term, plain if not term.exact else exact)]
    if not found:
        return SafeString("")
    found.sort()
    start = _best(found, width)
    begin, end = _edges(content, start, width)
    parts, place = ["… " if begin else ""], begin
    for first, last in found:
        if first >= place and last <= end:
            parts += [conditional_escape(content[place:first]), "<mark>"]
            parts += [conditional_escape(content[first:last]), "</mark>"]
            place = last
    parts += [conditional_escape(content[place:end]), " …" if end < len(content) else ""]
    return SafeString("".join(parts))


def _hits(term: Term, text: str) -> list[tuple[int, int]]:
    between = r"[\W_]+"
    pattern = rf"(?<![^\W_]){between.join(map(re.escape, term.words))}(?![^\W_])"
    return [(found.start(), found.end()) for found in list(re.finditer(pattern, text))[:200]]


def _best(found: Sequence[tuple[int, int]], width: int) -> int:
    """The first hit of the stretch that holds most letters of hits."""
    best, most = found[0][0], 0
    for first, _last in found[:200]:
        weight = sum(end - start for start, end in found if first <= start and end <= first + width)
        if weight > most:
            best, most = first, weight
    return best


def _edges(content: str, start: int, width: int) -> tuple[int, int]:
    """Where the stretch begins and ends, between words."""
    begin = max(start - width // 3, 0)
    if begin:
        space = content.find(" ", begin, start)
        begin = space + 1 if space >= 0 else start
    end = min(begin + width + width // 3, len(content))
    if end < len(content):
        space = content.rfind(" ", start, end)
        end = space if space > start else end
    return begin, end


def _with_marks(text: str) -> str:
    """`exact_form` of each line, every letter at its place."""
    lines = ((line, exact_form(line)) for line in _small(text).split("\n"))
    return "\n".join(formed if len(formed) == len(line) else line for line, formed in lines)


def _without_marks(text: str) -> str:
    """The text without marks, every letter at its place."""
    return text.translate(_FOLDED)


def _small(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


_LETTERS = [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
_FOLDED = {code: kept for code in _LETTERS if len(kept := fold(chr(code))) == 1}
