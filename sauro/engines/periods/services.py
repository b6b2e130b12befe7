"""Deciding that a day is worked, or not, against the general calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import access, text
from sauro.engines.history import recording

from .models import DayOverride
from .permissions import Perm

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_FIELDS = ("is_working", "reason", "document")


class DayOverrideWithoutReason(DomainError):
    """A decided day needs a reason."""

    code = "day_override_without_reason"


class DayOverrideMissing(DomainError):
    """The day follows the general calendar already."""

    code = "day_override_missing"


@transaction.atomic
def set_day_override(
    *,
    day: date,
    is_working: bool,
    reason: str,
    by: AbstractBaseUser,
    at: datetime,
    document: str = "",
) -> DayOverride:
    """The day as now decided; an earlier decision on it is replaced, an equal one left alone."""
    access.check(by, Perm.DECIDE_DAYS)
    reason, document = text.clean(reason)[:200], text.clean(document)[:200]
    if not reason:
        raise DayOverrideWithoutReason(_("Say why the day differs."), field="reason")
    wanted = {"is_working": is_working, "reason": reason, "document": document}
    stamped = {**wanted, "by": by, "at": at}
    override, created = DayOverride.objects.select_for_update().get_or_create(
        day=day, defaults=stamped
    )
    before = {} if created else {name: getattr(override, name) for name in _FIELDS}
    if before == wanted:
        return override
    if not created:
        for name, value in stamped.items():
            setattr(override, name, value)
        override.save(update_fields=list(stamped))
    recording.record(
        kind="periods.day_override.set", subject=override, by=by, at=at, before=before, after=wanted
    )
    return override


@transaction.atomic
def clear_day_override(*, day: date, by: AbstractBaseUser, at: datetime) -> DayOverride:
    """The decision just withdrawn; the day follows the general calendar again."""
    access.check(by, Perm.DECIDE_DAYS)
    override = DayOverride.objects.select_for_update().filter(day=day).first()
    if override is None:
        raise DayOverrideMissing(_("The day follows the general calendar already."), field="day")
    before = {name: getattr(override, name) for name in _FIELDS}
    recording.record(
        kind="periods.day_override.cleared", subject=override, by=by, at=at, before=before
    )
    override.delete()
    return override
