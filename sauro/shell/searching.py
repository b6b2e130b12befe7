"""One search over everything a person may see, folded, with the way to each full list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.permissions import Perm as OrgPerm
from sauro.domains.programmes.selectors import overview, visibility
from sauro.domains.territory import selectors as unit_selectors
from sauro.engines import access, text

SHOWN = 10
LONGEST = 140
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `snippet` is the place in a file where the words stand, as safe HTML."""

    label: str
    url: str
    note: str = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Things of one kind; `more_url` is the full list when there is more than is shown."""

    title: str
    hits: tuple[Hit, ...]
    more_url: str = ""


def search(*, user: Any, query: str) -> list[Found]:
    """What matches, by kind, without the kinds that have no hit; nothing for one letter."""
    query = text.clean(query)[:200]
    if len(query) < SHORTEST:
        return []
    kinds = (_tasks, _targets, _programmes, _documents, _organisations, _units, _people)
    return [found for kind in kinds if (found := kind(user, query)) is not None and found.hits]


def _tasks(user: Any, query: str) -> Found:
    rows = overview.counted_tasks(user=user).filter(text.matches_query(query, folded="folded"))
    rows = rows.select_related("lead", "programme").order_by("-programme__starts_on", "position")
    return _found(
        _("Tasks"),
        rows,
        lambda task: Hit(
            _short(str(task)),
            reverse("task_detail", args=[task.pk]),
            " · ".join(filter(None, (task.programme.code, task.lead.label if task.lead else ""))),
        ),
        _list("task_list", query),
    )


def _targets(user: Any, query: str) -> Found:
    rows = visibility.visible_targets(user=user).filter(text.matches_query(query, folded="folded"))
    return _found(
        _("Targets"),
        rows.select_related("programme").order_by("-programme__starts_on", "position"),
        lambda target: Hit(
            _short(str(target)), reverse("target_detail", args=[target.pk]), target.programme.code
        ),
        _list("target_list", query),
    )


def _programmes(user: Any, query: str) -> Found:
    rows = visibility.visible_programmes(user=user).filter(
        text.matches_query(query, folded="folded")
    )
    return _found(
        _("Programmes"),
        rows.order_by("-starts_on", "code"),
        lambda one: Hit(_short(one.title), reverse("programme_detail", args=[one.code]), one.code),
        _list("programme_list", query),
    )


def _documents(user: Any, query: str) -> Found:
    """Documents by the words of their entry, then of their files, with the place in the file."""
    visible = document_selectors.documents_visible(user=user)
    rows = document_selectors.documents_first(found=visible, query=query, limit=SHOWN + 1)
    places = document_selectors.snippets(documents=rows[:SHOWN], query=query)
    return _found(
        _("Documents"),
        rows,
        lambda one: Hit(
            one.reference,
            _page("document_detail", one.pk),
            _short(one.abstract),
            places.get(one.pk, ""),
        ),
        _list("document_list", query),
    )


def _organisations(user: Any, query: str) -> Found:
    rows = org_selectors.named(organisations=org_selectors.visible_to(user=user), query=query)
    return _found(
        _("Agencies"),
        rows,
        lambda one: Hit(
            one.name, _page("organisation_detail", one.pk), str(one.get_kind_display())
        ),
        _list("organisation_list", query),
    )


def _units(user: Any, query: str) -> Found | None:
    if not access.can(user, OrgPerm.VIEW):
        return None
    hits = unit_selectors.units_search(query=query, limit=SHOWN + 1)
    return _found(_("Units"), hits, _unit_hit, _list("unit_list", query))


def _unit_hit(hit: Any) -> Hit:
    note = hit.province
    if hit.found_as:
        old = _("formerly %(name)s") % {"name": hit.found_as}
        note = f"{note} · {old}" if note else old
    return Hit(hit.full_name, _page("unit_detail", hit.unit.pk), note)


def _people(user: Any, query: str) -> Found | None:
    scope = access.scope(user, AccountPerm.VIEW)
    if not scope:
        return None
    return _found(
        _("People"),
        org_selectors.people_in(scope=scope, query=query),
        lambda one: Hit(one.full_name, _page("user_detail", one.pk), one.username),
        _list("user_list", query),
    )


def _found(
    title: str, rows: QuerySet[Any] | Iterable[Any], hit: Callable[[Any], Hit], more_url: str
) -> Found:
    taken = list(rows[: SHOWN + 1]) if isinstance(rows, QuerySet) else list(rows)
    hits = tuple(hit(row) for row in taken[:SHOWN])
    return Found(title, hits, more_url if len(taken) > SHOWN else "")


def _short(label: str) -> str:
    return Truncator(label).chars(LONGEST)


def _page(name: str, key: Any) -> str:
    """The page of a thing; empty where its kind has no page."""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


def _list(name: str, query: str) -> str:
    try:
        return f"{reverse(name)}?{urlencode({'q': query})}"
    except NoReverseMatch:
        return ""
