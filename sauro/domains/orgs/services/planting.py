"""Hanging many organisations below one node at once, and moving a branch to another place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string

from sauro.domains.orgs.models import Organisation, OrganisationAlias
from sauro.engines import text


def named(name: str, short_name: str = "") -> dict[str, str]:
    """A cleaned name with the columns that search and order need."""
    name, short_name = text.clean(name), text.clean(short_name)
    return {
        "name": name,
        "short_name": short_name,
        "folded": text.fold(f"{name} {short_name}"),
        "sort_key": text.sort_key(name),
    }


def plant(*, parent: Organisation, fresh: Sequence[Organisation]) -> list[Organisation]:
    """The new organisations, saved as the last children of a node, in the given order."""
    if not fresh:
        return []
    above = Organisation.objects.select_for_update().get(pk=parent.pk)
    children = Organisation.objects.filter(
        depth=above.depth + 1, path__startswith=above.path
    ).order_by()
    last: Any = children.aggregate(last=Max("path"))["last"]
    step = Organisation._str2int(last[len(above.path) :]) if last else 0
    for offset, organisation in enumerate(fresh, start=1):
        organisation.depth = above.depth + 1
        organisation.path = Organisation._get_path(above.path, above.depth + 1, step + offset)
        organisation.numchild = 0
    made: list[Organisation] = Organisation.objects.bulk_create(fresh, batch_size=500)
    above.numchild += len(made)
    above.save(update_fields=["numchild"])
    parent.numchild = above.numchild
    return made


def plant_aliases(*, names: Sequence[tuple[Organisation, str]]) -> int:
    """How many of the other names were new."""
    ids = {organisation.pk for organisation, _name in names}
    held = OrganisationAlias.objects.filter(organisation__in=ids)
    known = set(held.values_list("organisation_id", "folded"))
    fresh = {}
    for organisation, name in names:
        key = (organisation.pk, text.fold(name))
        if key not in known:
            fresh[key] = OrganisationAlias(
                organisation=organisation, name=text.clean(name), folded=key[1]
            )
    OrganisationAlias.objects.bulk_create(fresh.values(), batch_size=500)
    return len(fresh)


def move_branch(*, organisation: Organisation, move: Callable[[], None]) -> Organisation:
    """The organisation after `move` has hung it elsewhere, with all that is added up by place.

    What is added up belongs to a domain above, which is named in the settings.
    """
    keeping: Any = import_string(settings.SAURO["branch_moves"])
    with keeping(organisation=organisation):
        move()
    moved: Organisation = Organisation.objects.get(pk=organisation.pk)
    return moved
