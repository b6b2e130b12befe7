"""Turning what a person types into a search box into database conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q

from .folding import exact_form, fold, has_marks

_TOKEN = re.compile(r'"([^"]+)"|(\S+)')
_EDGES = ".,;:!?()[]{}<>'\"-–…/\\"
MAX_TOKENS = 12


def tokens_for_search(query: str) -> list[str]:
    """The distinct words of a query in order, lower case, marks kept; "…" keeps a phrase whole."""
    query = exact_form(query).translate({0x201C: '"', 0x201D: '"', 0x201E: '"'})
    words = (found[1] or found[2] for found in _TOKEN.finditer(query))
    kept = (" ".join(word.strip(_EDGES).split()) for word in words)
    return list(dict.fromkeys(word for word in kept if word))[:MAX_TOKENS]


def matches_query(
    query: str, *, folded: str, exact: str | None = None, codes: Sequence[str] = ()
) -> Q:
    """The condition that every word of the query occurs; an empty query matches everything.

    A word typed with marks is looked for in the `exact` column (filled by `exact_form`), one
    typed without in the `folded` column (filled by `fold`); without `exact` all are folded. A
    word that is part of one of the `codes` counts as found as well.
    """
    condition = Q()
    for word in tokens_for_search(query):
        if exact and has_marks(word):
            found = Q(**{f"{exact}__contains": word})
        else:
            found = Q(**{f"{folded}__contains": fold(word)})
        for code in codes:
            found |= Q(**{f"{code}__icontains": word})
        condition &= found
    return condition
