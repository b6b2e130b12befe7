"""How every write on a bottleneck begins and ends: lock, version, one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import finding
from sauro.domains.orgs.models import Organisation
from sauro.engines import text
from sauro.engines.history.recording import record


class BottleneckRefused(DomainError):
    """The bottleneck cannot be taken like this."""

    code = "bottleneck_refused"


class StaleBottleneck(Stale):
    """Somebody else changed this bottleneck in the meantime."""

    def __init__(self, bottleneck: Bottleneck) -> None:
        self.current = bottleneck
        super().__init__(_("Somebody else changed this bottleneck in the meantime."))


def locked(bottleneck_id: int, *, expected_version: int | None = None) -> Bottleneck:
    """The bottleneck as it stands now, locked until the transaction ends."""
    found = (
        Bottleneck.objects.select_for_update(of=("self",))
        .select_related("owner", "responsible", "lifter", "position")
        .get(pk=bottleneck_id)
    )
    if expected_version is not None and found.version != expected_version:
        raise StaleBottleneck(found)
    return found


def keep(bottleneck: Bottleneck, fields: Iterable[str]) -> None:
    """Write the named columns and raise the version."""
    bottleneck.version += 1
    bottleneck.save(update_fields=[*fields, "version"])


def tell(
    kind: str,
    bottleneck: Bottleneck,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """One event of a bottleneck."""
    record(
        kind=f"bottlenecks.bottleneck.{kind}",
        subject=bottleneck,
        by=by,
        at=at,
        before=before,
        after=after,
        note=note,
    )


def check_responsible(unit: Organisation | None, owner: Organisation) -> None:
    """Refuse a unit that stands in no line of the province."""
    if unit is not None and not finding.stands_in(unit=unit, owner=owner):
        raise BottleneckRefused(_("This unit is not one of the province."), field="responsible")


def check_body(body: Organisation | None, owner: Organisation, *, field: str) -> None:
    """Refuse a body of another province, which is named in words only."""
    if body is not None and not finding.may_lift(body=body, owner=owner):
        raise BottleneckRefused(
            _("This body belongs to another province: write its name."), field=field
        )


def needed(reason: str, *, field: str = "reason") -> str:
    """A reason that says something."""
    words = text.clean(reason)
    if not words:
        raise BottleneckRefused(_("Give a reason."), field=field)
    return words[:2000]
