"""Arranging the overview for programs: which panels there are, whose apply, keeping some.

Annotations are read while the module loads, so that none stands behind a guard.
"""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.core import clock
from sauro.domains.orgs.api.shapes import READ, WRITE
from sauro.domains.programmes.permissions import Perm
from sauro.engines import access
from sauro.shell.dashboards import rules, selectors, services
from sauro.shell.dashboards.panels import PANELS
from sauro.shell.dashboards.rules import OwnerKind, SettingKind, Size
from sauro.shell.dashboards.selectors import Owner

router = Router(tags=["Programmes"])
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]+$")]
OwnerKey = Annotated[
    str,
    Field(
        max_length=100,
        pattern=r"^[^\x00]*$",
        description="`person`, `programme.<code>`, `role.<organisation>.<role>`, `province.<id>`",
    ),
]


class SettingOut(Schema):
    """A setting that a panel takes."""

    code: str
    kind: SettingKind
    choices: list[str]
    low: int
    high: int
    default: int | str | None


class PanelOut(Schema):
    """A panel, the rule by which it counts, and what may be said of it."""

    code: str
    title: str
    rule: str
    sizes: list[Size]
    settings: list[SettingOut]
    past_days: bool


class PlacedPanel(Schema):
    """A panel in its place; no size means the usual one."""

    panel: Code
    size: Size | None = None
    settings: Annotated[dict[Code, int | Code], Field(max_length=10)] = {}


class ArrangementOut(Schema):
    """An arrangement; the usual panels have version 0 and nobody who saved them."""

    owner: str
    version: int
    panels: list[PlacedPanel]
    saved_at: datetime | None


class AppliedOut(Schema):
    """The panels that the person sees, and whose arrangement they come from."""

    kind: OwnerKind | None
    panels: list[PlacedPanel]


class ArrangementIn(Schema):
    """The panels in their order, and the version that was looked at."""

    panels: Annotated[list[PlacedPanel], Field(min_length=1, max_length=rules.MOST_PANELS)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class Whose(Schema):
    """Whose arrangement is meant."""

    owner: OwnerKey = "person"


class Which(Whose):
    """Also the version that was looked at."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


@router.get("/dashboard/panels", response=list[PanelOut], summary="The panels of the overview")
@access.require(Perm.VIEW_ALL)
def dashboard_panels(request: HttpRequest) -> Any:
    return [
        {
            "code": code,
            "title": str(one.title),
            "rule": str(one.rule),
            "sizes": list(one.sizes),
            "settings": [_setting(setting.shape) for setting in one.settings],
            "past_days": one.past,
        }
        for code, one in PANELS.items()
        if one.open_to(request.user)
    ]


@router.get("/dashboard/applied", response=AppliedOut, summary="The arrangement that a person sees")
@access.require(Perm.VIEW_ALL)
def dashboard_applied(request: HttpRequest) -> Any:
    found = selectors.applied_to(user=request.user, programme=None)
    kind = found.arrangement.kind if found.arrangement else None
    return {"kind": kind, "panels": [one.as_data() for one in found.panels]}


@router.get(
    "/dashboard/arrangement",
    response={200: ArrangementOut, **READ},
    summary="The arrangement of a person, role, programme or province",
)
@access.require(Perm.VIEW_ALL)
def dashboard_arrangement(request: HttpRequest, query: Query[Whose]) -> Any:
    return _body(_owner(request, query.owner))


@router.put(
    "/dashboard/arrangement",
    response={200: ArrangementOut, **WRITE},
    summary="Keep an arrangement of panels",
)
@access.require(Perm.VIEW_ALL)
def dashboard_arrangement_save(
    request: HttpRequest, body: ArrangementIn, query: Query[Whose]
) -> Any:
    owner = _owner(request, query.owner)
    services.save_arrangement(
        owner=owner,
        panels=[one.dict() for one in body.panels],
        version=body.version,
        by=request.user,
        at=clock.now(),
    )
    return _body(owner)


@router.delete(
    "/dashboard/arrangement",
    response={200: ArrangementOut, **WRITE},
    summary="Show the usual panels again",
)
@access.require(Perm.VIEW_ALL)
def dashboard_arrangement_reset(request: HttpRequest, query: Query[Which]) -> Any:
    owner = _owner(request, query.owner)
    services.reset_arrangement(owner=owner, version=query.version, by=request.user, at=clock.now())
    return _body(owner)


def _owner(request: HttpRequest, key: str) -> Owner:
    owners = selectors.owners_open_to(user=request.user)
    found = selectors.owner_of(owners=owners, key=key)
    if found is None:
        raise Http404
    return found


def _setting(shape: rules.SettingShape) -> dict[str, Any]:
    names = ("code", "kind", "low", "high", "default")
    return {name: getattr(shape, name) for name in names} | {"choices": list(shape.choices)}


def _body(owner: Owner) -> dict[str, Any]:
    found = selectors.arrangement_of(owner=owner)
    placed, version = selectors.panels_of(owner=owner)
    return {
        "owner": owner.key,
        "version": version,
        "panels": [one.as_data() for one in placed],
        "saved_at": found.saved_at if found else None,
    }
