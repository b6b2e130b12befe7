"""What the address of a list asks for, cleaned: a bad value becomes its default and a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sauro.engines import text
from sauro.engines.listing.columns import Column

SIZES = (25, 50, 100)
RESERVED = ("q", "sort", "page", "size", "col", "view", "format")
LONGEST = 200


@dataclass(slots=True)
class Asked:
    """The cleaned request of one reader."""

    params: QueryDict
    query: str = ""
    sort: str = ""
    page: int = 1
    size: int = 50
    columns: tuple[str, ...] = ()
    messages: list[str] = field(default_factory=list)

    def link(self, changes: Mapping[str, Any] | None = None, drop: Iterable[str] = ()) -> str:
        """The address of the same list with some parameters changed (None removes), on page 1."""
        query = self.params.copy()
        for name in ("page", *drop):
            query.pop(name, None)
        for name, value in (changes or {}).items():
            if value is None or value == "":
                query.pop(name, None)
            else:
                query[name] = str(value)
        return "?" + query.urlencode()

    def hidden(self, *without: str) -> tuple[tuple[str, str], ...]:
        """Parameters a form must carry along, as pairs."""
        return tuple(
            (name, value)
            for name, values in self.params.lists()
            if name not in without and name != "page"
            for value in values
        )

    @property
    def query_string(self) -> str:
        """The parameters without the page: what a saved view keeps."""
        return self.link()[1:]


def asked(params: QueryDict, *, columns: Sequence[Column], page_size: int) -> Asked:
    """Parameters of the address, each checked."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name not in ("format", "view"):
            sound = [value for value in values if 0 < len(value) <= LONGEST]
            if sound:
                kept.setlist(name, sound)
    found = Asked(params=kept, size=page_size)
    _search(found, params)
    _sorting(found, columns)
    found.page = _whole(found, "page", 1)
    size = _whole(found, "size", page_size)
    found.size = size if size in SIZES else page_size
    if size != found.size:
        _drop(found, "size", _("A page shows 25, 50 or 100 rows."))
    known = {column.name for column in columns}
    found.columns = tuple(name for name in kept.getlist("col") if name in known)
    if found.columns:
        kept.setlist("col", list(found.columns))
    else:
        kept.pop("col", None)
    return found


def _search(found: Asked, params: QueryDict) -> None:
    typed = params.get("q", "")
    found.query = text.clean(typed)[:LONGEST]
    if len(typed) > LONGEST:
        found.messages.append(_("The search text was cut to 200 characters."))
    if found.query:
        found.params["q"] = found.query
    else:
        found.params.pop("q", None)


def _sorting(found: Asked, columns: Sequence[Column]) -> None:
    wanted = found.params.get("sort", "")
    known = {column.name for column in columns if column.sort_names}
    if not wanted:
        found.params.pop("sort", None)
    elif wanted.removeprefix("-") in known:
        found.sort = wanted
    else:
        _drop(found, "sort", _("The list cannot be sorted in this way; the usual order is shown."))


def _whole(found: Asked, name: str, default: int) -> int:
    given = found.params.get(name, "")
    if not given:
        found.params.pop(name, None)
        return default
    if given.isascii() and given.isdigit() and len(given) <= 9 and int(given) > 0:
        return int(given)
    _drop(found, name, _("“%(value)s” is not a page number.") % {"value": given[:20]})
    return default


def _drop(found: Asked, name: str, message: str) -> None:
    found.params.pop(name, None)
    found.messages.append(message)
