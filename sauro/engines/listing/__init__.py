"""Lists: one declaration gives table, filters, sort, paging, saved views, CSV, XLSX and JSON.

`from sauro.engines.listing import Column, Listing`; the names are looked up when first used,
because Django loads this package before any table exists.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sauro.engines.listing.columns import Column
    from sauro.engines.listing.declaring import BulkAction, Listing
    from sauro.engines.listing.filtering import Asker
    from sauro.engines.listing.pages import ListPage
    from sauro.engines.listing.selecting import Selection

_HOMES = {
    "Asker": "filtering",
    "BulkAction": "declaring",
    "Column": "columns",
    "ListPage": "pages",
    "Listing": "declaring",
    "Selection": "selecting",
}
__all__ = ["Asker", "BulkAction", "Column", "ListPage", "Listing", "Selection"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
