"""Loading the national list of agencies and the collective names; a second run writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from sauro.domains.orgs import reference
from sauro.domains.orgs.models import Collective, CollectiveAlias, Organisation, Succession
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.orgs.services.planting import named, plant, plant_aliases
from sauro.engines import text
from sauro.engines.history import recording

ROOT_CODE = "VN"
_SINCE = date(1945, 9, 2)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The national root, and how many rows of each table a load wrote."""

    root: Organisation
    written: dict[str, int]


@transaction.atomic
def load_reference(*, by: Any, at: datetime) -> Loaded:
    """What the load wrote; the list wins over edits of its own agencies, other names are kept."""
    written: Counter[str] = Counter()
    root = _root(written)
    records = reference.agencies()
    agencies = _load_agencies(root, records, written)
    written["aliases"] += plant_aliases(
        names=[(agencies[one.code], name) for one in records for name in one.aliases]
    )
    _load_successions(agencies, records, written)
    _load_collectives(written)
    counts = {table: count for table, count in written.items() if count}
    if counts:
        recording.record(kind="orgs.reference.loaded", subject=root, by=by, at=at, after=counts)
    return Loaded(root, counts)


def _root(written: Counter[str]) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(code=ROOT_CODE).first()
    if found is None:
        written["organisations"] += 1
        values = {
            **named("Trung ương", "TW"),
            "code": ROOT_CODE,
            "kind": OrgKind.NATIONAL.value,
            "is_reference": True,
            "valid_from": _SINCE,
        }
        made: Organisation = Organisation.objects.add_root(create_kwargs=values)
        return made
    return found


def _load_agencies(
    root: Organisation, records: list[reference.AgencyRecord], written: Counter[str]
) -> dict[str, Organisation]:
    known = Organisation.objects.filter(code__in=[one.code for one in records])
    agencies = {one.code: one for one in known}
    fresh: dict[str, list[Organisation]] = defaultdict(list)
    for record in records:
        values = _values(record)
        held = agencies.get(record.code)
        if held is None:
            fresh[record.successor].append(Organisation(code=record.code, **values))
        elif any(getattr(held, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(held, name, value)
            held.save(update_fields=list(values))
            written["organisations"] += 1
    for successor in ["", *(code for code in fresh if code)]:
        made = plant(parent=agencies.get(successor, root), fresh=fresh[successor])
        agencies |= {one.code: one for one in made}
        written["organisations"] += len(made)
    return agencies


def _values(record: reference.AgencyRecord) -> dict[str, Any]:
    return {
        **named(record.name, record.short_name),
        "kind": OrgKind(record.kind).value,
        "is_reference": True,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
    }


def _load_successions(
    agencies: dict[str, Organisation],
    records: list[reference.AgencyRecord],
    written: Counter[str],
) -> None:
    ids = [one.pk for one in agencies.values()]
    held = Succession.objects.filter(predecessor__in=ids)
    known = set(held.values_list("predecessor_id", "successor_id"))
    fresh = []
    for record in records:
        if not record.successor or record.valid_to is None:
            continue
        before, after = agencies[record.code], agencies[record.successor]
        if (before.pk, after.pk) not in known:
            on = record.valid_to + timedelta(days=1)
            fresh.append(
                Succession(predecessor=before, successor=after, on=on, ground=record.ground)
            )
    Succession.objects.bulk_create(fresh)
    written["successions"] += len(fresh)


def _load_collectives(written: Counter[str]) -> None:
    held = {one.code: one for one in Collective.objects.filter(within__isnull=True)}
    known = set(
        CollectiveAlias.objects.filter(collective__in=[one.pk for one in held.values()])
        .order_by()
        .values_list("collective__code", "folded")
    )
    fresh = []
    for record in reference.collectives():
        values = {"name": record.name, "kinds": list(record.kinds)}
        one = held.get(record.code)
        if one is None:
            one = Collective.objects.create(code=record.code, **values)
            written["collectives"] += 1
        elif (one.name, one.kinds) != (record.name, list(record.kinds)):
            one.name, one.kinds = record.name, list(record.kinds)
            one.save(update_fields=list(values))
            written["collectives"] += 1
        for name in record.aliases:
            key = (record.code, text.fold(name))
            if key not in known:
                known.add(key)
                fresh.append(CollectiveAlias(collective=one, name=name, folded=key[1]))
    CollectiveAlias.objects.bulk_create(fresh)
    written["collective_aliases"] += len(fresh)
