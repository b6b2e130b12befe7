"""What people are told about bottlenecks: as it happens, and as the day to lift them comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import HOLDING
from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source

_HOLDING = sorted(state.value for state in HOLDING)
_PAGE = "bottleneck_detail"


def monitors(event: Event) -> Iterable[int]:
    """Who keeps the register of the province; two SQL."""
    owner = Bottleneck.objects.values_list("owner", flat=True).get(pk=event.subject_id)
    found = _by_unit(Perm.MANAGE, {owner}, clock.day_of(event.at))
    return found.get(owner, ())


def responsible(event: Event) -> Iterable[int]:
    """The people of the unit that answers for it; two SQL."""
    found = Bottleneck.objects.values_list("responsible", flat=True).get(pk=event.subject_id)
    return _people([found] if found else [], clock.day_of(event.at))


def proposer(event: Event) -> Iterable[int]:
    """The people of the unit that raised it; two SQL."""
    found = Bottleneck.objects.values_list("raised_by", flat=True).get(pk=event.subject_id)
    return _people([found] if found else [], clock.day_of(event.at))


def waiting_units(event: Event) -> Iterable[int]:
    """The people of the units whose tasks and targets waited, and of who answered; two SQL."""
    rows = Bottleneck.objects.filter(pk=event.subject_id).values_list(
        "responsible", "subjects__task__lead", "subjects__target__lead"
    )
    units = {unit for row in rows for unit in row if unit}
    return _people(units, clock.day_of(event.at))


def bottlenecks_due(*, today: date) -> Iterator[Due]:
    """Bottlenecks that are to be lifted, with the people who answer; their heads are superiors."""
    found = list(
        Bottleneck.objects.filter(
            state__in=_HOLDING, lift_by__lte=today + timedelta(days=HORIZON)
        ).only("number", "title", "lift_by", "responsible_id")
    )
    units = {one.responsible_id for one in found if one.responsible_id}
    people = _by_unit(Perm.PROPOSE, units, today)
    heads = _by_unit(DocumentPerm.APPROVE, units, today)
    for one in found:
        if one.lift_by is None or one.responsible_id is None:
            continue
        yield Due(
            subject_kind="bottlenecks.bottleneck",
            subject_id=str(one.pk),
            label=str(one),
            url=reverse(_PAGE, args=[one.pk]),
            due_on=one.lift_by,
            to=people.get(one.responsible_id, ()),
            superiors=heads.get(one.responsible_id, ()),
        )


def _people(units: Iterable[int], day: date) -> set[int]:
    found = _by_unit(Perm.PROPOSE, set(units), day)
    return {person for people in found.values() for person in people}


def _by_unit(permission: str, units: set[int], day: date) -> dict[int, tuple[int, ...]]:
    found = org_selectors.people_who(permission=permission, organisations=units, day=day)
    return {unit: tuple(one.pk for one in people) for unit, people in found.items()}


MESSAGES: dict[str, Message] = {
    f"bottlenecks.bottleneck.{kind}": Message(
        kind=f"bottlenecks.bottleneck.{kind}", to=to, title=title, url=_PAGE
    )
    for kind, to, title in (
        ("proposed", monitors, _("%(by)s proposed a bottleneck: %(label)s")),
        ("opened", responsible, _("Your unit answers for a bottleneck: %(label)s")),
        ("accepted", responsible, _("Your unit answers for a bottleneck: %(label)s")),
        ("rejected", proposer, _("%(by)s did not accept a bottleneck: %(label)s")),
        ("escalated", waiting_units, _("A bottleneck was put to the competent level: %(label)s")),
        ("lifted", waiting_units, _("A bottleneck was lifted: %(label)s")),
        ("reopened", waiting_units, _("A bottleneck is open again: %(label)s")),
    )
}
REMINDERS: dict[str, Source] = {
    "bottlenecks.lift_by": Source(label=_("Bottleneck"), dues=bottlenecks_due)
}
