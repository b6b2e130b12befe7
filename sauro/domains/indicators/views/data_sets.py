"""Keeping forms: which indicators which units report when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.indicators import data_set_page
from sauro.domains.indicators.forms.data_sets import BaseItems, DataSetForm, ItemsForm, lines_of
from sauro.domains.indicators.listings.data_sets import DataSetListing
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import data_sets as selectors
from sauro.domains.indicators.selectors import sheets as sheet_selectors
from sauro.domains.indicators.selectors import visibility
from sauro.domains.indicators.services import forms as services
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.domains.indicators.views.sheet_saving import refuse, saved, with_version
from sauro.engines import access


@access.logged_in
def data_set_list(request: HttpRequest) -> HttpResponseBase:
    """Forms the person follows, checks or fills in."""
    today = clock.today()
    listing = DataSetListing(today)
    rows = visibility.visible_forms(user=request.user)
    if answer := listing.download(request, rows, today=today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=today)
    template = fragment(request, "indicators/data_set_list.html", "rows")
    context = {"list": page, "may_manage": access.can(request.user, Perm.MANAGE)}
    return render(request, template, context)


@access.logged_in
def data_set_detail(request: HttpRequest, data_set_id: int) -> HttpResponse:
    """A form: its lines, its days, and who owes it."""
    form = asking.form_or_404(request, data_set_id)
    context = data_set_page.context(form=form, day=clock.today())
    context["may_manage"] = access.allowed(request.user, Perm.MANAGE, form)
    return render(request, "indicators/data_set_detail.html", context)


@access.require(Perm.MANAGE)
def data_set_create(request: HttpRequest) -> HttpResponse:
    """A new form with its lines."""
    owner = sheet_selectors.owners_for(user=request.user, day=clock.today()).first()
    form, items = _boxes(request, {"owner": owner, "kinds": ["commune"]}, [])
    if request.method == "POST" and items.is_valid():
        made = saved(
            form,
            lambda: services.create_form(
                owner=form.cleaned_data["owner"],
                values=form.particulars(),
                items=items.items,
                **asking.who(request),
            ),
        )
        if made is not None:
            messages.success(request, _("The form was added."))
            return redirect("data_set_detail", data_set_id=made.pk)
    return render(request, "indicators/data_set_form.html", _page(form, items, _("New form")))


@access.require(Perm.MANAGE)
def data_set_edit(request: HttpRequest, data_set_id: int) -> HttpResponse:
    """A form changed; its periodicity stays once units have handed it in."""
    found = asking.form_or_404(request, data_set_id)
    refuse(request, Perm.MANAGE, found)
    form, items = _boxes(
        request, DataSetForm.values_of(found), lines_of(selectors.items_of(form=found)), found
    )
    form.fields["owner"].disabled = True
    if request.method == "POST" and items.is_valid():
        made = saved(form, lambda: _changed(request, found, form, items))
        if made is not None:
            messages.success(request, _("The form was saved."))
            return redirect("data_set_detail", data_set_id=found.pk)
        with_version(form, found.version)
    context = _page(form, items, _("Change the form")) | {"data_set": found}
    return render(request, "indicators/data_set_form.html", context)


def _boxes(
    request: HttpRequest,
    initial: dict[str, Any],
    lines: list[dict[str, Any]],
    found: DataSet | None = None,
) -> tuple[DataSetForm, BaseItems]:
    today = clock.today()
    owners = sheet_selectors.owners_for(user=request.user, day=today)
    if found is not None:
        owners = owners | type(found.owner).objects.filter(pk=found.owner_id)
    checkers = selectors.checkers_for(owners=owners, day=today)
    data = request.POST or None
    form = DataSetForm(data, owners=owners, checkers=checkers, initial=initial)
    owner = found.owner if found is not None else _owner_typed(form, initial)
    items = ItemsForm(
        data, initial=lines, prefix="line", indicators=selectors.indicators_for(owner=owner)
    )
    return form, items


def _owner_typed(form: DataSetForm, initial: dict[str, Any]) -> Any:
    return form.cleaned_data.get("owner") if form.is_valid() else initial["owner"]


def _changed(request: HttpRequest, found: DataSet, form: DataSetForm, items: BaseItems) -> DataSet:
    return services.change_form(
        form=found,
        values=form.particulars(),
        items=items.items,
        version=form.cleaned_data["version"] or 0,
        **asking.who(request),
    )


def _page(form: DataSetForm, items: BaseItems, title: str) -> dict[str, Any]:
    return {
        "form": form,
        "items": items,
        "title": title,
        "known": [f"{one.code} {one.name}" for one in items.indicators[:400]],
    }
