"""What people are told about bottlenecks: as it happens, and as the day to lift them comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import HOLDING
from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source

_HOLDING = sorted(state.value for state in HOLDING)
_PAGE = "bottleneck_detail"
_LEADS = ("subjects__task__lead", "subjects__target__lead")


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
    return _people(_units(event, "responsible", *_LEADS), clock.day_of(event.at))


def put_to(event: Event) -> Iterable[int]:
    """Those people, and who works or else decides at the body it was put to; two to four SQL."""
    day = clock.day_of(event.at)
    found = _by_unit(Perm.PROPOSE, _units(event, "lifter", "responsible", *_LEADS), day)
    told = {one for people in found.values() for one in people}
    bodies = Bottleneck.objects.filter(pk=event.subject_id).exclude(lifter__in=found)
    for one in Organisation.objects.filter(pk__in=bodies.values("lifter")):
        over = org_selectors.people_over(permission=Perm.DECIDE, organisations=[one], day=day)
        told |= {person.pk for people in over.values() for person in people}
    return told


def _units(event: Event, *columns: str) -> set[int]:
    """The units that stand in some columns of a bottleneck and of what waits for it."""
    rows = Bottleneck.objects.filter(pk=event.subject_id).values_list(*columns)
    return {unit for row in rows for unit in row if unit}


def bottlenecks_due(*, today: date) -> Iterator[Due]:
    """Bottlenecks that are to be lifted, with the people who answer; their heads are superiors."""
    found = Bottleneck.objects.filter(
        state__in=_HOLDING, lift_by__lte=today + timedelta(days=HORIZON)
    )
    named = [(one, one.lift_by, (one.responsible_id,)) for one in found]
    yield from _dues(named, today)


def answers_due(*, today: date) -> Iterator[Due]:
    """Answers of levels to which bottlenecks were put: the body asked, and who has to chase it."""
    rows = Bottleneck.objects.all().with_answer_day()
    found = rows.filter(answer_due_on__lte=today + timedelta(days=HORIZON))
    named = [(one, one.answer_due_on, (one.responsible_id, one.lifter_id)) for one in found]
    yield from _dues(named, today)


def _dues(
    named: Sequence[tuple[Bottleneck, date | None, tuple[int | None, ...]]], today: date
) -> Iterator[Due]:
    """A day for the people of some units; their heads are superiors; one SQL."""
    units = {unit for _one, _day, of in named for unit in of if unit}
    officers, heads = org_selectors.officers_and_heads(
        officer=Perm.PROPOSE,
        head=DocumentPerm.APPROVE,
        organisations=units,
        day=today,
        apart=False,
    )
    for one, day, of in named:
        ids = [unit for unit in of if unit]
        if day is None or not ids:
            continue
        yield Due(
            subject_kind="bottlenecks.bottleneck",
            subject_id=str(one.pk),
            label=str(one),
            url=reverse(_PAGE, args=[one.pk]),
            due_on=day,
            to=_each(officers, ids),
            superiors=_each(heads, ids),
        )


def _each(people: dict[int, tuple[int, ...]], units: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(person for unit in units for person in people.get(unit, ())))


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
        ("escalated", put_to, _("A bottleneck was put to the competent level: %(label)s")),
        ("lifted", waiting_units, _("A bottleneck was lifted: %(label)s")),
        ("reopened", waiting_units, _("A bottleneck is open again: %(label)s")),
    )
}
REMINDERS: dict[str, Source] = {
    "bottlenecks.lift_by": Source(label=_("Bottleneck"), dues=bottlenecks_due),
    "bottlenecks.answer": Source(label=_("Answer about a bottleneck"), dues=answers_due),
}
