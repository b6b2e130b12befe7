"""Which reports and snapshots a person may see, and for whom he may make a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes.models import Programme
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.permissions import Perm
from sauro.engines import access, periods


@dataclass(frozen=True, slots=True)
class Closing:
    """A period of a province: when it closes, and its final snapshot once it did."""

    period: periods.Period
    day: date
    final: Snapshot | None
    reports: int


def visible_reports(*, user: Any) -> QuerySet[Report]:
    """Reports of the provinces a person oversees, and those of his own agency."""
    wide, own = access.scope(user, Perm.VIEW), access.scope(user, Perm.MAKE_OWN)
    found = Report.objects.select_related(
        "owner__unit", "maker", "organisation__unit", "programme", "snapshot", "draft__document"
    )
    return found.filter(wide.q("owner__path") | own.q("maker__path"))


def provinces_for(*, user: Any) -> list[Organisation]:
    """Provinces whose periods the person reports or closes."""
    scope = access.scope(user, Perm.VIEW)
    if not scope and access.can(user, Perm.MAKE_OWN):
        home = org_selectors.home_organisation(user=user)
        root = org_selectors.province_root_of(organisation=home) if home else None
        return [root] if root else []
    roots = Organisation.objects.filter(kind=OrgKind.PROVINCE.value)
    return list(roots.filter(scope.q("path")).select_related("unit").order_by("sort_key"))


def makers_for(*, user: Any, owner: Organisation, day: date) -> QuerySet[Organisation]:
    """Organisations of a province in whose name the person makes reports."""
    scope = access.scope(user, Perm.MAKE_ALL) or access.scope(user, Perm.MAKE_OWN)
    inside: QuerySet[Organisation] = Organisation.objects.in_force(day).filter(
        path__startswith=owner.path
    )
    return inside.filter(scope.q("path")).order_by("depth", "sort_key")


def subjects_for(
    *, user: Any, owner: Organisation, day: date
) -> tuple[QuerySet[Organisation], QuerySet[Programme]]:
    """The agencies and programmes of a province that a report of the person can be about."""
    agencies = makers_for(user=user, owner=owner, day=day)
    programmes = Programme.objects.filter(owner__path__startswith=owner.path)
    if not access.can(user, Perm.MAKE_ALL):
        programmes = programmes.none()
    return agencies, programmes.order_by("-starts_on", "code")


def snapshots_of(*, owner: Organisation, code: str) -> QuerySet[Snapshot]:
    """Snapshots of a period without their text, newest first."""
    found = Snapshot.objects.filter(owner=owner, period=code).select_related("taken_by")
    return found.defer("text").order_by("-is_final", "-id")


def closings_of(*, owner: Organisation, today: date, back: int = 6) -> list[Closing]:
    """The last periods of each kind that are over or running, newest first; two SQL."""
    wanted: dict[str, periods.Period] = {}
    for kind in ("month", "quarter", "half_year", "nine_months", "year"):
        period = periods.reporting_period(kind, today)
        for _step in range(back if kind == "month" else 3):
            wanted[period.code] = period
            period = period.previous()
    finals = {
        one.period: one
        for one in Snapshot.objects.filter(Q(owner=owner, is_final=True))
        .select_related("taken_by")
        .defer("text")
    }
    for code in finals:
        wanted.setdefault(code, periods.parse(code))
    counts: dict[str, int] = {}
    for code in Report.objects.filter(owner=owner).values_list("period", flat=True):
        counts[code] = counts.get(code, 0) + 1
    rows = [
        Closing(one, periods.closing_day(one), finals.get(code), counts.get(code, 0))
        for code, one in wanted.items()
    ]
    return sorted(rows, key=lambda row: (row.day, row.period.code), reverse=True)
