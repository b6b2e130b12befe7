"""Who is told that alerts are new or graver: one line a run for each person, not one an alert.

A single alert is told of only when what happened to its record made it graver than when somebody
acknowledged it or put it aside.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines.history.models import Event
from sauro.engines.notify import Message, Source

WORSENED = "alerts.alert.worsened"


def _by_run(event: Event) -> Iterable[int]:
    """Who handles alerts at the units and owners of those that the run opened or woke; two SQL."""
    woken = Event.objects.filter(kind=WORSENED, at=event.at).order_by()
    numbers = woken.annotate(number=Cast("subject_id", BigIntegerField())).values("number")
    found = Alert.objects.filter(Q(opened_at=event.at) | Q(pk__in=numbers))
    return _handlers(found.filter(closed_at__isnull=True), event)


def _of_one(event: Event) -> Iterable[int]:
    """Who handles alerts at the unit and owner of one; two SQL."""
    return _handlers(Alert.objects.filter(pk=int(event.subject_id)), event)


def _handlers(alerts: QuerySet[Alert], event: Event) -> Iterable[int]:
    pairs = alerts.order_by().values_list("organisation_id", "owner_id").distinct()
    units = {pk for pair in pairs for pk in pair}
    found = org_selectors.people_who(
        permission=Perm.HANDLE, organisations=units, day=clock.day_of(event.at)
    )
    return {one.pk for several in found.values() for one in several}


def _rows_of_run(event: Event) -> str:
    """Those opened this week, or the whole list, the gravest first, when an older one was woken."""
    return reverse("alert_list") + ("" if event.after.get("woken") else "?age=week")


MESSAGES: dict[str, Message] = {
    "alerts.run.done": Message(
        kind="alerts.run.done",
        to=_by_run,
        title=_("New or graver alerts on the work that you answer for or follow"),
        url=_rows_of_run,
        label=_("New alerts"),
    ),
    WORSENED: Message(
        kind=WORSENED,
        to=_of_one,
        title=_("An alert that was answered became graver: %(label)s"),
        url="alert_detail",
    ),
}
REMINDERS: dict[str, Source] = {}
