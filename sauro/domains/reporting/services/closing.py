"""Freezing the picture of a period: any number of times before it closes, once at closing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import Snapshot
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import picture as pictures
from sauro.domains.reporting.selectors import taking
from sauro.domains.reporting.services.refusals import PeriodOpen, ReportRefused
from sauro.engines import access, periods
from sauro.engines.history.recording import record

SETTLING = timedelta(days=31)  # figures of a period arrive in the weeks after it


@transaction.atomic
def close_period(
    *,
    owner: Organisation,
    period: periods.Period,
    soon_days: int,
    known_on: date | None = None,
    by: Any,
    at: datetime,
) -> Snapshot:
    """The final snapshot of a period; closing a second time gives the first one again."""
    access.check(by, Perm.CLOSE, owner)
    first = Snapshot.objects.filter(owner=owner, period=period.code, is_final=True).first()
    if first is not None:
        return first
    if clock.day_of(at) <= periods.closing_day(period):
        raise PeriodOpen(
            _("The period closes on %(day)s; until then a report shows provisional figures.")
            % {"day": f"{periods.closing_day(period):%d/%m/%Y}"},
            field="period",
        )
    try:
        with transaction.atomic():
            made = _take(owner, period, soon_days, known_on, by, at, final=True)
    except IntegrityError:  # somebody closed it in this very moment
        return Snapshot.objects.get(owner=owner, period=period.code, is_final=True)
    record(
        kind="reporting.period.closed",
        subject=made,
        by=by,
        at=at,
        after={"period": period.code, "day": made.day, "sha256": made.sha256},
    )
    return made


@transaction.atomic
def take_snapshot(
    *, owner: Organisation, period: periods.Period, soon_days: int, by: Any, at: datetime
) -> Snapshot:
    """The final snapshot when there is one, else a new provisional one."""
    final = Snapshot.objects.filter(owner=owner, period=period.code, is_final=True).first()
    if final is not None:
        return final
    _check_reporter(owner, by)
    if periods.window(period).first > clock.day_of(at):
        raise ReportRefused(_("This period has not begun yet."), field="period")
    made = _take(owner, period, soon_days, None, by, at, final=False)
    record(
        kind="reporting.snapshot.taken",
        subject=made,
        by=by,
        at=at,
        after={"period": period.code, "day": made.day, "sha256": made.sha256},
    )
    return made


def _check_reporter(owner: Organisation, by: Any) -> None:
    """Refuse who makes no report in this province."""
    if access.allowed(by, Perm.MAKE_ALL, owner):
        return
    own = access.scope(by, Perm.MAKE_OWN)
    if not any(path.startswith(owner.path) for path in own.paths):
        raise NotAllowed(_("You make no reports in this province."))


def _take(
    owner: Organisation,
    period: periods.Period,
    soon_days: int,
    known_on: date | None,
    by: Any,
    at: datetime,
    *,
    final: bool,
) -> Snapshot:
    today = clock.day_of(at)
    day = min(periods.closing_day(period), today)
    known = min(known_on, today) if known_on else _settled(day, today)
    asked = taking.Asked(owner, period, today, known, soon_days)
    text = pictures.to_text(taking.picture_of(asked=asked))
    return Snapshot.objects.create(
        owner=owner,
        period=period.code,
        day=day,
        known_on=known,
        is_final=final,
        text=text,
        sha256=pictures.digest(text),
        taken_at=at,
        taken_by=by,
    )


def _settled(day: date, today: date) -> date:
    """Figures count that arrived by now, or by the end of the closing day when that is long ago."""
    return today if today - day <= SETTLING else day
