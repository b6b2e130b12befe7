"""Kinds, levels and states of bottlenecks: facts that need no database."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What it is that blocks."""

    MECHANISM_POLICY = "mechanism_policy"
    MONEY = "money"
    PEOPLE = "people"
    INFRASTRUCTURE_DATA = "infrastructure_data"
    PROCEDURE_AUTHORITY = "procedure_authority"
    COORDINATION = "coordination"


class Level(StrEnum):
    """The level of authority that can lift it, lowest first."""

    COMMUNE = "commune"
    AGENCY = "agency"
    PROVINCE = "province"
    MINISTRY = "ministry"
    GOVERNMENT = "government"
    NATIONAL_ASSEMBLY = "national_assembly"


class State(StrEnum):
    """State of a bottleneck; stored."""

    PROPOSED = "proposed"
    OPEN = "open"
    ESCALATED = "escalated"
    LIFTED = "lifted"
    REJECTED = "rejected"
    MERGED = "merged"


HOLDING = frozenset({State.OPEN, State.ESCALATED})  # what waits, waits for these
LIVE = frozenset({State.PROPOSED, *HOLDING})
ABOVE_PROVINCE = (Level.MINISTRY, Level.GOVERNMENT, Level.NATIONAL_ASSEMBLY)
