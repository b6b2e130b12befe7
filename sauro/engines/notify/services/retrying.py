"""Trying again what was given up, when a person has removed the cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import access
from sauro.engines.history.recording import new_event, record_all
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.permissions import Perm
from sauro.engines.notify.rules import DeliveryState
from sauro.engines.notify.selectors import log

RETRIED = (DeliveryState.FAILED.value, DeliveryState.GIVEN_UP.value)


class NothingToTry(DomainError):
    """There is nothing that waits for another try."""

    code = "nothing_to_try"


@transaction.atomic
def try_again(*, by: Any, at: datetime, ids: Sequence[int] | None = None) -> int:
    """How many messages that failed, of those named or all one looks after, are tried again.

    They leave with the next run, or when the quiet hours and days off of their people end.
    """
    access.check(by, Perm.MANAGE)
    waiting = _waiting(by, ids)
    found = list(waiting.select_for_update(of=("self",)))
    if not found:
        raise NothingToTry(_("There is no failed message to try again."))
    Delivery.objects.filter(pk__in=[one.pk for one in found], state__in=RETRIED).update(
        state=DeliveryState.WAITING.value, attempts=0, next_try_at=at, worker="", lease_until=None
    )
    record_all(
        [
            new_event(
                kind="notify.delivery.retried",
                subject=one,
                by=by,
                at=at,
                before={"state": one.state, "error": one.last_error},
            )
            for one in found
        ]
    )
    return len(found)


def _waiting(by: Any, ids: Sequence[int] | None) -> QuerySet[Delivery]:
    found = log.deliveries(user=by).filter(state__in=RETRIED)
    return found if ids is None else found.filter(pk__in=ids)
