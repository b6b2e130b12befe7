"""Putting a bottleneck to the level that has the authority, lifting it, opening it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.bottlenecks.models import Bottleneck, Escalation
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import Level, State
from sauro.domains.bottlenecks.services import blocking
from sauro.domains.bottlenecks.services.writing import (
    BottleneckRefused,
    check_body,
    keep,
    locked,
    needed,
    tell,
)
from sauro.domains.bottlenecks.workflow import BOTTLENECK_FLOW
from sauro.domains.documents.models import Document
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text


@transaction.atomic
def escalate_bottleneck(
    *,
    bottleneck: Bottleneck,
    level: str,
    by: Any,
    at: datetime,
    organisation: Organisation | None = None,
    name: str = "",
    document: Document | None = None,
    due_on: date | None = None,
    note: str = "",
) -> Bottleneck:
    """The bottleneck put to a level and body; the same again on that day counts once.

    The level may lie below the present one: who was asked says that it is not his to lift.
    """
    found = locked(bottleneck.pk)
    access.check(by, Perm.DECIDE, found)
    day, name = clock.day_of(at), text.clean(name)[:200]
    if level not in set(Level):
        raise BottleneckRefused(_("Choose the level that can lift it."), field="level")
    if organisation is None and not name:
        raise BottleneckRefused(_("Say to which body it is put."), field="name")
    check_body(organisation, found.owner, field="name")
    if due_on is not None and due_on < day:
        raise BottleneckRefused(_("The day of the answer lies in the past."), field="due_on")
    values: dict[str, Any] = {
        "level": str(level),
        "organisation": organisation,
        "name": name,
        "on": day,
    }
    values |= {"document": document, "due_on": due_on, "note": text.clean(note)[:2000]}
    last = found.escalations.first() if found.state == State.ESCALATED else None
    if last is not None and all(getattr(last, key) == one for key, one in values.items()):
        return found
    before = {"state": found.state, "authority": found.authority}
    before["to"] = str(found.lifter or found.lifter_name)
    BOTTLENECK_FLOW.apply(found, "escalate")
    Escalation.objects.create(bottleneck=found, at=at, by=by, **values)
    found.authority, found.lifter, found.lifter_name = str(level), organisation, name
    keep(found, ["state", "authority", "lifter", "lifter_name"])
    after = {"state": found.state, "authority": found.authority, "to": organisation or name}
    after |= {"document": document, "due_on": due_on, "on": values["on"]}
    tell("escalated", found, by=by, at=at, before=before, after=after, note=values["note"])
    return found


@transaction.atomic
def lift_bottleneck(
    *,
    bottleneck: Bottleneck,
    by: Any,
    at: datetime,
    document: Document | None = None,
    ground: str = "",
    evidence: str = "",
    lifted_on: date | None = None,
) -> Bottleneck:
    """The bottleneck lifted by a document or, where there is none, on a ground with evidence.

    What waited for nothing else is not blocked any more.
    """
    found = locked(bottleneck.pk)
    access.check(by, Perm.DECIDE, found)
    if found.state == State.LIFTED:
        return found
    ground, evidence = text.clean(ground)[:2000], text.clean(evidence)[:500]
    if document is None and not ground:
        raise BottleneckRefused(
            _("Name the document that lifts it, or write the ground."), field="document"
        )
    if document is None and not evidence:
        raise BottleneckRefused(
            _("Without a document, say where it can be seen that it is lifted."), field="evidence"
        )
    day = lifted_on or clock.day_of(at)
    if day > clock.day_of(at):
        raise BottleneckRefused(_("The day lies in the future."), field="lifted_on")
    old = found.state
    BOTTLENECK_FLOW.apply(found, "lift")
    found.lifted_on, found.lift_document = day, document
    found.lift_ground, found.lift_evidence = ground, evidence
    found.closed_at, found.closed_by = at, by
    columns = ["state", "lifted_on", "lift_document", "lift_ground", "lift_evidence"]
    keep(found, [*columns, "closed_at", "closed_by"])
    blocking.tell_held(of=found, by=by, at=at)
    after = {"state": found.state, "lifted_on": day, "document": document, "evidence": evidence}
    tell("lifted", found, by=by, at=at, before={"state": old}, after=after, note=ground)
    return found


@transaction.atomic
def reopen_bottleneck(
    *, bottleneck: Bottleneck, reason: str, lift_by: date, by: Any, at: datetime
) -> Bottleneck:
    """A bottleneck that came back, or was closed by mistake, open with a new day."""
    found = locked(bottleneck.pk)
    access.check(by, Perm.DECIDE, found)
    if found.state == State.OPEN:
        return found
    words = needed(reason)
    if lift_by < clock.day_of(at):
        raise BottleneckRefused(_("The day to lift it by lies in the past."), field="lift_by")
    if found.responsible is None:
        raise BottleneckRefused(_("Name the unit that answers for it."), field="responsible")
    before = {"state": found.state, "lift_by": found.lift_by}
    BOTTLENECK_FLOW.apply(found, "reopen")
    found.lift_by, found.original_lift_by = lift_by, found.original_lift_by or lift_by
    found.lifted_on = found.lift_document = found.closed_at = found.closed_by = None
    found.lift_ground = found.lift_evidence = found.reason = ""
    columns = ["state", "lift_by", "original_lift_by", "lifted_on", "lift_document", "reason"]
    keep(found, [*columns, "lift_ground", "lift_evidence", "closed_at", "closed_by"])
    blocking.tell_held(of=found, by=by, at=at)
    after = {"state": found.state, "lift_by": lift_by}
    tell("reopened", found, by=by, at=at, before=before, after=after, note=words)
    return found
