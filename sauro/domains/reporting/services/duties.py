"""Deciding who owes a report, and reminding those that have not made it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Collective, Organisation
from sauro.domains.reporting.labels import DUTY_PERIODS, UNIT_KINDS
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import duties
from sauro.domains.reporting.selectors.duties import REMINDED, DutyOwing
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access
from sauro.engines.history.recording import record

DEFINITIONS = ("agency", "commune")
MOST_DAYS = 60


class NobodyOwes(DomainError):
    """Every unit has issued its report, or the period is not one that is owed."""

    code = "nobody_owes"


@transaction.atomic
def set_duty(
    *,
    owner: Organisation,
    definition: str,
    period_kind: str,
    collective: Collective | None,
    org_kind: str,
    due_days: int,
    starts_on: date,
    by: Any,
    at: datetime,
) -> ReportDuty:
    """The duty as decided; the same units, kind and period have one, changed or begun again."""
    access.check(by, Perm.MAKE_ALL, owner)
    _check(owner, definition, period_kind, collective, org_kind, due_days)
    key = {
        "owner": owner,
        "definition": definition,
        "period_kind": period_kind,
        "collective": collective,
        "org_kind": org_kind,
    }
    wanted = {"due_days": due_days, "starts_on": starts_on, "ends_on": None, "ended_by": None}
    found = ReportDuty.objects.select_for_update(of=("self",)).filter(**key).first()
    if found is not None and all(getattr(found, name) == one for name, one in wanted.items()):
        return found
    if found is None:
        try:
            with transaction.atomic():
                found = ReportDuty.objects.create(**key, **wanted, created_at=at, created_by=by)
        except IntegrityError as error:  # somebody decided it in this very moment
            raise ReportRefused(_("Somebody has just decided this. Look again.")) from error
    else:
        for name, value in wanted.items():
            setattr(found, name, value)
        found.version += 1
        found.save(update_fields=[*wanted, "version"])
    after = {
        "definition": definition,
        "period": period_kind,
        "units": collective.name if collective else org_kind,
        "due_days": due_days,
        "starts_on": starts_on.isoformat(),
    }
    record(kind="reporting.duty.set", subject=found, by=by, at=at, after=after)
    return found


@transaction.atomic
def end_duty(*, duty: ReportDuty, by: Any, at: datetime) -> ReportDuty:
    """The duty without periods that close from today on; what was owed before stays."""
    duty = (
        ReportDuty.objects.select_for_update(of=("self",)).select_related("owner").get(pk=duty.pk)
    )
    access.check(by, Perm.MAKE_ALL, duty.owner)
    if duty.ends_on is not None:
        return duty
    duty.ends_on, duty.ended_by = clock.day_of(at), by
    duty.version += 1
    duty.save(update_fields=["ends_on", "ended_by", "version"])
    after = {"ends_on": duty.ends_on.isoformat()}
    record(kind="reporting.duty.ended", subject=duty, by=by, at=at, after=after)
    return duty


@transaction.atomic
def remind_duty(*, duty: ReportDuty, code: str, by: Any, at: datetime) -> list[DutyOwing]:
    """The units reminded, with the addresses of their officers; said twice a day it counts once."""
    access.check(by, Perm.MAKE_ALL, duty.owner)
    today = clock.day_of(at)
    ReportDuty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    table = duties.table_of(duty=duty, user=by, today=today)
    found = duties.owing(table=table, code=code, today=today)
    if not found:
        raise NobodyOwes(_("Every unit has issued this report."))
    units = [one.organisation.code for one in found]
    before = duties.last_reminder(duty=duty, code=code)
    same = before is not None and before.after.get("units") == units
    if not (same and before is not None and clock.day_of(before.at) == today):
        record(kind=REMINDED, subject=duty, by=by, at=at, after={"period": code, "units": units})
    return found


def _check(
    owner: Organisation,
    definition: str,
    period_kind: str,
    collective: Collective | None,
    org_kind: str,
    due_days: int,
) -> None:
    if definition not in DEFINITIONS:
        raise ReportRefused(_("Choose reports of agencies or of communes."), field="definition")
    if period_kind not in dict(DUTY_PERIODS):
        raise ReportRefused(_("There is no such period."), field="period_kind")
    if (collective is None) == (not org_kind):
        raise ReportRefused(_("Name the units by one collective name or by kind."), field="units")
    if org_kind and org_kind not in dict(UNIT_KINDS):
        raise ReportRefused(_("Name the units by one collective name or by kind."), field="units")
    known = org_selectors.collectives(province_root=owner)
    if collective is not None and not known.filter(pk=collective.pk).exists():
        raise ReportRefused(_("This collective name is not of this province."), field="units")
    if not 0 < due_days <= MOST_DAYS:
        raise ReportRefused(
            _("A report is due from 1 to %(n)s days after closing.") % {"n": MOST_DAYS},
            field="due_days",
        )
