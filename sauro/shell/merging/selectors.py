"""Mergers as people see them: those into organisations they manage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access
from sauro.shell.merging.models import Merger
from sauro.shell.merging.moves import Heading, Move, counts_of, headings, stay_lines
from sauro.shell.merging.services import may_be_undone_until

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """One merger, ready to print."""

    merger: Merger
    sources: list[Organisation]
    headings: list[Heading]
    stays: list[tuple[Any, int]]
    until: date
    can_undo: bool


def visible_mergers(*, user: Any) -> QuerySet[Merger]:
    """Mergers into an organisation that the person manages, newest first."""
    scope = access.scope(user, Perm.MANAGE)
    if not scope:
        return Merger.objects.none()
    return (
        Merger.objects.filter(scope.q("target__path"))
        .select_related("target", "by", "undone_by")
        .prefetch_related("sources")
    )


def sheet_of(*, merger: Merger, at: datetime) -> Sheet:
    """What a merger moved, by heading, and whether it may still be undone."""
    until = may_be_undone_until(merger)
    return Sheet(
        merger=merger,
        sources=list(merger.sources.all()),
        headings=headings(moves_of(merger=merger), shown=SHOWN),
        stays=stay_lines(merger.moves["stays"]),
        until=until,
        can_undo=merger.undone_at is None and clock.day_of(at) <= until,
    )


def moves_of(*, merger: Merger) -> list[Move]:
    """The moves of a merger."""
    return [Move(**row) for row in merger.moves["rows"]]


def counts(*, merger: Merger) -> dict[str, int]:
    """How many of each heading a merger moved."""
    return counts_of(moves_of(merger=merger))
