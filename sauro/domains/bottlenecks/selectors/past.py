"""How bottlenecks stood at the end of a day: as they are now, later events taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from sauro.core import clock
from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.rules import HOLDING
from sauro.domains.orgs.models import Organisation
from sauro.engines.history.models import Event
from sauro.engines.history.recording import subject_type_of

_HOLDING = sorted(state.value for state in HOLDING)
_KEPT = ("title", "kind", "condition", "authority", "lift_by", "lifter_name", "state")
_BODIES = ("lifter", "responsible")


@dataclass(frozen=True, slots=True)
class Standing:
    """A bottleneck that held up work on a day, in the words of that day.

    `responsible` is none when the unit that answered for it then is known by its name only.
    """

    id: int
    code: str
    title: str
    kind: str
    condition: str
    level: str
    lifter: str
    responsible: int | None
    responsible_name: str
    lift_by: date | None
    escalated_on: date | None
    tasks: tuple[int, ...]
    targets: tuple[int, ...]


def holding_on(*, owner: Organisation, day: date) -> list[Standing]:
    """Those of a province that were accepted and not yet lifted on a day, by number.

    One that was lifted by then counts as lifted, also when that was noted later. Four SQL, and one
    more when another unit answers now.
    """
    moment = clock.end_of(day)
    rows = _rows(owner, day, moment)
    ids = [one.pk for one in rows]
    later = _later(ids, moment)
    stood = {one.pk: _values(one, later.get(str(one.pk), ())) for one in rows}
    units = _units(owner, {one: stood[one.pk]["responsible"] for one in rows})
    links = _links(ids, moment, later)
    escalated = _escalated(ids, moment)
    return [
        _standing(
            one,
            stood[one.pk],
            units.get(one.pk),
            links.get(one.pk, []),
            escalated.get(one.pk),
        )
        for one in rows
        if stood[one.pk]["state"] in _HOLDING
    ]


def _rows(owner: Organisation, day: date, moment: datetime) -> list[Bottleneck]:
    """Those that may have been open: still open, or closed since."""
    found = Bottleneck.objects.filter(owner__path__startswith=owner.path, created_at__lte=moment)
    found = found.filter(Q(state__in=_HOLDING) | Q(closed_at__gt=moment))
    found = found.exclude(lifted_on__isnull=False, lifted_on__lte=day)
    return list(found.select_related(*_BODIES).order_by("owner__path", "number"))


def _later(ids: Iterable[int], moment: datetime) -> dict[str, list[Mapping[str, Any]]]:
    """What events since say was before them, newest first, by number of the bottleneck."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    events = Event.objects.filter(
        subject_type=subject_type_of(Bottleneck()),
        subject_id__in=[str(one) for one in ids],
        at__gt=moment,
    )
    for number, before in events.order_by("-pk").values_list("subject_id", "before"):
        found.setdefault(number, []).append(before)
    return found


def _values(one: Bottleneck, befores: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What it said on the day; an organisation by its name, as events tell it."""
    values: dict[str, Any] = {name: getattr(one, name) for name in _KEPT}
    values |= {name: str(getattr(one, name) or "") for name in _BODIES}
    for before in befores:
        values |= {name: value or "" for name, value in before.items() if name in values}
        if "to" in before:  # whom it was put to until then
            values |= {"lifter": before["to"] or "", "lifter_name": ""}
    if isinstance(values["lift_by"], str):
        values["lift_by"] = date.fromisoformat(values["lift_by"]) if values["lift_by"] else None
    return values


def _units(owner: Organisation, names: Mapping[Bottleneck, str]) -> dict[int, int | None]:
    """The unit that answered for each; by the name events tell, where only one bears it."""
    other = {name for one, name in names.items() if name != str(one.responsible or "")}
    known: dict[str, int | None] = {}
    if other:
        units = Organisation.objects.filter(path__startswith=owner.path, name__in=other)
        for pk, name in units.values_list("pk", "name"):
            known[name] = None if name in known else pk
    return {
        one.pk: known.get(name) if name in other else one.responsible_id
        for one, name in names.items()
    }


def _escalated(ids: Iterable[int], moment: datetime) -> dict[int, date]:
    """When each was put to a level the last time; from events, which stay when two are merged."""
    found: dict[int, date] = {}
    events = Event.objects.filter(
        kind="bottlenecks.bottleneck.escalated",
        subject_id__in=[str(one) for one in ids],
        at__lte=moment,
    )
    for number, at, after in events.order_by("pk").values_list("subject_id", "at", "after"):
        on = after.get("on")
        found[int(number)] = date.fromisoformat(on) if on else clock.day_of(at)
    return found


def _links(
    ids: Iterable[int], moment: datetime, later: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[int, list[tuple[int | None, int | None]]]:
    """What waited: linked by then, and not yet or only later taken out."""
    found: dict[int, list[tuple[int | None, int | None]]] = {}
    rows = BottleneckSubject.objects.filter(bottleneck__in=ids, at__lte=moment).order_by("pk")
    for pk, task, target in rows.values_list("bottleneck_id", "task_id", "target_id"):
        found.setdefault(pk, []).append((task, target))
    for number, befores in later.items():
        for task, target, at in (one["link"] for one in befores if "link" in one):
            kept = found.setdefault(int(number), [])
            if datetime.fromisoformat(at) <= moment and (task, target) not in kept:
                kept.append((task, target))
    return found


def _standing(
    one: Bottleneck,
    values: Mapping[str, Any],
    responsible: int | None,
    links: Sequence[tuple[int | None, int | None]],
    escalated_on: date | None,
) -> Standing:
    return Standing(
        id=one.pk,
        code=one.code,
        title=values["title"],
        kind=values["kind"],
        condition=values["condition"],
        level=values["authority"],
        lifter=values["lifter"] or values["lifter_name"],
        responsible=responsible,
        responsible_name=values["responsible"],
        lift_by=values["lift_by"],
        escalated_on=escalated_on if values["state"] == "escalated" else None,
        tasks=tuple(task for task, _target in links if task is not None),
        targets=tuple(target for _task, target in links if target is not None),
    )
