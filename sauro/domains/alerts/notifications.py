"""Who is told that new alerts were found: one line a run for each person, never one an alert."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines.history.models import Event
from sauro.engines.notify import Message, Source


def _concerned(event: Event) -> Iterable[int]:
    """Who handles alerts at the units and owners of those that the run opened; two SQL."""
    opened = Alert.objects.filter(opened_at=event.at, closed_at__isnull=True).order_by()
    pairs = opened.values_list("organisation_id", "owner_id").distinct()
    units = {pk for pair in pairs for pk in pair}
    found = org_selectors.people_who(
        permission=Perm.HANDLE, organisations=units, day=clock.day_of(event.at)
    )
    return {one.pk for several in found.values() for one in several}


MESSAGES: dict[str, Message] = {
    "alerts.run.done": Message(
        kind="alerts.run.done",
        to=_concerned,
        title=_("New alerts on the work that you answer for or follow"),
        url=lambda _event: f"{reverse('alert_list')}?age=week",
        label=_("New alerts"),
    ),
}
REMINDERS: dict[str, Source] = {}
