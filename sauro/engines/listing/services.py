"""Keeping and forgetting views of lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import text
from sauro.engines.history.recording import record
from sauro.engines.listing.models import SavedView

MOST_VIEWS = 30


class ViewRefused(DomainError):
    """The view cannot be kept."""

    code = "view_refused"
    status = 422


@transaction.atomic
def save_view(
    *, listing: str, name: str, query: str, is_default: bool, by: Any, at: datetime
) -> SavedView:
    """The view of `by` under this name, new or replaced; a default one opens the list."""
    name = text.clean(name)[:80]
    if not name:
        raise ViewRefused(_("Give the view a name."), field="name")
    if not listing.replace("-", "").replace("_", "").isalnum() or len(listing) > 60:
        raise ViewRefused(_("This list does not exist."))
    query = _tidy(query)
    mine = SavedView.objects.select_for_update().filter(user_id=by.pk, listing=listing)
    known = {view.name: view for view in mine}
    if name not in known and len(known) >= MOST_VIEWS:
        raise ViewRefused(_("You have 30 views of this list. Delete one first."))
    if is_default:
        mine.filter(is_default=True).update(is_default=False)
    view = known.get(name) or SavedView(user_id=by.pk, listing=listing, name=name)
    view.query, view.is_default = query, is_default
    view.save()
    after = {"listing": listing, "name": name, "query": query, "is_default": is_default}
    record(kind="listing.view.saved", subject=view, by=by, at=at, after=after)
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: Any, at: datetime) -> SavedView:
    """The view, gone; only its owner deletes it."""
    if view.user_id != by.pk:
        raise ViewRefused(_("This view belongs to somebody else."))
    before = {"listing": view.listing, "name": view.name, "query": view.query}
    record(kind="listing.view.deleted", subject=view, by=by, at=at, before=before)
    view.delete()
    return view


def _tidy(query: str) -> str:
    """Parameters without the page and the file format."""
    params = QueryDict(query.removeprefix("?")[:4000], mutable=True)
    for name in ("page", "format", "view"):
        params.pop(name, None)
    tidy = params.urlencode()
    if len(tidy) > 2000:
        raise ViewRefused(_("This view has too many filters to be kept."))
    return tidy
