"""Carrying what waits: claimed by one worker, handed over, and tried again until it arrives.

A row is claimed (`worker`, `lease_until`) while it still waits, marked `sending` right before it
is handed over and `sent` right after. A claim whose worker died lapses. What was `sending` then is
`unsure`: nobody can know whether the server took it, so it is handed over again under the same
Message-ID, by which the mailbox, or the folder, knows the second copy.

A line that is lost at a letter may be the fault of the letter or of the service. The others go on
by a new line, and what becomes of them tells which: see `_carry`.
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
from django.db.models import Max, Q
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
            if not _carry(_disturbing_nobody(claimed, now()), channel, now, carried):
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


def _carry(waiting: list[Delivery], channel: Channel, now: Clock, carried: Carried) -> bool:
    """Hand over what waits, by a new line whenever one is lost; whether the service was there.

    It is away when no line opens, or when lines are lost at two letters and it took none since.
    """
    lost: list[Delivery] = []
    while waiting:
        try:
            with channel.open() as session:
                one = _hand_over_all(waiting, channel, session, now, carried)
        except ChannelDown as down:
            _put_off(waiting, str(down), now(), carried)
            _settle(lost, channel, now, carried, is_away=True)  # later than those behind them
            return False
        if one is not None:
            lost.append(one)
            if len(_excused(lost, channel)) > 1:
                _put_off(waiting, one.last_error, now(), carried)
                _settle(lost, channel, now, carried, is_away=True)
                return False
    _settle(lost, channel, now, carried, is_away=False)
    return True


def _settle(
    lost: list[Delivery], channel: Channel, now: Clock, carried: Carried, *, is_away: bool
) -> None:
    """Letters at which the line was lost have failed, unless the service may be the cause."""
    excused = _excused(lost, channel)
    if not is_away:
        excused = [one for one in excused if not _is_alone(one, channel)]
    for one in lost:
        if one in excused:
            one.attempts -= 1
            _put_off([one], one.last_error, now(), carried)
        else:
            _fail(one, one.last_error, now(), carried)


def _excused(lost: list[Delivery], channel: Channel) -> list[Delivery]:
    """Those that the service may have lost: it took no letter since their last try, or this one."""
    last = _last_taken(channel) if lost else None
    return [one for one in lost if last is None or one.tried_at is None or last <= one.tried_at]


def _is_alone(one: Delivery, channel: Channel) -> bool:
    """Whether no other letter is in trouble, and another left after this one was made."""
    last = _last_taken(channel)
    failed = Delivery.objects.filter(channel=channel.code, state=DeliveryState.FAILED.value)
    others = failed.exclude(pk=one.pk)
    return last is not None and last >= one.created_at and not others.exists()


def _last_taken(channel: Channel) -> datetime | None:
    sent = Delivery.objects.filter(channel=channel.code, state=DeliveryState.SENT.value)
    moment: datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return moment


def _hand_over_all(
    waiting: list[Delivery], channel: Channel, session: Session, now: Clock, carried: Carried
) -> Delivery | None:
    """Hand over one after the other until the line is lost; the letter at which it was."""
    ready = letters.letters_of(waiting)
    while waiting:
        one = waiting.pop(0)
        moment = now()
        if _change(
            one,
            state=DeliveryState.SENDING.value,
            attempts=one.attempts + 1,
            tried_at=moment,
            lease_until=moment + LEASE,
        ):
            one.tried_at = one.tried_at or moment  # the try before this one, for `_excused`
            try:
                _hand_over(one, ready[one.pk], channel, session, now, carried)
            except ChannelDown as down:
                one.last_error = str(down)
                _change(one, state=one.state)
                return one
    return None


def _hand_over(
    one: Delivery,
    letter: Letter,
    channel: Channel,
    session: Session,
    now: Clock,
    carried: Carried,
) -> None:
    one.attempts += 1
    try:
        session.send(_addressed(letter, channel, one))
    except ChannelDown:
        raise
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
    """The service is away: they wait, and an outage of any length gives nothing up."""
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
