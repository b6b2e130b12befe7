"""Which arrangement a person sees, and which he may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.engines import access
from sauro.shell.dashboards import layouts, rules
from sauro.shell.dashboards.models import Arrangement
from sauro.shell.dashboards.panels import SHAPES
from sauro.shell.dashboards.permissions import Perm
from sauro.shell.dashboards.rules import OwnerKind, Placed

_ORDER = [kind.value for kind in OwnerKind]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose arrangement is meant: one of a person, a programme, a role in a place, a place."""

    kind: OwnerKind
    person: Any = None
    programme: Programme | None = None
    province: Organisation | None = None
    role: str = ""

    @property
    def key(self) -> str:
        """The owner in an address: `person`, `programme.KH57`, `role.12.leader`, `province.12`."""
        parts = {
            OwnerKind.PROGRAMME: [self.programme.code] if self.programme else [],
            OwnerKind.ROLE: [str(self.province.pk), self.role] if self.province else [],
            OwnerKind.PROVINCE: [str(self.province.pk)] if self.province else [],
        }.get(self.kind, [])
        return ".".join([self.kind.value, *parts])

    def columns(self) -> dict[str, Any]:
        """What the row of the owner holds."""
        return {
            "kind": self.kind.value,
            "person": self.person,
            "programme": self.programme,
            "province": self.province,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Applied:
    """The panels a person sees, and whose arrangement they come from; none is the built-in one."""

    panels: tuple[Placed, ...]
    arrangement: Arrangement | None = None


def applied_to(*, user: Any, programme: Programme | None) -> Applied:
    """What a person sees: his own, the programme's, that of his role, the province's; one SQL."""
    grants = access.access_of(user).grants
    condition = Q(person=user)
    if programme is not None:
        condition |= Q(programme=programme)
    for grant in grants:
        above = [grant.path[:end] for end in range(4, len(grant.path) + 1, 4)]
        condition |= Q(province__path__in=above, role__in=["", grant.role])
    found = Arrangement.objects.filter(condition).select_related("province", "programme")
    for one in sorted(found, key=_nearest):
        panels = rules.still_known(one.panels, shapes=SHAPES)
        if panels:
            return Applied(tuple(panels), one)
    return Applied(layouts.built_in())


def arrangement_of(*, owner: Owner) -> Arrangement | None:
    """The arrangement of one owner, when there is one; one SQL."""
    columns = owner.columns()
    found: Arrangement | None = Arrangement.objects.filter(
        **{name: value for name, value in columns.items() if value is not None}
    ).first()
    return found


def panels_of(*, owner: Owner) -> tuple[list[Placed], int]:
    """What an owner arranged, or the built-in panels, and the version; one SQL."""
    found = arrangement_of(owner=owner)
    panels = rules.still_known(found.panels, shapes=SHAPES) if found else []
    return panels or list(layouts.built_in()), found.version if found else 0


def owners_open_to(*, user: Any) -> list[Owner]:
    """The arrangements a person may change: his own, and those he shares with others; two SQL."""
    owners = [Owner(OwnerKind.PERSON, person=user)] if _sees_all(user) else []
    scope = access.scope(user, Perm.SHARE)
    if not scope:
        return owners
    roots = Q(depth=1) if scope.everywhere else Q(path__in=scope.paths)
    for place in Organisation.objects.filter(roots).order_by("path"):
        owners.append(Owner(OwnerKind.PROVINCE, province=place))
        owners += [
            Owner(OwnerKind.ROLE, province=place, role=role) for role in layouts.shared_roles()
        ]
    programmes = Programme.objects.filter(scope.q("owner__path"), closed_on__isnull=True)
    owners += [
        Owner(OwnerKind.PROGRAMME, programme=one)
        for one in programmes.select_related("owner").order_by("code")
    ]
    return owners


def owner_of(*, owners: Sequence[Owner], key: str) -> Owner | None:
    """The one of these owners that an address names."""
    return next((one for one in owners if one.key == key), None)


def _nearest(one: Arrangement) -> tuple[int, int, int]:
    """His own before the programme's, the role's before the place's, the nearest place first."""
    depth = one.province.depth if one.province else 0
    return _ORDER.index(one.kind), -depth, one.pk


def _sees_all(user: Any) -> bool:
    return access.can(user, ProgrammePerm.VIEW_ALL)
