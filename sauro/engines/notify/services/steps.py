"""Deciding at which steps people are reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import access
from sauro.engines.history.recording import record
from sauro.engines.notify import tables
from sauro.engines.notify.models import StepTable
from sauro.engines.notify.permissions import Perm
from sauro.engines.notify.rules import Steps

FARTHEST = 30  # working days before the day: sources give what lies so near
LONGEST = 250  # a year of working days
FIELDS = ("before", "on_day", "after", "every", "escalate_from")


class StepsNotUsable(DomainError):
    """The steps cannot be used as they are."""

    code = "steps_not_usable"


@transaction.atomic
def set_steps(
    *,
    before: Sequence[int],
    on_day: bool,
    after: Sequence[int],
    every: int,
    escalate_from: int,
    by: Any,
    at: datetime,
    code: str = "",
) -> StepTable:
    """The steps of one kind of reminder as now decided; of all others when no code is given."""
    access.check(by, Perm.MANAGE)
    if code and code not in tables.sources():
        raise StepsNotUsable(_("There is no such kind of reminder."), field="code")
    wanted = {
        "before": _numbers(before, FARTHEST, "before", falling=True),
        "on_day": on_day,
        "after": _numbers(after, LONGEST, "after"),
        "every": every,
        "escalate_from": escalate_from,
    }
    if not 0 <= every <= LONGEST or not 0 <= escalate_from <= LONGEST:
        raise StepsNotUsable(_("Give a number from 0 to 250."), field="every")
    row = StepTable.objects.select_for_update().filter(code=code).first()
    earlier = {name: getattr(row, name) for name in FIELDS} if row else _usual()
    if row is not None and earlier == wanted:
        return row
    row = row or StepTable(code=code)
    for name, value in {**wanted, "by": by, "at": at}.items():
        setattr(row, name, value)
    row.save()
    record(
        kind="notify.steps.set", subject=row, by=by, at=at, before=earlier, after=wanted, note=code
    )
    return row


@transaction.atomic
def clear_steps(*, code: str, by: Any, at: datetime) -> None:
    """One kind of reminder follows the general steps again; the general ones are the usual again.

    Nothing is written where nothing was decided.
    """
    access.check(by, Perm.MANAGE)
    if code and code not in tables.sources():
        raise StepsNotUsable(_("There is no such kind of reminder."), field="code")
    row = StepTable.objects.select_for_update().filter(code=code).first()
    if row is None:
        return
    before = {name: getattr(row, name) for name in FIELDS}
    record(kind="notify.steps.cleared", subject=row, by=by, at=at, before=before, note=code)
    row.delete()


def _usual() -> dict[str, Any]:
    usual = Steps()
    values = {name: getattr(usual, name) for name in FIELDS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _numbers(given: Sequence[int], most: int, field: str, *, falling: bool = False) -> list[int]:
    numbers = sorted(set(given), reverse=falling)
    if any(not 1 <= number <= most for number in numbers) or len(numbers) > 10:
        words = _("Give at most ten numbers from 1 to %(most)s.") % {"most": most}
        raise StepsNotUsable(words, field=field)
    return numbers
