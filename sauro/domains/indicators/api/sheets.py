"""Indicators: their sheets, definitions, exempted units, and their like elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from sauro.core import clock
from sauro.domains.indicators.api import sheet_asking as asking
from sauro.domains.indicators.api.sheet_shapes import (
    DefinitionIn,
    DefinitionOut,
    ExemptionIn,
    ExemptionOut,
    IndicatorChange,
    IndicatorIn,
    IndicatorOut,
    PathId,
    SameMeaningIn,
    SameMeaningOut,
    SheetFields,
    SheetPage,
    SheetQuery,
    page_body,
)
from sauro.domains.indicators.models import Indicator, NotApplicable
from sauro.domains.indicators.selectors import overview, visibility
from sauro.domains.indicators.selectors import sheets as selectors
from sauro.domains.indicators.services import forms as form_services
from sauro.domains.indicators.services import sheets as services
from sauro.engines import text

router = Router(tags=["Indicators"])
ONE = "/indicators/{indicator_id}"
NAMED = {"owner", "last"}


@router.get("/indicators", response=SheetPage, summary="Indicators the person may see")
def indicator_list(request: HttpRequest, query: Query[SheetQuery]) -> Any:
    found = visibility.visible_indicators(user=request.user)
    for column, wanted in (("code", query.code), ("owner__code", query.owner)):
        found = found.filter(**{column: wanted}) if wanted else found
    if query.periodicity:
        found = found.filter(periodicity=query.periodicity.value)
    found = found.filter(text.matches_query(query.q, folded="folded"))
    rows = list(found.order_by("owner__path", "code")[query.offset : query.offset + query.limit])
    return page_body(found.count(), _bodies(rows, query.as_of), query)


@router.post("/indicators", response={201: IndicatorOut}, summary="Make an indicator")
def indicator_create(request: HttpRequest, body: IndicatorIn) -> Any:
    owner = asking.organisation_named(request, field="owner", code=body.owner)
    made = services.create_indicator(
        owner=owner,
        values={"code": body.code, **_sheet(request, body)},
        **asking.who(request),
    )
    return Status(201, _body(request, made.pk))


@router.get(ONE, response=IndicatorOut, summary="One indicator")
def indicator_detail(request: HttpRequest, indicator_id: PathId) -> Any:
    return _body(request, indicator_id)


@router.put(ONE, response=IndicatorOut, summary="Change the sheet of an indicator")
def indicator_change(request: HttpRequest, indicator_id: PathId, body: IndicatorChange) -> Any:
    services.change_indicator(
        indicator=asking.indicator_or_404(request, indicator_id),
        values={"code": body.code, **_sheet(request, body)},
        version=body.expected_version,
        **asking.who(request),
    )
    return _body(request, indicator_id)


@router.get(f"{ONE}/definitions", response=list[DefinitionOut], summary="Definitions, newest first")
def definition_list(request: HttpRequest, indicator_id: PathId) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    return [_definition(one) for one in selectors.definitions_of(indicator=indicator)]


@router.post(f"{ONE}/definitions", response={201: DefinitionOut}, summary="Define from a day on")
def definition_create(request: HttpRequest, indicator_id: PathId, body: DefinitionIn) -> Any:
    values = body.model_dump()
    made = services.define(
        indicator=asking.indicator_or_404(request, indicator_id),
        wording=values.pop("text"),
        **values,
        **asking.who(request),
    )
    return Status(201, _definition(made))


@router.get(f"{ONE}/exemptions", response=list[ExemptionOut], summary="Exempted units")
def exemption_list(request: HttpRequest, indicator_id: PathId) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    seen = visibility.visible_units(user=request.user, indicator=indicator)
    return selectors.exemptions_of(indicator=indicator, within=seen)


@router.post(f"{ONE}/exemptions", response={201: ExemptionOut}, summary="Exempt a unit")
def exemption_create(request: HttpRequest, indicator_id: PathId, body: ExemptionIn) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    unit = asking.organisation_named(request, field="organisation_id", pk=body.organisation_id)
    made = form_services.exempt(
        indicator=indicator, organisation=unit, reason=body.reason, **asking.who(request)
    )
    return Status(201, made)


@router.delete(
    f"{ONE}/exemptions/{{exemption_id}}", response={204: None}, summary="Withdraw an exemption"
)
def exemption_withdraw(request: HttpRequest, indicator_id: PathId, exemption_id: PathId) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    found = NotApplicable.objects.filter(pk=exemption_id, indicator=indicator).first()
    if found is None:
        raise Http404
    form_services.withdraw_exemption(exemption=found, **asking.who(request))
    return Status(204, None)


@router.get(f"{ONE}/same", response=list[SameMeaningOut], summary="Indicators of the same meaning")
def same_meaning_list(request: HttpRequest, indicator_id: PathId) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    return [_same(one) for one in selectors.same_as(user=request.user, indicator=indicator)]


@router.post(f"{ONE}/same", response={201: SameMeaningOut}, summary="State the same meaning")
def same_meaning_create(request: HttpRequest, indicator_id: PathId, body: SameMeaningIn) -> Any:
    indicator = asking.indicator_or_404(request, indicator_id)
    named = asking.indicators_named(request, [body.same_indicator_id], "same_indicator_id")
    made = services.same_meaning(
        indicator=indicator,
        other=named[body.same_indicator_id],
        reason=body.reason,
        **asking.who(request),
    )
    return Status(201, _same(made))


def _sheet(request: HttpRequest, body: SheetFields) -> dict[str, Any]:
    """The columns of the sheet; codes as they are stored."""
    names = set(SheetFields.model_fields) - {"part_of_id"}
    values = {name: getattr(body, name) for name in names}
    whole = body.part_of_id
    named = asking.indicators_named(request, [whole], "part_of_id") if whole else {}
    codes = {name: str(values[name]) for name in ("direction", "periodicity", "over_time")}
    return {**values, **codes, "rollup": str(body.rollup), "part_of": named.get(whole or 0)}


def _body(request: HttpRequest, indicator_id: int) -> dict[str, Any]:
    found = asking.indicator_or_404(request, indicator_id)
    body: dict[str, Any] = _bodies([found], None)[0]
    return body


def _bodies(rows: list[Indicator], as_of: Any) -> list[dict[str, Any]]:
    """Indicators with their last totals."""
    day = asking.past_day(as_of)
    trends = overview.trends_of(indicators=rows, before=day or clock.today(), as_of=day)
    last = {row: trends[row.pk][-1] for row in rows if trends.get(row.pk)}
    owed = overview.expected_of(cells={row: total.period for row, total in last.items()})
    plain = [name for name in IndicatorOut.model_fields if name not in NAMED]
    return [
        {
            **{name: getattr(row, name) for name in plain},
            "owner": row.owner,
            "last": asking.total_body(last[row], owed.get(row.pk, 0)) if row in last else None,
        }
        for row in rows
    ]


def _definition(one: Any) -> dict[str, Any]:
    names = ("id", "text", "method", "document", "valid_from", "at")
    return {**{name: getattr(one, name) for name in names}, "by": str(one.by)}


def _same(one: Any) -> dict[str, Any]:
    other = one.other
    return {
        "indicator_id": other.pk,
        "owner": other.owner,
        "code": other.code,
        "name": other.name,
        "reason": one.reason,
    }
