"""The list of indicators, and making and changing the sheet of one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.indicators.forms.sheets import SheetForm
from sauro.domains.indicators.listings.sheets import IndicatorListing
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import sheets as selectors
from sauro.domains.indicators.services import sheets as services
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.domains.indicators.views.sheet_saving import refuse, saved, with_version
from sauro.engines import access
from sauro.engines.listing import Listing


@access.logged_in
def indicator_list(request: HttpRequest) -> HttpResponseBase:
    """Indicators the person may see, with their last totals."""
    listing = IndicatorListing(day=asking.day_of(request), as_of=asking.past_day(request))
    rows = selectors.listed_indicators(user=request.user)
    today = clock.today()
    if answer := listing.download(request, rows, today=today):
        return answer
    page = listing.read(params=request.GET, queryset=rows, user=request.user, today=today)
    template = fragment(request, "indicators/indicator_list.html", "rows")
    context = {"list": page, "may_manage": access.can(request.user, Perm.MANAGE)}
    return render(request, template, context)


def ticked_indicators(
    request: HttpRequest, _params: QueryDict | None
) -> tuple[Listing, QuerySet[Indicator]]:
    """The list and the indicators that the person may tick in it."""
    rows = selectors.listed_indicators(user=request.user)
    return IndicatorListing(day=clock.today(), as_of=None), rows


@access.require(Perm.MANAGE)
def indicator_create(request: HttpRequest) -> HttpResponse:
    """A new indicator with its sheet."""
    owners = selectors.owners_for(user=request.user, day=clock.today())
    form = SheetForm(
        request.POST or None,
        owners=owners,
        wholes=selectors.wholes_for(user=request.user),
        initial={"owner": owners.first()},
    )
    if request.method == "POST":
        made = saved(
            form,
            lambda: services.create_indicator(
                owner=form.cleaned_data["owner"], values=form.sheet(), **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("The indicator was added. Now say what it counts."))
            return redirect("indicator_define", indicator_id=made.pk)
    context = {"form": form, "title": _("New indicator"), "draft": "indicator-new"}
    return render(request, "indicators/indicator_form.html", context)


@access.require(Perm.MANAGE)
def indicator_edit(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """The sheet of an indicator changed; what its figures mean is fixed once there are some."""
    indicator = asking.indicator_or_404(request, indicator_id)
    refuse(request, Perm.MANAGE, indicator)
    fixed = selectors.has_figures(indicator=indicator)
    form = _sheet_form(request, indicator, fixed)
    if request.method == "POST":
        made = saved(form, lambda: _changed(request, indicator, form))
        if made is not None:
            messages.success(request, _("The indicator was saved."))
            return redirect("indicator_detail", indicator_id=indicator.pk)
        with_version(form, indicator.version)
    context = {
        "form": form,
        "indicator": indicator,
        "fixed": fixed,
        "title": _("Change the indicator"),
        "draft": f"indicator-{indicator.pk}",
    }
    return render(request, "indicators/indicator_form.html", context)


def _sheet_form(request: HttpRequest, indicator: services.Indicator, fixed: bool) -> SheetForm:
    owners = selectors.owners_for(user=request.user, day=clock.today())
    form = SheetForm(
        request.POST or None,
        owners=owners | type(indicator.owner).objects.filter(pk=indicator.owner_id),
        wholes=selectors.wholes_for(user=request.user, indicator=indicator),
        has_figures=fixed,
        initial=SheetForm.values_of(indicator),
    )
    form.fields["owner"].disabled = True
    return form


def _changed(
    request: HttpRequest, indicator: services.Indicator, form: SheetForm
) -> services.Indicator:
    values = form.sheet()
    values["code"] = values["code"] or indicator.code
    return services.change_indicator(
        indicator=indicator,
        values=values,
        version=form.cleaned_data["version"] or 0,
        **asking.who(request),
    )
