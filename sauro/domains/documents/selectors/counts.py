"""How many documents, by kind and month, each number with the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth

from sauro.domains.documents.models import Arrival, DocumentQuerySet
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, Secrecy
from sauro.domains.documents.selectors.entries import documents_visible
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

MONTHS = 12


@dataclass(frozen=True, slots=True)
class KindCount:
    """The documents of one kind: twelve months and their sum."""

    kind: str
    months: tuple[int, ...]

    @property
    def total(self) -> int:
        """The year."""
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Counts:
    """The kinds that occur, and the sums of the months."""

    year: int
    kinds: tuple[KindCount, ...]

    @property
    def months(self) -> tuple[int, ...]:
        """The sums of the months."""
        return tuple(sum(kind.months[month] for kind in self.kinds) for month in range(MONTHS))

    @property
    def total(self) -> int:
        """Everything."""
        return sum(self.months)


def documents_of_way(
    *, user: Any, flow: str = "", organisation: Organisation | None = None
) -> DocumentQuerySet:
    """The documents of a way, of everybody or of one organisation and those below it.

    Papers above open are in no register and no count, whoever asks: they have a list of their own.

    Incoming is also what arrived at one of the person's organisations and is kept elsewhere.
    What an organisation received counts once, whoever keeps the entry.
    """
    found = documents_visible(user=user).filter(secrecy=Secrecy.OPEN.value)
    kept = Q() if organisation is None else Q(owner__path__startswith=organisation.path)
    if flow == DocumentFlow.INCOMING.value:
        scope = access.scope(user, Perm.VIEW)
        places = Organisation.objects.filter(scope.q("path")).order_by().values("pk")
        arrived = Arrival.objects.filter(organisation__in=places)
        if organisation is not None:
            arrived = arrived.filter(organisation__path__startswith=organisation.path)
        return found.filter(kept & Q(flow=flow) | Q(pk__in=arrived.order_by().values("document")))
    return found.filter(kept, flow=flow) if flow else found.filter(kept)


def counts_by_kind(
    *, user: Any, year: int, flow: str = "", organisation: Organisation | None = None
) -> Counts:
    """Documents dated in a year, by kind and month, in one query."""
    found = documents_of_way(user=user, flow=flow, organisation=organisation)
    rows = (
        found.filter(issued_on__range=(date(year, 1, 1), date(year, 12, 31)))
        .order_by()
        .values("kind", month=ExtractMonth("issued_on"))
        .annotate(number=Count("pk"))
    )
    held: dict[str, list[int]] = {}
    for row in rows:
        held.setdefault(row["kind"], [0] * MONTHS)[row["month"] - 1] += row["number"]
    kinds = [KindCount(kind, tuple(months)) for kind, months in held.items()]
    return Counts(year, tuple(sorted(kinds, key=lambda one: (-one.total, one.kind))))
