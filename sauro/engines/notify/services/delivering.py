"""Carrying what waits: claimed by one worker, handed over, and tried again until it arrives.

A row is claimed (`worker`, `lease_until`) while it still waits, marked `sending` right before it
is handed over and `sent` right after. A claim whose worker died lapses. What was `sending` then is
`unsure`: nobody can know whether the server took it, so it is handed over again under the same
Message-ID, by which the mailbox, or the folder, knows the second copy.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from sauro.engines.notify import letters, tables
from sauro.engines.notify.channels import Channel, ChannelDown, Letter, Refused, Session
from sauro.engines.notify.models import Delivery, Preference
from sauro.engines.notify.rules import (
    AWAY_WAITS,
    DUE_STATES,
    LEASE,
    DeliveryState,
    next_look,
    next_try,
)
from sauro.engines.notify.services import routing
from sauro.engines.periods import selectors as period_selectors

log = logging.getLogger(__name__)
BATCH = 100
Clock = Callable[[], datetime]


@dataclass(slots=True)
class Carried:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(*, at: datetime, worker: str = "") -> Carried:
    """Hand over everything that is due; several workers may do so at once."""
    now = _running_from(at)
    recover(at=at)
    carried = Carried()
    for code, channel in tables.channels_on().items():
        while claimed := _claim(code, worker, now()):
            ready = _disturbing_nobody(claimed, now())
            try:
                if ready:
                    with channel.open() as session:
                        _hand_over_all(ready, channel, session, now, carried)
            except ChannelDown as down:
                _put_off(ready, str(down), now(), carried)
                break
    return carried


def recover(*, at: datetime) -> int:
    """How many deliveries a dead worker left in the middle; they are unsure and tried again."""
    left = Delivery.objects.filter(state=DeliveryState.SENDING.value, lease_until__lt=at)
    return left.update(
        state=DeliveryState.UNSURE.value, worker="", lease_until=None, next_try_at=at
    )


def _running_from(at: datetime) -> Clock:
    started = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - started)


def _claim(code: str, worker: str, at: datetime) -> list[Delivery]:
    """Some deliveries that are this round's alone: one conditional update decides."""
    token = f"{worker[:80]}:{secrets.token_hex(8)}"
    due = Delivery.objects.filter(
        Q(worker="") | Q(lease_until__lt=at),
        channel=code,
        state__in=DUE_STATES,
        next_try_at__lte=at,
    )
    ids = list(due.order_by("next_try_at", "id").values_list("pk", flat=True)[:BATCH])
    if not ids or not due.filter(pk__in=ids).update(worker=token, lease_until=at + LEASE):
        return []
    mine = Delivery.objects.filter(pk__in=ids, worker=token)
    return list(mine.select_related("person", "notice", "digest").order_by("next_try_at", "id"))


def _disturbing_nobody(claimed: list[Delivery], at: datetime) -> list[Delivery]:
    """Those that may leave now; one that a late worker finds in the quiet hours waits on."""
    leaves = _leaves(dict.fromkeys(claimed, at))
    for one, moment in leaves.items():
        if moment > at:
            _change(one, next_try_at=moment, worker="", lease_until=None)
    return [one for one in claimed if leaves[one] <= at]


def _leaves(moments: Mapping[Delivery, datetime]) -> dict[Delivery, datetime]:
    """When each may leave, from its moment on; two SQL."""
    wishes = Preference.objects.in_bulk({one.person_id for one in moments})
    calendar = period_selectors.calendar()
    return {
        one: routing.leaves_at(
            wishes.get(one.person_id) or Preference(person_id=one.person_id), moment, calendar
        )
        for one, moment in moments.items()
    }


def _hand_over_all(
    claimed: list[Delivery], channel: Channel, session: Session, now: Clock, carried: Carried
) -> None:
    ready = letters.letters_of(claimed)
    while claimed:
        one = claimed[0]
        if _change(
            one,
            state=DeliveryState.SENDING.value,
            attempts=one.attempts + 1,
            lease_until=now() + LEASE,
        ):
            _hand_over(one, ready, channel, session, now, carried)
        claimed.pop(0)


def _hand_over(
    one: Delivery,
    ready: Mapping[int, Letter],
    channel: Channel,
    session: Session,
    now: Clock,
    carried: Carried,
) -> None:
    one.attempts += 1
    try:
        session.send(_addressed(ready[one.pk], channel, one))
    except ChannelDown as down:
        one.attempts -= 1  # the round notes it for this one and for those behind it
        _change(one, state=one.state, attempts=one.attempts)
        raise down from None
    except Refused as refusal:
        _end(one, DeliveryState.GIVEN_UP, str(refusal), now())
        carried.given_up += 1
    except Exception as error:
        log.warning("delivery %s failed", one.key, exc_info=True)
        _fail(one, str(error) or type(error).__name__, now(), carried)
    else:
        _end(one, DeliveryState.SENT, "", now())
        carried.sent += 1


def _addressed(letter: Letter, channel: Channel, one: Delivery) -> Letter:
    address = channel.address(one.person)
    if not address or not one.person.is_active:
        raise Refused(_("The person has no address for this channel."))
    return letters.addressed(letter, address)


def _change(one: Delivery, **values: Any) -> bool:
    """Whether the row was still this round's, and holds the values now.

    Written by hand: done twice for each letter, the ORM takes as long as the letter itself.
    """
    columns = {one.name: one for one in Delivery._meta.concrete_fields}
    given = [columns[name].get_db_prep_save(value, connection) for name, value in values.items()]
    cells = ", ".join(f"{name} = %s" for name in values)
    table = Delivery._meta.db_table
    change = f"UPDATE {table} SET {cells} WHERE id = %s AND worker = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(change, [*given, one.pk, one.worker])
        return bool(cursor.rowcount)


def _end(one: Delivery, state: DeliveryState, error: str, at: datetime) -> None:
    sent_at = at if state is DeliveryState.SENT else None
    _change(
        one,
        state=state.value,
        last_error=error[:500],
        sent_at=sent_at,
        worker="",
        lease_until=None,
    )


def _fail(one: Delivery, error: str, at: datetime, carried: Carried) -> None:
    again = next_try(attempts=one.attempts, at=at)
    if again is None:
        _end(one, DeliveryState.GIVEN_UP, error, at)
        carried.given_up += 1
    else:
        _wait({one: again}, error, carried)


def _put_off(claimed: list[Delivery], error: str, at: datetime, carried: Carried) -> None:
    """The service is away: what was claimed waits, and an outage of any length gives nothing up."""
    for one in claimed:
        one.attempts = max(one.attempts, min(one.attempts + 1, len(AWAY_WAITS)))
    _wait({one: next_look(attempts=one.attempts, at=at) for one in claimed}, error, carried)


def _wait(again: Mapping[Delivery, datetime], error: str, carried: Carried) -> None:
    """They are tried again at, or after, a moment, when their people may be disturbed."""
    for one, moment in _leaves(again).items():
        _change(
            one,
            state=DeliveryState.FAILED.value,
            last_error=error[:500],
            next_try_at=moment,
            attempts=one.attempts,
            worker="",
            lease_until=None,
        )
    carried.failed += len(again)
