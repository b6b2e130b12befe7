"""The register of bottlenecks: rows, one, a new one, a changed one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from sauro.domains.bottlenecks import rules
from sauro.domains.bottlenecks.api import naming
from sauro.domains.bottlenecks.api.bodies import (
    BottleneckChangeIn,
    BottleneckDetail,
    BottleneckPage,
    BottleneckProposeIn,
    BottleneckQuery,
)
from sauro.domains.bottlenecks.selectors import finding, ranking
from sauro.domains.bottlenecks.services import bottlenecks
from sauro.domains.programmes.api import asking, shapes

router = Router(tags=["Bottlenecks"])


@router.get("/bottlenecks", response=BottleneckPage, summary="The register of bottlenecks")
def bottleneck_rows(request: HttpRequest, query: Query[BottleneckQuery]) -> Any:
    found: Any = finding.bottlenecks_for(user=request.user).select_related("raised_by")
    states = [query.state] if query.state else sorted(one.value for one in rules.LIVE)
    found = found.filter(state__in=states)
    wanted = {"kind": query.kind, "authority": query.authority}
    found = found.filter(**{name: one for name, one in wanted.items() if one})
    if query.responsible:
        found = found.filter(responsible__code=query.responsible)
    if query.overdue:
        found = found.overdue(today=asking.as_of(None).today)
    day = naming.this_day(found)
    count = found.count()
    rows = ranking.ranked(rows=found, day=day)
    page = list(rows[query.offset : query.offset + query.limit])
    released = ranking.releases(ids=[one.pk for one in page], day=day)
    papers = finding.documents_seen(user=request.user, ids=[one.lift_document_id for one in page])
    items = [naming.body_of(one, released[one.pk], papers) for one in page]
    return shapes.page_body(count, items, query)


@router.post("/bottlenecks", response={201: BottleneckDetail}, summary="Propose a bottleneck")
def bottleneck_add(request: HttpRequest, body: BottleneckProposeIn) -> Any:
    unit = naming.unit_named(request, body.raised_by, "raised_by")
    made = bottlenecks.propose_bottleneck(
        content=naming.content_of(request, body, finding.owner_of(organisation=unit)),
        raised_by=unit,
        keys=naming.keys_of(body.records),
        accept=body.accept,
        request_key=asking.request_key(request),
        **asking.who(request),
    )
    return Status(201, naming.one_body(request, made.pk))


@router.get("/bottlenecks/{bottleneck_id}", response=BottleneckDetail, summary="One bottleneck")
def bottleneck_one(request: HttpRequest, bottleneck_id: shapes.PathId) -> Any:
    return naming.one_body(request, bottleneck_id)


@router.put("/bottlenecks/{bottleneck_id}", response=BottleneckDetail, summary="Change it")
def bottleneck_change(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckChangeIn
) -> Any:
    found = naming.found_or_404(request, bottleneck_id)
    bottlenecks.change_bottleneck(
        bottleneck=found,
        content=naming.content_of(request, body, found.owner),
        reason=body.reason,
        expected_version=body.expected_version,
        **asking.who(request),
    )
    return naming.one_body(request, bottleneck_id)
