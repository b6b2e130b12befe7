"""Who is told about requests for explanation, and whose day comes near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.documents.permissions import Perm as Documents
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import WAITS_FOR_UNIT
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source

_PAGE = "explanation_detail"
_HEAD = Documents.APPROVE  # who approves for an agency is told when its people do not answer


def _request(event: Event) -> Request | None:
    return Request.objects.filter(pk=event.subject_id).first()


def _unit(event: Event) -> list[int]:
    """The people who may answer for the unit."""
    request = _request(event)
    if request is None:
        return []
    found = org_selectors.people_who(
        permission=Perm.ANSWER, organisations=[request.asked_of_id], day=clock.day_of(event.at)
    )
    return [person.pk for person in found.get(request.asked_of_id, [])]


def _asker(event: Event) -> list[int]:
    request = _request(event)
    return [request.asked_by_id] if request is not None else []


def _message(step: str, title: Any, to: Any, *, urgent: bool = False) -> Message:
    kind = f"explanations.request.{step}"
    return Message(kind=kind, to=to, title=title, urgent=urgent, url=_PAGE)


MESSAGES: dict[str, Message] = {
    one.kind: one
    for one in (
        _message("asked", _("%(by)s asks your unit to explain: %(label)s"), _unit, urgent=True),
        _message("answered", _("%(by)s has explained: %(label)s"), _asker),
        _message(
            "returned",
            _("%(by)s returned your explanation: %(label)s (%(note)s)"),
            _unit,
            urgent=True,
        ),
        _message("accepted", _("%(by)s accepted your explanation: %(label)s"), _unit),
        _message("extended", _("%(by)s gave your unit more time to explain: %(label)s"), _unit),
        _message("withdrawn", _("%(by)s withdrew the request to explain: %(label)s"), _unit),
    )
}


def _dues(*, today: date) -> Iterable[Due]:
    """Requests that wait for a unit; two SQL."""
    rows = list(
        Request.objects.filter(
            state__in=sorted(one.value for one in WAITS_FOR_UNIT),
            due_on__lte=today + timedelta(days=HORIZON),
        )
        .only("asked_of_id", "asked_by_id", "subject_label", "due_on")
        .order_by("due_on", "pk")
    )
    units = {row.asked_of_id for row in rows}
    officers, heads = org_selectors.officers_and_heads(
        officer=Perm.ANSWER, head=_HEAD, organisations=units, day=today, apart=False
    )
    for row in rows:
        yield Due(
            subject_kind="explanations.request",
            subject_id=str(row.pk),
            label=row.subject_label,
            url=reverse(_PAGE, args=[row.pk]),
            due_on=row.due_on,
            to=officers.get(row.asked_of_id, ()),
            superiors=heads.get(row.asked_of_id, ()),
        )


REMINDERS: dict[str, Source] = {
    "explanations.due": Source(label=_("Request for explanation"), dues=_dues)
}
