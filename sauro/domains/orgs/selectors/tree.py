"""Organisations as a tree: lists, roots, successors and the members of a collective name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sauro.domains.orgs import rules
from sauro.domains.orgs.models import (
    Collective,
    Organisation,
    OrganisationAlias,
    Succession,
    in_force,
)
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import PROVINCES, OrgKind
from sauro.engines import access, text

_SHARED = Q(kind=OrgKind.NATIONAL) | Q(is_reference=True)


def organisations(
    *,
    scope: access.Scope | None = None,
    query: str = "",
    kind: str | None = None,
    as_of: date | None = None,
) -> QuerySet[Organisation]:
    """Organisations in tree order, of a scope, by name or alias, of a kind, in force on a day."""
    found = Organisation.objects.all()
    if scope is not None:
        found = found.filter(scope.q("path"))
    if kind:
        found = found.filter(kind=kind)
    if as_of is not None:
        found = found.in_force(as_of)
    return named(organisations=found, query=query).order_by("path")


def named(*, organisations: QuerySet[Organisation], query: str) -> QuerySet[Organisation]:
    """Those of the organisations whose name, short name or other name has the words asked for."""
    if not query.strip():
        return organisations
    alias = OrganisationAlias.objects.filter(
        text.matches_query(query, folded="folded"), organisation=OuterRef("pk")
    )
    return organisations.filter(text.matches_query(query, folded="folded") | Exists(alias))


def labels_of(*, paths: Iterable[str]) -> dict[str, str]:
    """The short names of organisations by path."""
    wanted = [path for path in paths if path]
    found = Organisation.objects.filter(path__in=wanted).order_by() if wanted else ()
    return {one.path: one.label for one in found}


def ancestors_of(*, organisation: Organisation) -> list[Organisation]:
    """The organisations above, the root first."""
    step = Organisation.steplen
    above = [organisation.path[:end] for end in range(step, len(organisation.path), step)]
    return list(Organisation.objects.filter(path__in=above).order_by("path")) if above else []


def children_of(*, organisation: Organisation, day: date | None) -> QuerySet[Organisation]:
    """The organisations directly below, on a day."""
    found: QuerySet[Organisation] = Organisation.objects.filter(
        path__startswith=organisation.path, depth=organisation.depth + 1
    )
    if day is not None:
        found = found.filter(in_force(day))
    return found.order_by("path")


def visible_to(*, user: Any) -> QuerySet[Organisation]:
    """What a person may look up: the provinces in which he has a role, and the national list."""
    scope = access.scope(user, Perm.VIEW)
    found: QuerySet[Organisation] = Organisation.objects.order_by("path")
    if not scope:
        return found.none()
    if not scope.everywhere:
        scope = access.Scope(paths=(*scope.paths, *_province_paths(scope.paths)))
    return found.filter(scope.q("path") | _SHARED)


def _province_paths(paths: Iterable[str]) -> list[str]:
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path), step)}
    if not above:
        return []
    found = Organisation.objects.filter(path__in=above, kind__in=PROVINCES).order_by()
    return list(found.values_list("path", flat=True))


def organisation_ids_in(*, scope: access.Scope) -> list[int]:
    """The ids of every organisation in a scope."""
    return list(
        Organisation.objects.filter(scope.q("path")).order_by().values_list("pk", flat=True)
    )


def national_root() -> Organisation | None:
    """The node below which the central agencies and the provinces hang."""
    roots: QuerySet[Organisation] = Organisation.objects.filter(kind=OrgKind.NATIONAL)
    return roots.order_by("path").first()


def province_root_of(*, organisation: Organisation) -> Organisation | None:
    """The nearest province, former or present, at or above; none for central agencies."""
    if organisation.kind in PROVINCES:
        return organisation
    step = Organisation.steplen
    above = [organisation.path[:end] for end in range(step, len(organisation.path), step)]
    found: QuerySet[Organisation] = Organisation.objects.filter(path__in=above, kind__in=PROVINCES)
    return found.order_by("-depth").first()


def present_path_of(*, organisation: Organisation) -> str:
    """The path of the province of today in which an organisation lies; its own one without any.

    A former province lies below the one that took over. No SQL at the top of the tree, else one.
    """
    step = Organisation.steplen
    line = [organisation.path[:end] for end in range(step, len(organisation.path), step)]
    above = Organisation.objects.filter(path__in=line, kind__in=PROVINCES).order_by("depth")
    found = above.values_list("path", flat=True).first() if line else None
    return found or organisation.path


def successors_of(*, organisation: Organisation) -> QuerySet[Succession]:
    """Who took over from a closed organisation, earliest first."""
    found = Succession.objects.filter(predecessor=organisation)
    return found.select_related("successor").order_by("on", "id")


def predecessors_of(*, organisation: Organisation) -> QuerySet[Succession]:
    """From whom an organisation took over, earliest first."""
    found = Succession.objects.filter(successor=organisation)
    return found.select_related("predecessor").order_by("on", "id")


def collectives(*, province_root: Organisation | None = None) -> QuerySet[Collective]:
    """Collective names known everywhere, and those of one province."""
    known = Q(within__isnull=True)
    if province_root is not None:
        known |= Q(within__path__startswith=province_root.path)
    return Collective.objects.select_related("within").filter(known).order_by("name", "id")


def collective_members(
    *, collective: Collective, province_root: Organisation | None, day: date
) -> QuerySet[Organisation]:
    """The organisations that a collective name means in a province, or in the country, on a day."""
    found: QuerySet[Organisation] = Organisation.objects.filter(in_force(day))
    return found.filter(_members_q(collective, province_root)).order_by("path")


def collective_counts(
    *, collectives: Iterable[Collective], province_root: Organisation | None, day: date
) -> dict[int, int]:
    """How many organisations each collective name means on a day, in one query."""
    counts = {
        f"n{one.pk}": Count("pk", filter=_members_q(one, province_root)) for one in collectives
    }
    found = Organisation.objects.in_force(day).order_by().aggregate(**counts) if counts else {}
    return {int(name[1:]): number for name, number in found.items()}


def _members_q(collective: Collective, province_root: Organisation | None) -> Q:
    root = collective.within or province_root
    provincial = root is not None and root.kind != OrgKind.NATIONAL
    reach = rules.reach_of(collective.kinds, provincial=provincial)
    members = Q(kind__in=reach.shared, is_reference=True)
    if root is not None:
        members |= Q(kind__in=reach.own, path__startswith=root.path) & ~Q(pk=root.pk)
    if reach.provinces:
        members |= Q(kind=OrgKind.PROVINCE)
    return members
