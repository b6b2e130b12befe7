"""Kinds of organisations, whom a collective name means, and how sure a match of names is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrgKind(StrEnum):
    """What an organisation is."""

    NATIONAL = "national"
    CENTRAL = "central"
    PROVINCE = "province"
    FORMER_PROVINCE = "former_province"
    PARTY = "party"
    COUNCIL = "council"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    DISTRICT = "district"
    CENTRE = "centre"
    COMMUNE = "commune"
    UNIVERSITY = "university"
    FIRM = "firm"
    UNION = "union"
    STEERING = "steering"
    WORKING_GROUP = "working_group"
    OTHER = "other"


class BodyRole(StrEnum):
    """What a member does in a steering committee or working group."""

    HEAD = "head"
    STANDING_DEPUTY = "standing_deputy"
    DEPUTY = "deputy"
    STANDING = "standing"
    MEMBER = "member"
    SECRETARY = "secretary"


BODY_ROLE_ORDER = (
    BodyRole.HEAD,
    BodyRole.STANDING_DEPUTY,
    BodyRole.DEPUTY,
    BodyRole.STANDING,
    BodyRole.MEMBER,
    BodyRole.SECRETARY,
)
PROVINCES = (OrgKind.PROVINCE, OrgKind.FORMER_PROVINCE)
BODIES = frozenset({OrgKind.STEERING, OrgKind.WORKING_GROUP})


class MatchReason(StrEnum):
    """Why a written name was matched, or was not."""

    NAME = "name"
    ALIAS = "alias"
    COLLECTIVE = "collective"
    CLOSED = "closed"
    AMBIGUOUS = "ambiguous"
    SIMILAR = "similar"
    UNKNOWN = "unknown"


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a validity covers a day; `valid_to` is its last day."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a collective name reaches: kinds of the own tree, of the national list, provinces."""

    own: frozenset[str]
    shared: frozenset[str]
    provinces: bool


def reach_of(kinds: Iterable[str], *, provincial: bool) -> Reach:
    """What kinds of organisations a collective name means in a province, or in the country.

    “Localities” are the communes of a province in its own plan and the provinces in a national one.
    """
    named = frozenset(kinds)
    if not provincial:
        return Reach(frozenset(), named - {OrgKind.PROVINCE}, OrgKind.PROVINCE in named)
    provinces = OrgKind.PROVINCE in named and OrgKind.COMMUNE not in named
    own = named - {OrgKind.CENTRAL, OrgKind.PROVINCE}
    return Reach(own, named & {OrgKind.CENTRAL}, provinces)


_PREFIXES = {
    OrgKind.COMMUNE: re.compile(r"(?i)(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+"),
    OrgKind.DISTRICT: re.compile(r"(?i)(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+"),
    OrgKind.PROVINCE: re.compile(r"(?i)(?:tỉnh|thành phố)\s+"),
    OrgKind.FORMER_PROVINCE: re.compile(r"(?i)(?:tỉnh|thành phố)\s+"),
}


def forms_of(kind: str, name: str) -> tuple[str, ...]:
    """A name and the shorter form in which such organisations are written: `xã Tân Phú`."""
    prefix = _PREFIXES.get(OrgKind(kind))
    found = prefix.match(name) if prefix else None
    return (name, name[found.end() :]) if found else (name,)
