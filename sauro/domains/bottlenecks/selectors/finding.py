"""Bottlenecks a person may see: those of the province, of his units, or on tasks he sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.domains.programmes.selectors import visibility
from sauro.engines import access

_UNITS = ("responsible", "raised_by", "lifter")


def bottlenecks_for(*, user: Any) -> QuerySet[Bottleneck]:
    """Everything in the register that the person may see."""
    seen = access.scope(user, Perm.VIEW)
    found = Bottleneck.objects.select_related("owner", "responsible", "lifter")
    if seen.everywhere:
        return found
    if not seen:
        return found.none()
    near = seen.q("owner__path")
    for unit in _UNITS:
        near |= seen.q(f"{unit}__path")
    links = BottleneckSubject.objects.filter(
        Q(task__in=visibility.visible_tasks(user=user).order_by().values("pk"))
        | Q(target__in=visibility.visible_targets(user=user).order_by().values("pk"))
    )
    return found.filter(near | Q(pk__in=links.order_by().values("bottleneck")))


def bottleneck_for(*, user: Any, bottleneck_id: int) -> Bottleneck | None:
    """One that the person may see, with everybody it names; none else."""
    more = ("raised_by", "position__organisation", "lift_document", "merged_into", "created_by")
    found = bottlenecks_for(user=user).select_related(*more).filter(pk=bottleneck_id)
    return found.first()


def sees_all(*, user: Any, bottleneck: Bottleneck) -> bool:
    """Whether a person sees every task and target of the province of a bottleneck; no SQL."""
    return access.scope(user, ProgrammePerm.VIEW_ALL).covers(bottleneck.owner.path)


def documents_seen(*, user: Any, ids: Iterable[int | None]) -> set[int]:
    """Those of the documents that a person may see; one SQL, none for none."""
    wanted = {one for one in ids if one}
    if not wanted:
        return set()
    found = document_selectors.documents_visible(user=user).filter(pk__in=wanted)
    return set(found.values_list("pk", flat=True))


def provinces_for(*, user: Any, permission: str = Perm.VIEW) -> list[Organisation]:
    """The provinces in whose register a person holds a permission, by name; one SQL."""
    roots = Organisation.objects.filter(kind=OrgKind.PROVINCE.value)
    return list(roots.filter(access.scope(user, permission).q("path")).order_by("sort_key", "pk"))


def owner_of(*, organisation: Organisation) -> Organisation:
    """In whose register the bottlenecks of a unit stand: that of its province."""
    return org_selectors.province_root_of(organisation=organisation) or organisation


def stands_in(*, unit: Organisation, owner: Organisation) -> bool:
    """Whether a unit stands in the province of a register, so that it may answer there.

    Of a former province that is the one that took over; at most one SQL.
    """
    return unit.path.startswith(org_selectors.present_path_of(organisation=owner))


def may_lift(*, body: Organisation, owner: Organisation) -> bool:
    """Whether a body is kept as such: of the province or the national list; others as written.

    Who is kept sees the bottleneck.
    """
    return body.is_reference or stands_in(unit=body, owner=owner)


def proposing_unit(*, user: Any) -> Organisation | None:
    """The organisation for which a person proposes: where he holds the right, his own one first."""
    scope = access.scope(user, Perm.PROPOSE)
    if not scope:
        return None
    home = org_selectors.home_organisation(user=user)
    if home is not None and scope.covers(home.path):
        return home
    return Organisation.objects.filter(scope.q("path")).order_by("path").first()
