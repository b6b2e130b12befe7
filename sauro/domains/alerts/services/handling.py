"""What people say of an alert: it is known, it may rest until a day, or neither any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.standing import LONGEST_SNOOZE
from sauro.engines import access, text
from sauro.engines.history.models import Event
from sauro.engines.history.recording import new_event, record_all

LONGEST_REASON = 500
SAID = (
    *("acknowledged_at", "acknowledged_by", "snoozed_at", "snoozed_by", "snoozed_until"),
    *("reason", "version"),
)


class AlertRefused(DomainError):
    """The alert cannot be handled like this."""

    code = "alert_refused"
    status = 422


class AlertOver(DomainError):
    """The cause has ended; there is nothing left to handle."""

    code = "alert_over"


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of each of many alerts: how many were handled, and which were left out why."""

    done: tuple[Alert, ...]
    refused: tuple[tuple[Alert, str], ...]


@transaction.atomic
def acknowledge(*, alert: Alert, reason: str, by: Any, at: datetime) -> Alert:
    """The alert as known, with what is being done; saying the same again writes nothing."""
    found = _locked([alert.pk])[0]
    _check(found, by)
    words = _needed(reason)
    events = _acknowledged([found], words, by=by, at=at)
    _written([found] if events else [], events)
    return found


@transaction.atomic
def snooze(*, alert: Alert, until: date, reason: str, by: Any, at: datetime) -> Alert:
    """The alert put aside until the end of a day, at most 60 days ahead."""
    found = _locked([alert.pk])[0]
    _check(found, by, whole=True)
    words = _needed(reason)
    _check_day(until, at)
    events = _snoozed([found], until, words, by=by, at=at)
    _written([found] if events else [], events)
    return found


@transaction.atomic
def undo(*, alert: Alert, by: Any, at: datetime) -> Alert:
    """The alert open again, neither known nor put aside; an open one stays as it is."""
    found = _locked([alert.pk])[0]
    _check(found, by, whole=found.snoozed_at is not None)
    if found.snoozed_at is None and found.acknowledged_at is None:
        return found
    before = said(alert=found)
    clear(alert=found)
    event = new_event(kind="alerts.alert.reopened", subject=found, by=by, at=at, before=before)
    _written([found], [event])
    return found


@transaction.atomic
def acknowledge_many(*, alerts: Iterable[int], reason: str, by: Any, at: datetime) -> Handled:
    """All given alerts that the person may acknowledge, as known; each refusal says why."""
    words = _needed(reason)
    ready, refused = _sorted(_locked(list(alerts)), by)
    events = _acknowledged(ready, words, by=by, at=at)
    _written(ready, events)
    return Handled(tuple(ready), tuple(refused))


@transaction.atomic
def snooze_many(
    *, alerts: Iterable[int], until: date, reason: str, by: Any, at: datetime
) -> Handled:
    """All given alerts that the person may put aside, put aside; each refusal says why."""
    words = _needed(reason)
    _check_day(until, at)
    ready, refused = _sorted(_locked(list(alerts)), by, whole=True)
    events = _snoozed(ready, until, words, by=by, at=at)
    _written(ready, events)
    return Handled(tuple(ready), tuple(refused))


def said(*, alert: Alert) -> dict[str, Any]:
    """What somebody said of an alert, as the record of events keeps it."""
    told: dict[str, Any] = {}
    if alert.acknowledged_at is not None:
        told["acknowledged"] = True
    if alert.snoozed_until is not None:
        told["snoozed_until"] = alert.snoozed_until.isoformat()
    return told


def clear(*, alert: Alert) -> None:
    """The alert open, in memory: what was said of it (the columns `SAID`) is taken back."""
    alert.acknowledged_at = alert.acknowledged_by = None
    alert.snoozed_at = alert.snoozed_by = alert.snoozed_until = None
    alert.reason = ""
    alert.version += 1


def _acknowledged(alerts: Sequence[Alert], reason: str, *, by: Any, at: datetime) -> list[Event]:
    events = []
    for one in alerts:
        if one.acknowledged_at is not None and one.reason == reason:
            continue
        before = said(alert=one)
        clear(alert=one)
        one.acknowledged_at, one.acknowledged_by, one.reason = at, by, reason
        events.append(_event("acknowledged", one, by, at, before))
    return events


def _snoozed(
    alerts: Sequence[Alert], until: date, reason: str, *, by: Any, at: datetime
) -> list[Event]:
    events = []
    for one in alerts:
        if (one.snoozed_until, one.reason) == (until, reason):
            continue
        before = said(alert=one)
        clear(alert=one)
        one.snoozed_at, one.snoozed_by, one.snoozed_until = at, by, until
        one.reason = reason
        events.append(_event("snoozed", one, by, at, before))
    return events


def _event(what: str, alert: Alert, by: Any, at: datetime, before: dict[str, Any]) -> Event:
    return new_event(
        kind=f"alerts.alert.{what}",
        subject=alert,
        by=by,
        at=at,
        before=before,
        after=said(alert=alert),
        note=alert.reason,
    )


def _written(alerts: Sequence[Alert], events: Sequence[Event]) -> None:
    if events:
        Alert.objects.bulk_update(alerts, SAID, batch_size=100)
        record_all(events)


def _locked(ids: Sequence[int]) -> list[Alert]:
    return list(
        Alert.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("owner", "organisation")
        .order_by("pk")
    )


def may(*, user: Any, alert: Alert, whole: bool = False) -> bool:
    """Whether the person may handle an alert: of his province, or, not `whole`, of his unit."""
    scope = access.scope(user, Perm.HANDLE)
    if scope.covers(alert.owner.path):
        return True
    return not whole and scope.covers(alert.organisation.path)


def _check(alert: Alert, by: Any, *, whole: bool = False) -> None:
    if not may(user=by, alert=alert, whole=whole):
        raise NotAllowed(_("Your role does not allow this here."))
    if alert.closed_at is not None:
        raise AlertOver(_("The cause has ended; there is nothing left to handle."))


def _sorted(
    alerts: Iterable[Alert], by: Any, *, whole: bool = False
) -> tuple[list[Alert], list[tuple[Alert, str]]]:
    ready, refused = [], []
    for one in alerts:
        try:
            _check(one, by, whole=whole)
        except DomainError as error:
            refused.append((one, str(error)))
        else:
            ready.append(one)
    return ready, refused


def _needed(reason: str) -> str:
    words = text.clean(reason)[:LONGEST_REASON]
    if not words:
        raise AlertRefused(_("Say why."), field="reason")
    return words


def _check_day(until: date, at: datetime) -> None:
    today = clock.day_of(at)
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE):
        raise AlertRefused(
            _("Choose a day from tomorrow to %(n)s days ahead.") % {"n": LONGEST_SNOOZE},
            field="until",
        )
