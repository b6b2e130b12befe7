"""A province made at once: its root, its usual agencies with their posts, its communes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.orgs import reference
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import BODIES, OrgKind
from sauro.domains.orgs.services.organisations import CodeTaken, create_organisation
from sauro.domains.orgs.services.planting import named, plant
from sauro.domains.orgs.services.posts import create_position
from sauro.domains.orgs.services.reference import ROOT_CODE
from sauro.domains.territory import selectors as territory
from sauro.domains.territory.models import Unit
from sauro.domains.territory.rules import Kind, Level
from sauro.engines import access, text
from sauro.engines.history import recording

_COMMITTEE = "UBND"
_WORDS = {
    Kind.CITY.value: {"level": "thành phố", "party": "Thành ủy"},
    Kind.PROVINCE.value: {"level": "tỉnh", "party": "Tỉnh ủy"},
}


class NotAProvince(DomainError):
    """Only a province in force is made with its agencies."""

    code = "not_a_province"


@dataclass(frozen=True, slots=True)
class Founded:
    """The root of a province, and how many agencies and communes were made now."""

    root: Organisation
    agencies: int
    communes: int


@transaction.atomic
def found_province(*, unit: Unit, by: Any, at: datetime, code: str = "") -> Founded:
    """The province of a unit with what every province has; a second run adds what is missing.

    Needs the national root of `load_reference`. Without a code its initials are taken: LC.
    """
    if unit.level != Level.PROVINCE or unit.valid_to is not None:
        raise NotAProvince(_("%(unit)s is no province of today.") % {"unit": unit.full_name})
    country = Organisation.objects.select_for_update().filter(code=ROOT_CODE).first()
    if country is None:
        raise NotAProvince(_("Load the reference list of agencies first."))
    access.check(by, Perm.MANAGE, country)
    root = _root(country, unit, code.strip().upper(), by, at)
    agencies = _agencies(root, unit, by, at)
    communes = _communes(Organisation.objects.get(code=f"{root.code}-{_COMMITTEE}"), root, unit)
    recording.record_all([_made(one, by, at) for one in communes])
    return Founded(root, agencies, len(communes))


def _root(country: Organisation, unit: Unit, code: str, by: Any, at: datetime) -> Organisation:
    held: Organisation | None = Organisation.objects.filter(
        unit=unit, kind=OrgKind.PROVINCE.value, valid_to__isnull=True
    ).first()
    if held is not None:
        return held
    code = code or "".join(word[0] for word in text.fold(unit.name).split()).upper()
    if Organisation.objects.filter(code=code).exists():
        raise CodeTaken(_("Another organisation has this code."), field="code")
    return create_organisation(
        parent=country,
        kind=OrgKind.PROVINCE,
        code=code,
        name=unit.full_name,
        short_name=unit.name,
        valid_from=unit.valid_from,
        unit=unit,
        by=by,
        at=at,
    )


def _agencies(root: Organisation, unit: Unit, by: Any, at: datetime) -> int:
    words = {"name": unit.name, **_WORDS[unit.kind]}
    held = {one.code: one for one in Organisation.objects.filter(path__startswith=root.path)}
    fresh = 0
    for record in reference.provincial():
        code = f"{root.code}-{record.code}"
        if code in held:
            continue
        since = max(record.since, unit.valid_from)
        held[code] = made = create_organisation(
            parent=held[f"{root.code}-{record.parent}"] if record.parent else root,
            kind=record.kind,
            code=code,
            name=record.name.format(**words),
            short_name=record.short_name.format(**words),
            valid_from=since,
            aliases=[name.format(**words) for name in record.aliases],
            by=by,
            at=at,
        )
        fresh += 1
        titles = [(record.head, True), (record.deputy, False)]
        for title, is_head in titles if OrgKind(record.kind) not in BODIES else ():
            if title:
                create_position(
                    organisation=made,
                    title=title.format(**words),
                    is_head=is_head,
                    valid_from=since,
                    by=by,
                    at=at,
                )
    return fresh


def _communes(committee: Organisation, root: Organisation, unit: Unit) -> list[Organisation]:
    known = set(
        Organisation.objects.filter(path__startswith=root.path).values_list("code", flat=True)
    )
    fresh = [
        Organisation(
            **named(f"UBND {one.full_name[0].lower()}{one.full_name[1:]}"),
            kind=OrgKind.COMMUNE.value,
            code=f"{root.code}-{one.code}",
            unit=one,
            valid_from=one.valid_from,
        )
        for one in territory.communes_of(unit=unit)
        if f"{root.code}-{one.code}" not in known
    ]
    return plant(parent=committee, fresh=fresh)


def _made(one: Organisation, by: Any, at: datetime) -> Any:
    after = {"name": one.name, "kind": one.kind, "code": one.code}
    return recording.new_event(
        kind="orgs.organisation.created", subject=one, by=by, at=at, after=after
    )
