"""The steps of a bottleneck, by the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from sauro.domains.bottlenecks.api import naming
from sauro.domains.bottlenecks.api.bodies import (
    BottleneckAcceptIn,
    BottleneckDetail,
    BottleneckEscalateIn,
    BottleneckLiftIn,
    BottleneckLinkIn,
    BottleneckMergeIn,
    BottleneckReasonIn,
    BottleneckReopenIn,
)
from sauro.domains.bottlenecks.services import bottlenecks, lifting, linking, merging
from sauro.domains.programmes.api import asking, shapes

router = Router(tags=["Bottlenecks"])


@router.post("/bottlenecks/{bottleneck_id}/accept", response=BottleneckDetail, summary="Accept it")
def bottleneck_take(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckAcceptIn
) -> Any:
    unit = naming.unit_named(request, body.responsible, "responsible")
    bottlenecks.accept_bottleneck(
        bottleneck=naming.found_or_404(request, bottleneck_id),
        responsible=unit,
        lift_by=body.lift_by,
        **asking.who(request),
    )
    return naming.one_body(request, bottleneck_id)


@router.post(
    "/bottlenecks/{bottleneck_id}/reject", response=BottleneckDetail, summary="Do not accept it"
)
def bottleneck_refuse(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckReasonIn
) -> Any:
    found = naming.found_or_404(request, bottleneck_id)
    bottlenecks.reject_bottleneck(bottleneck=found, reason=body.reason, **asking.who(request))
    return naming.one_body(request, bottleneck_id)


@router.post(
    "/bottlenecks/{bottleneck_id}/records", response=BottleneckDetail, summary="Add what waits"
)
def bottleneck_records(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckLinkIn
) -> Any:
    linking.link_records(
        bottleneck=naming.found_or_404(request, bottleneck_id),
        keys=naming.keys_of(body.records),
        note=body.note,
        since=body.since,
        **asking.who(request),
    )
    return naming.one_body(request, bottleneck_id)


@router.post(
    "/bottlenecks/{bottleneck_id}/escalate",
    response=BottleneckDetail,
    summary="Put it to the competent level",
)
def bottleneck_put(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckEscalateIn
) -> Any:
    found = naming.found_or_404(request, bottleneck_id)
    known, name = naming.body_meant(request, body.to, found.owner)
    lifting.escalate_bottleneck(
        bottleneck=found,
        level=body.level,
        organisation=known,
        name=name,
        document=naming.document_named(request, body.document_id),
        due_on=body.due_on,
        note=body.note,
        **asking.who(request),
    )
    return naming.one_body(request, bottleneck_id)


@router.post("/bottlenecks/{bottleneck_id}/lift", response=BottleneckDetail, summary="Lift it")
def bottleneck_raise(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckLiftIn
) -> Any:
    lifting.lift_bottleneck(
        bottleneck=naming.found_or_404(request, bottleneck_id),
        document=naming.document_named(request, body.document_id),
        ground=body.ground,
        evidence=body.evidence,
        lifted_on=body.lifted_on,
        **asking.who(request),
    )
    return naming.one_body(request, bottleneck_id)


@router.post("/bottlenecks/{bottleneck_id}/reopen", response=BottleneckDetail, summary="Open again")
def bottleneck_again(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckReopenIn
) -> Any:
    found = naming.found_or_404(request, bottleneck_id)
    lifting.reopen_bottleneck(bottleneck=found, **body.model_dump(), **asking.who(request))
    return naming.one_body(request, bottleneck_id)


@router.post(
    "/bottlenecks/{bottleneck_id}/merge", response=BottleneckDetail, summary="Merge it into another"
)
def bottleneck_join(
    request: HttpRequest, bottleneck_id: shapes.PathId, body: BottleneckMergeIn
) -> Any:
    kept = merging.merge_bottlenecks(
        kept=naming.found_or_404(request, body.into_bottleneck_id),
        other=naming.found_or_404(request, bottleneck_id),
        reason=body.reason,
        **asking.who(request),
    )
    return naming.one_body(request, kept.pk)
