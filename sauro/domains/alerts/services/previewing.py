"""What a rule would find with other limits; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sauro.core import clock
from sauro.domains.alerts import detecting
from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import Setting
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.selectors.settings import Decision
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.engines import access

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """How many alerts go on now and would go on, and the names of some of the records."""

    now: int
    would: int
    names: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.would - len(self.names)


def preview(
    *,
    owner: Organisation,
    programme: Programme | None,
    code: str,
    setting: Setting,
    by: Any,
    at: datetime,
) -> Preview:
    """What one rule would give in a place on the day of a moment."""
    access.check(by, Perm.SET_RULES, owner)
    number = programme.pk if programme else None
    decision = Decision(code, owner.path, number, setting)
    search = Search(settings.settings_now().with_decision(decision), clock.day_of(at), owner.path)
    search.codes = frozenset({code})
    found = [one for one in detecting.all_causes(search) if _is_here(one, number)]
    going_on = Alert.objects.going_on().filter(rule=code, owner__path__startswith=owner.path)
    if programme is not None:
        going_on = going_on.filter(programme=programme)
    names = tuple(one.label for one in found if one.label)[:SHOWN]
    return Preview(going_on.count(), len(found), names)


def _is_here(cause: Cause, programme_id: int | None) -> bool:
    return programme_id is None or cause.programme_id == programme_id
