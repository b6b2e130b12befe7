"""Forms: what they ask, of whom and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from sauro.core import clock
from sauro.domains.indicators.api import sheet_asking as asking
from sauro.domains.indicators.api.sheet_shapes import (
    DataSetChange,
    DataSetFields,
    DataSetIn,
    DataSetOut,
    DataSetPage,
    PathId,
    SheetPaging,
    UnitName,
    page_body,
)
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import data_sets as selectors
from sauro.domains.indicators.selectors import forms as reading
from sauro.domains.indicators.selectors import visibility
from sauro.domains.indicators.services import forms as services
from sauro.domains.indicators.services.forms import Item

router = Router(tags=["Indicators"])
ONE = "/data-sets/{data_set_id}"
PLAIN = (
    *("id", "code", "name", "help", "periodicity", "kinds", "first_period", "last_period"),
    *("basis", "opens_after", "due_after", "closes_after", "version"),
)


@router.get("/data-sets", response=DataSetPage, summary="Forms the person may see")
def data_set_list(request: HttpRequest, paging: Query[SheetPaging]) -> Any:
    found = visibility.visible_forms(user=request.user).order_by("owner__path", "code")
    rows = list(found[paging.offset : paging.offset + paging.limit])
    lines = selectors.items_of_all(forms=rows)
    bodies = [_body(row, lines.get(row.pk, [])) for row in rows]
    return page_body(found.count(), bodies, paging)


@router.post("/data-sets", response={201: DataSetOut}, summary="Make a form")
def data_set_create(request: HttpRequest, body: DataSetIn) -> Any:
    owner = asking.organisation_named(request, field="owner", code=body.owner)
    made = services.create_form(
        owner=owner,
        values=_values(request, body),
        items=_items(request, body),
        **asking.who(request),
    )
    return Status(201, _fresh(request, made.pk))


@router.get(ONE, response=DataSetOut, summary="One form with its lines")
def data_set_detail(request: HttpRequest, data_set_id: PathId) -> Any:
    return _fresh(request, data_set_id)


@router.put(ONE, response=DataSetOut, summary="Change a form")
def data_set_change(request: HttpRequest, data_set_id: PathId, body: DataSetChange) -> Any:
    services.change_form(
        form=asking.form_or_404(request, data_set_id),
        values=_values(request, body),
        items=_items(request, body),
        version=body.expected_version,
        **asking.who(request),
    )
    return _fresh(request, data_set_id)


@router.get(f"{ONE}/units", response=list[UnitName], summary="Units that owe a form today")
def data_set_units(request: HttpRequest, data_set_id: PathId) -> Any:
    form = asking.form_or_404(request, data_set_id)
    return reading.reporting_units(form=form, day=clock.today())


def _values(request: HttpRequest, body: DataSetFields) -> dict[str, Any]:
    names = set(DataSetFields.model_fields) - {"lines", "checker_id"}
    values = {name: getattr(body, name) for name in names}
    checker = None
    if body.checker_id is not None:
        checker = asking.organisation_named(request, field="checker_id", pk=body.checker_id)
    codes = {"periodicity": str(body.periodicity), "basis": str(body.basis)}
    return {**values, **codes, "kinds": [str(kind) for kind in body.kinds], "checker": checker}


def _items(request: HttpRequest, body: DataSetFields) -> list[Item]:
    named = asking.indicators_named(request, [one.indicator_id for one in body.lines], "lines")
    return [Item(named[one.indicator_id], one.section, one.required) for one in body.lines]


def _fresh(request: HttpRequest, data_set_id: int) -> dict[str, Any]:
    form = asking.form_or_404(request, data_set_id)
    return _body(form, selectors.items_of(form=form))


def _body(form: DataSet, items: list[Any]) -> dict[str, Any]:
    return {
        **{name: getattr(form, name) for name in PLAIN},
        "owner": form.owner,
        "checker": form.checker,
        "lines": [
            {
                "indicator_id": one.indicator_id,
                "code": one.indicator.code,
                "name": one.indicator.name,
                "unit": one.indicator.unit,
                "section": one.section,
                "required": one.required,
            }
            for one in items
        ],
    }
