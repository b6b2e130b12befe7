"""Whom typed names mean: agencies, posts and documents, with suggestions when unsure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sauro.domains.documents import rules as document_rules
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.models import Document
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Collective, Organisation, Position, in_force
from sauro.engines import text

_SEPARATORS = re.compile(r"[;\n\r]+")
_MOST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """What one typed name means; without `found` there are only suggestions."""

    written: str
    found: Organisation | Collective | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(slots=True)
class Agencies:
    """Typed names sorted into what they mean."""

    organisations: list[Organisation] = field(default_factory=list)
    collectives: list[Collective] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)


def names_in(typed: str) -> list[str]:
    """The names in a text, one on a line or between semicolons, each once."""
    parts = (text.clean(part) for part in _SEPARATORS.split(typed))
    return list(dict.fromkeys(part for part in parts if part))


def names_meant(*, names: Iterable[str], owner: Organisation, day: date) -> dict[str, Named]:
    """What each name means in the province of an owner on a day."""
    root = org_selectors.province_root_of(organisation=owner)
    found = org_selectors.match_mentions(mentions=names, province_root=root, day=day)
    return {
        name: Named(
            name,
            match.successor or match.object,
            tuple(str(suggestion.object) for suggestion in match.suggestions),
        )
        for name, match in found.items()
    }


def agencies_meant(*, names: Iterable[str], owner: Organisation, day: date) -> Agencies:
    """Typed names as organisations, collectives and names that are not certain."""
    result = Agencies()
    for named in names_meant(names=names, owner=owner, day=day).values():
        if isinstance(named.found, Organisation):
            result.organisations.append(named.found)
        elif isinstance(named.found, Collective):
            result.collectives.append(named.found)
        else:
            result.unknown.append(named)
    return result


def members_of(
    *, collectives: Iterable[Collective], owner: Organisation, day: date
) -> list[Organisation]:
    """The organisations that collective names mean in the province of an owner."""
    root = org_selectors.province_root_of(organisation=owner)
    members: dict[int, Organisation] = {}
    for collective in collectives:
        found = org_selectors.collective_members(collective=collective, province_root=root, day=day)
        members.update((organisation.pk, organisation) for organisation in found)
    return list(members.values())


def post_label(position: Position) -> str:
    """A post with its organisation, as a person types and reads it."""
    return f"{position.title} – {position.organisation.label}"


def posts_of(*, organisations: Iterable[Organisation], day: date) -> list[Position]:
    """The posts of some organisations on a day, heads first."""
    ids = [organisation.pk for organisation in organisations]
    found = Position.objects.filter(in_force(day), organisation_id__in=ids)
    return list(found.select_related("organisation").order_by("-is_head", "organisation_id", "id"))


def posts_under(*, owner: Organisation, day: date) -> list[Position]:
    """The posts of the organisations under an owner on a day, heads first."""
    found = Position.objects.filter(in_force(day), organisation__path__startswith=owner.path)
    return list(
        found.select_related("organisation").order_by("organisation__depth", "-is_head", "id")
    )


def post_meant(*, typed: str, posts: Iterable[Position]) -> tuple[Position | None, list[str]]:
    """The one post that a text names, or what it might be."""
    wanted = _post_key(typed)
    known = list(posts)
    exact = [post for post in known if _post_key(post_label(post)) == wanted]
    titled = [post for post in known if _post_key(post.title) == wanted]
    near = [post for post in known if wanted in _post_key(post_label(post))]
    for found in (exact, titled, near):
        if len(found) == 1:
            return found[0], []
    return None, [post_label(post) for post in (exact or titled or near or known)[:_MOST]]


def _post_key(words: str) -> str:
    return " ".join(re.sub(r"[^\w&]+", " ", text.fold(words)).split())


def document_meant(*, user: Any, typed: str) -> tuple[Document | None, list[str]]:
    """The one registered document that a citation means, or what it might be."""
    reference = document_rules.parse_reference(typed)
    found = list(document_selectors.documents_of_reference(user=user, reference=reference)[:_MOST])
    if len(found) == 1:
        return found[0], []
    if not found:
        found = document_selectors.documents_found(user=user, query=typed, limit=_MOST)
    return None, [f"{one.reference} ({one.issued_on:%d/%m/%Y})" for one in found]
