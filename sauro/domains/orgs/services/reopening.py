"""Undoing the closing of an organisation: it is in force again, in its former place of the tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from sauro.domains.orgs.models import Organisation, Succession
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.services.planting import move_branch
from sauro.engines import access
from sauro.engines.history.recording import record


@transaction.atomic
def reopen_organisation(
    *,
    organisation: Organisation,
    parent: Organisation | None,
    path: str,
    successors: Sequence[Organisation],
    by: Any,
    at: datetime,
    note: str = "",
) -> Organisation:
    """The organisation in force again, without these successors, below its former parent.

    It takes its former path when that is still free, and otherwise the last place. Posts and
    tenures that ended with it are the caller's. One that is open already is left alone.
    """
    found: Organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    access.check(by, Perm.MANAGE, found)
    if found.valid_to is None:
        return found
    before, found.valid_to = {"valid_to": found.valid_to}, None
    found.save(update_fields=["valid_to"])
    Succession.objects.filter(predecessor=found, successor__in=successors).delete()
    if path != found.path:
        found = _put_back(found, parent, path)
    record(
        kind="orgs.organisation.reopened",
        subject=found,
        by=by,
        at=at,
        before=before,
        after={"valid_to": None},
        note=note,
    )
    return found


def _put_back(found: Organisation, parent: Organisation | None, path: str) -> Organisation:
    if parent is not None:
        parent = Organisation.objects.select_for_update().get(pk=parent.pk)
    taken = Organisation.objects.filter(path=path).exists()
    free = not taken and path[: -Organisation.steplen] == (parent.path if parent else "")

    def move() -> None:
        if free:
            _rename(found, path)
        elif parent is not None:
            Organisation.objects.move(found, parent, pos="last-child")
        else:
            last = Organisation.objects.get_last_root_node()
            Organisation.objects.move(found, last, pos="last-sibling")

    return move_branch(organisation=found, move=move)


def _rename(found: Organisation, path: str) -> None:
    """Give a whole branch its new beginning; the tree's own `move` knows the last place only."""
    step = Organisation.steplen
    above, below = found.path[:-step], path[:-step]
    Organisation.objects.filter(path__startswith=found.path).order_by().update(
        path=Concat(Value(path), Substr("path", len(found.path) + 1)),
        depth=F("depth") + (len(path) - len(found.path)) // step,
    )
    Organisation.objects.filter(path=above).order_by().update(numchild=F("numchild") - 1)
    Organisation.objects.filter(path=below).order_by().update(numchild=F("numchild") + 1)
