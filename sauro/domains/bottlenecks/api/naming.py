"""What an endpoint asks of a request, and a bottleneck as a body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from sauro.domains.bottlenecks.api.bodies import BottleneckIn, BottleneckOut, RecordKey
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules.ranking import Release
from sauro.domains.bottlenecks.selectors import finding, ranking, waiting
from sauro.domains.bottlenecks.selectors.ranking import Day
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.documents.models import Document
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.api import asking

_OWN = ("raised_by", "responsible", "owner", "lifter", "severity", "weight", "tasks", "tasks_alone")
_MADE = {*_OWN, "tasks_late", "targets", "lift_document_id"}
_PLAIN = tuple(BottleneckOut.model_fields.keys() - _MADE)


def this_day(rows: QuerySet[Bottleneck]) -> Day:
    """Today, when a deadline counts as near, and which targets of these rows are reached."""
    as_of = asking.as_of(None)
    return ranking.day_of(rows=rows, today=as_of.today, soon_days=as_of.soon_days)


def found_or_404(request: HttpRequest, bottleneck_id: int) -> Bottleneck:
    """One that the person may see."""
    found = finding.bottleneck_for(user=request.user, bottleneck_id=bottleneck_id)
    if found is None:
        raise Http404
    return found


def unit_named(request: HttpRequest, code: str, field: str) -> Organisation:
    """A unit named in a body by its code."""
    return asking.organisations_named(request, [code], field)[0]


def document_named(request: HttpRequest, document_id: int | None) -> Document | None:
    """A document named in a body by its id; nothing when none is named."""
    ids = [document_id] if document_id else []
    return next(iter(asking.documents_named(request, ids, "document_id")), None)


def keys_of(records: Iterable[RecordKey]) -> list[tuple[str, str]]:
    """Kinds and numbers of records."""
    return [(one.kind, one.id) for one in records]


def body_meant(
    request: HttpRequest, code: str, owner: Organisation
) -> tuple[Organisation | None, str]:
    """The body of a code that may lift something in a province, or the words as written."""
    known = org_selectors.visible_to(user=request.user).filter(code=code).first() if code else None
    if known is not None and finding.may_lift(body=known, owner=owner):
        return known, ""
    return None, code


def content_of(request: HttpRequest, body: BottleneckIn, owner: Organisation) -> BottleneckInput:
    """What the services take; a body that is no unit here stays as written."""
    lifter, lifter_name = body_meant(request, body.lifter, owner)
    return BottleneckInput(
        title=body.title,
        kind=body.kind,
        description=body.description,
        condition=body.condition,
        authority=body.authority,
        lifter=lifter,
        lifter_name=lifter_name,
        responsible=asking.organisation_named(request, body.responsible, "responsible"),
        lift_by=body.lift_by,
    )


def body_of(one: Bottleneck, release: Release, documents: set[int]) -> dict[str, Any]:
    """A bottleneck as a row of the register, with its document when it is one of those seen."""
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "lift_document_id": _seen(one.lift_document_id, documents),
        "owner": one.owner.code,
        "lifter": one.lifter.name if one.lifter else one.lifter_name,
        "raised_by": one.raised_by.code if one.raised_by else None,
        "responsible": one.responsible.code if one.responsible else None,
        "severity": release.severity.value,
        "weight": release.weight,
        "tasks": release.tasks,
        "tasks_alone": release.tasks_alone,
        "tasks_late": release.tasks_late,
        "targets": release.targets,
    }


def _seen(document_id: int | None, documents: set[int]) -> int | None:
    return document_id if document_id in documents else None


def one_body(request: HttpRequest, bottleneck_id: int) -> dict[str, Any]:
    """A bottleneck with what waits and the levels it was put to."""
    found = found_or_404(request, bottleneck_id)
    day = this_day(Bottleneck.objects.filter(pk=found.pk))
    held = waiting.held_by(bottleneck=found, user=request.user, day=day)
    steps = list(found.escalations.select_related("organisation"))
    papers = [found.lift_document_id, *(one.document_id for one in steps)]
    documents = finding.documents_seen(user=request.user, ids=papers)
    return {
        **body_of(found, ranking.releases(ids=[found.pk], day=day)[found.pk], documents),
        "waiting": [
            {
                "kind": row.subject.kind,
                "id": row.subject.id,
                "label": row.subject.label,
                "waits": row.waits,
                "alone": row.alone,
                "late": row.late,
                "since": row.link.since,
            }
            for row in held.rows
        ],
        "unseen": held.unseen,
        "escalations": [
            {
                "level": one.level,
                "to": one.organisation.name if one.organisation else one.name,
                "document_id": _seen(one.document_id, documents),
                "due_on": one.due_on,
                "on": one.on,
                "at": one.at,
            }
            for one in steps
        ],
    }
