"""Administrative units: provinces, communes, search by today's name or an old one."""

# ruff: noqa: ARG001 - every operation takes the request
from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.domains.territory import rules, selectors
from sauro.domains.territory.models import Unit

router = Router(tags=["Units"])
FIRST_DAY, LAST_DAY = date(1975, 1, 1), date(2199, 12, 31)
Day = Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)]


class UnitOut(Schema):
    """A unit with its kind and name on the day looked at."""

    code: str
    level: str
    kind: str
    name: str
    full_name: str
    valid_from: date
    valid_to: date | None


class PredecessorOut(Schema):
    """What a unit was made from."""

    code: str
    full_name: str
    within: str
    whole: bool
    ended_on: date | None
    document: str


class UnitDetail(UnitOut):
    """A unit with where it lies and what it was made from."""

    name_en: str
    province: UnitOut | None
    lat: float | None
    lon: float | None
    area_km2: float | None
    population: int | None
    document: str
    predecessors: list[PredecessorOut]
    successors: list[UnitOut]


class HitOut(Schema):
    """A unit that answers a search; `found_as` is the old name that led to it."""

    code: str
    full_name: str
    province: str
    found_as: str
    part: bool = Field(description="only a part of what had the old name went to this unit")


@router.get("/units/provinces", response=list[UnitOut], summary="Provinces on a day")
def province_list(request: HttpRequest, as_of: Day = None) -> Any:
    return [_body(unit) for unit in selectors.provinces(as_of=as_of)]


@router.get("/units/search", response=list[HitOut], summary="Units by today's name or an old one")
def unit_search(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=120)],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    as_of: Day = None,
) -> Any:
    found = selectors.units_search(query=q, limit=limit, as_of=as_of)
    names = ("full_name", "province", "found_as", "part")
    return [
        {"code": hit.unit.code, **{name: getattr(hit, name) for name in names}} for hit in found
    ]


@router.get("/units/{code}", response=UnitDetail, summary="One unit")
def unit_detail(request: HttpRequest, code: str, as_of: Day = None) -> Any:
    unit = _unit_or_404(code, as_of)
    province = selectors.province_of(unit=unit)
    plain = ("name_en", "lat", "lon", "area_km2", "population", "document")
    return {
        **_body(unit),
        **{name: getattr(unit, name) for name in plain},
        "province": _body(province) if province else None,
        "predecessors": selectors.predecessors(unit=unit),
        "successors": [_body(one) for one in selectors.successors(unit=unit) if one.pk != unit.pk],
    }


@router.get("/units/{code}/communes", response=list[UnitOut], summary="Communes of a province")
def commune_list(request: HttpRequest, code: str, as_of: Day = None) -> Any:
    unit = _unit_or_404(code, as_of)
    return [_body(one) for one in selectors.communes_of(unit=unit, as_of=as_of)]


def _unit_or_404(code: str, as_of: date | None) -> Unit:
    unit = selectors.unit_by_code(code=code, as_of=as_of)
    if unit is None and as_of is None:
        unit = selectors.units_with_code(code=code).first()
    if unit is None:
        raise Http404
    return unit


def _body(unit: Unit) -> dict[str, Any]:
    kind, name = getattr(unit, "kind_on", unit.kind), getattr(unit, "name_on", unit.name)
    plain = ("code", "level", "valid_from", "valid_to")
    return {
        **{attribute: getattr(unit, attribute) for attribute in plain},
        "kind": kind,
        "name": name,
        "full_name": rules.full_name(kind, name),
    }
