"""Definitions of an indicator, units it does not apply to, and its like elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.domains.indicators.forms.sheets import (
    DefinitionForm,
    ExemptionForm,
    SameMeaningForm,
)
from sauro.domains.indicators.models import DataSet, Indicator, NotApplicable
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import forms as form_selectors
from sauro.domains.indicators.selectors import sheets as selectors
from sauro.domains.indicators.services import forms as form_services
from sauro.domains.indicators.services import sheets as services
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.domains.indicators.views.sheet_saving import refuse, saved
from sauro.domains.orgs.models import Organisation
from sauro.engines import access


@access.require(Perm.MANAGE)
def indicator_define(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """What an indicator counts from a day on, beside what it counted before."""
    indicator = _managed(request, indicator_id)
    form = DefinitionForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST":
        made = saved(form, lambda: _defined(request, indicator, form))
        if made is not None:
            messages.success(request, _("The definition was saved."))
            return redirect("indicator_detail", indicator_id=indicator.pk)
    context = {
        "form": form,
        "indicator": indicator,
        "title": _("Definition"),
        "definitions": selectors.definitions_of(indicator=indicator),
    }
    return render(request, "indicators/indicator_define.html", context)


@access.require(Perm.MANAGE)
def indicator_exempt(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Units that need not report an indicator, with the reasons."""
    indicator = _managed(request, indicator_id)
    form = ExemptionForm(request.POST or None, units=_units_asked(indicator))
    if request.method == "POST":
        made = saved(
            form,
            lambda: form_services.exempt(
                indicator=indicator, **form.cleaned_data, **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("The unit was exempted."))
            return redirect("indicator_exempt", indicator_id=indicator.pk)
    context = {
        "form": form,
        "indicator": indicator,
        "title": _("Exempted units"),
        "exemptions": selectors.exemptions_of(indicator=indicator),
    }
    return render(request, "indicators/indicator_exempt.html", context)


@access.require(Perm.MANAGE)
@require_POST
def exemption_withdraw(request: HttpRequest, indicator_id: int, exemption_id: int) -> HttpResponse:
    """A unit has to report the indicator again."""
    indicator = _managed(request, indicator_id)
    exemption = NotApplicable.objects.filter(pk=exemption_id, indicator=indicator).first()
    if exemption is None:
        raise Http404
    form_services.withdraw_exemption(exemption=exemption, **asking.who(request))
    messages.success(request, _("The unit has to report the indicator again."))
    return redirect("indicator_exempt", indicator_id=indicator.pk)


@access.require(Perm.MANAGE)
def indicator_same(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """Indicators of other owners that measure the same, by a person's word."""
    indicator = _managed(request, indicator_id)
    others = selectors.others_like(user=request.user, indicator=indicator)
    form = SameMeaningForm(request.POST or None, others=others)
    if request.method == "POST":
        made = saved(
            form,
            lambda: services.same_meaning(
                indicator=indicator, **form.cleaned_data, **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("The two indicators now count as the same."))
            return redirect("indicator_same", indicator_id=indicator.pk)
    context = {
        "form": form,
        "indicator": indicator,
        "title": _("Same meaning"),
        "has_others": others.exists(),
        "same": selectors.same_as(user=request.user, indicator=indicator),
    }
    return render(request, "indicators/indicator_same.html", context)


def _managed(request: HttpRequest, indicator_id: int) -> Indicator:
    indicator = asking.indicator_or_404(request, indicator_id)
    refuse(request, Perm.MANAGE, indicator)
    return indicator


def _defined(request: HttpRequest, indicator: Indicator, form: DefinitionForm) -> Any:
    values = dict(form.cleaned_data)
    return services.define(
        indicator=indicator, wording=values.pop("text"), **values, **asking.who(request)
    )


def _units_asked(indicator: Indicator) -> QuerySet[Organisation]:
    """The units that the forms ask for the indicator today."""
    found = Organisation.objects.none()
    for form in DataSet.objects.filter(items__indicator=indicator).select_related("owner"):
        found = found | form_selectors.reporting_units(form=form, day=clock.today())
    return found.exclude(exempt_from__indicator=indicator).distinct()
