"""Reminding units of a form that they have not handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import missing
from sauro.domains.indicators.selectors.missing import REMINDED, Owing
from sauro.engines.history.recording import record


class NobodyToRemind(DomainError):
    """Every unit has handed in, or the period is not one that can be asked for."""

    code = "nobody_to_remind"


@transaction.atomic
def remind(*, form: DataSet, period: int, by: Any, at: datetime) -> list[Owing]:
    """The units reminded, with the addresses of their officers; said twice a day it counts once."""
    if not missing.may_remind(user=by, form=form):
        raise NotAllowed(_("Your role does not allow this here."))
    day = clock.day_of(at)
    DataSet.objects.select_for_update(of=("self",)).get(pk=form.pk)
    table = missing.table_of(form=form, user=by, day=day, period=period)
    found = missing.owing(table=table, period=period, day=day) if table else []
    if not found:
        raise NobodyToRemind(_("Every unit has handed in this form."))
    units = [one.organisation.code for one in found]
    before = missing.last_reminder(form=form, period=period)
    same = before is not None and before.after.get("units") == units
    if not (same and before is not None and clock.day_of(before.at) == day):
        record(kind=REMINDED, subject=form, by=by, at=at, after={"period": period, "units": units})
    return found
