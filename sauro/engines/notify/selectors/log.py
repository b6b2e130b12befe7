"""What became of messages, for those who look after them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from sauro.engines import access
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.permissions import Perm
from sauro.engines.notify.rules import DeliveryState

TROUBLED = (
    DeliveryState.FAILED.value,
    DeliveryState.UNSURE.value,
    DeliveryState.GIVEN_UP.value,
)


def people_of(*, user: Any, query: str = "") -> QuerySet[Any]:
    """The people whose messages a person looks after."""
    found: QuerySet[Any] = import_string(settings.SAURO["people_in"])(
        scope=access.scope(user, Perm.MANAGE), query=query
    )
    return found


def deliveries(
    *, user: Any, state: str = "", channel: str = "", query: str = ""
) -> QuerySet[Delivery]:
    """Messages on their way and sent, newest first; `troubled` are those that did not arrive."""
    people = people_of(user=user, query=query).order_by().values("pk")
    found = Delivery.objects.filter(person__in=people)
    if state == "troubled":
        found = found.filter(state__in=TROUBLED)
    elif state:
        found = found.filter(state=state)
    if channel:
        found = found.filter(channel=channel)
    return found.select_related("person", "notice", "digest").order_by("-id")


def counts_by_state(*, user: Any) -> dict[str, int]:
    """How many messages there are of each state; one SQL."""
    rows = deliveries(user=user).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}
