"""Vietnamese text: cleaning, folding, order, old encodings, similarity, names of agencies."""

from . import names, similar
from .figures import vi_date, vi_datetime, vi_number
from .folding import clean, exact_form, fold, has_marks, nfc
from .legacy import from_tcvn3, legacy_hint, repair
from .querying import matches_query, tokens_for_search
from .sorting import sort_key

__all__ = [
    "clean",
    "exact_form",
    "fold",
    "from_tcvn3",
    "has_marks",
    "legacy_hint",
    "matches_query",
    "names",
    "nfc",
    "repair",
    "similar",
    "sort_key",
    "tokens_for_search",
    "vi_date",
    "vi_datetime",
    "vi_number",
]
