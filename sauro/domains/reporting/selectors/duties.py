"""Who owes which report, how it stands, and whom to remind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, in_force
from sauro.domains.reporting.models import Report, ReportDuty
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import duties as rules
from sauro.domains.reporting.rules.duties import DutyState
from sauro.domains.reporting.selectors import finding
from sauro.engines import access, periods
from sauro.engines.history.models import Event
from sauro.engines.history.recording import subject_type_of

REMINDED = "reporting.duty.reminded"
SHOWN = 6


@dataclass(frozen=True, slots=True)
class DutyPeriod:
    """A period of a duty: when it closes, and when its report is due."""

    period: periods.Period
    closes_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class DutyMark:
    """The report of a unit for a period, as far as it is."""

    state: DutyState
    report: Report | None


@dataclass(frozen=True, slots=True)
class DutyTable:
    """Units by periods, the newest period first; `marks` by unit and code of the period."""

    duty: ReportDuty
    units: tuple[Organisation, ...]
    periods: tuple[DutyPeriod, ...]
    marks: dict[tuple[int, str], DutyMark] = field(default_factory=dict)

    def tally(self, code: str) -> rules.Tally:
        """The counts of one period."""
        return rules.tally(mark.state for (_unit, at), mark in self.marks.items() if at == code)


@dataclass(frozen=True, slots=True)
class DutyOwing:
    """A unit whose report of a period is not issued, and its officers."""

    organisation: Organisation
    mark: DutyMark
    officers: tuple[Any, ...]

    @property
    def addresses(self) -> list[str]:
        """The e-mail addresses of the unit and its officers, each once."""
        known = [self.organisation.email, *(person.email for person in self.officers)]
        return list(dict.fromkeys(address for address in known if address))


def duties_for(*, user: Any) -> QuerySet[ReportDuty]:
    """Duties of the provinces in which the person reads or makes reports."""
    roots = [one.pk for one in finding.provinces_for(user=user)]
    found = ReportDuty.objects.filter(owner__in=roots)
    return found.select_related("owner__unit", "collective").order_by(
        "owner__sort_key", "definition", "period_kind", "pk"
    )


def duty_for(*, user: Any, duty_id: int) -> ReportDuty | None:
    """A duty the person may see."""
    return duties_for(user=user).filter(pk=duty_id).first()


def units_of(*, duty: ReportDuty, user: Any | None, today: date) -> list[Organisation]:
    """The units that owe the report today, as far as the person may see them; one SQL.

    All of them without a person, for work that nobody asked for.
    """
    if duty.collective is not None:
        found = org_selectors.collective_members(
            collective=duty.collective, province_root=duty.owner, day=today
        )
    else:
        found = Organisation.objects.filter(in_force(today), kind=duty.org_kind)
    inside = found.filter(path__startswith=duty.owner.path).exclude(pk=duty.owner_id)
    if user is not None:
        wide, own = access.scope(user, Perm.VIEW), access.scope(user, Perm.MAKE_OWN)
        inside = inside.filter(wide.q("path") | own.q("path"))
    return list(inside.order_by("sort_key", "pk"))


def periods_of(*, duty: ReportDuty, today: date) -> list[DutyPeriod]:
    """The last periods for which the report is owed, the running one first."""
    found = []
    period = periods.reporting_period(duty.period_kind, today)
    for _step in range(SHOWN):
        closes = periods.closing_day(period)
        over = duty.ends_on is not None and closes >= duty.ends_on
        if closes >= duty.starts_on and not over:
            due = closes + timedelta(days=duty.due_days)
            found.append(DutyPeriod(period, closes, due))
        period = period.previous()
    return found


def table_of(*, duty: ReportDuty, user: Any | None, today: date) -> DutyTable:
    """How the reports of all units stand; two SQL, whatever the number of units."""
    units = units_of(duty=duty, user=user, today=today)
    wanted = periods_of(duty=duty, today=today)
    reports = {
        (one.organisation_id, one.period): one
        for one in Report.objects.filter(
            definition=duty.definition,
            period__in=[one.period.code for one in wanted],
            organisation__in=[one.pk for one in units],
        ).select_related("draft")
    }
    marks = {}
    for unit in units:
        for one in wanted:
            if not _existed(unit, one.closes_on):
                continue
            report = reports.get((unit.pk, one.period.code))
            marks[unit.pk, one.period.code] = _mark(report, one.due_on, today)
    return DutyTable(duty, tuple(units), tuple(wanted), marks)


def _existed(unit: Organisation, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to > day)


def _mark(report: Report | None, due_on: date, today: date) -> DutyMark:
    draft = report.draft if report is not None else None
    state = rules.state_of(
        draft_state=draft.state if draft else None,
        issued_on=draft.issued_on if draft else None,
        due_on=due_on,
        today=today,
    )
    return DutyMark(state, report)


def owing(*, table: DutyTable, code: str, today: date) -> list[DutyOwing]:
    """Units that have not issued the report of a period; one SQL."""
    late = [
        (unit, table.marks[unit.pk, code])
        for unit in table.units
        if (unit.pk, code) in table.marks and table.marks[unit.pk, code].state in rules.NOT_ISSUED
    ]
    officers = org_selectors.people_who(
        permission=Perm.MAKE_OWN, organisations=[unit for unit, _mark in late], day=today
    )
    return [DutyOwing(unit, mark, tuple(officers.get(unit.pk, ()))) for unit, mark in late]


def last_reminder(*, duty: ReportDuty, code: str) -> Event | None:
    """The last time somebody reminded units of a period; one SQL."""
    found = Event.objects.filter(
        Q(kind=REMINDED, subject_type=subject_type_of(duty), subject_id=str(duty.pk)),
        after__period=code,
    )
    return found.order_by("-id").first()
