"""One unit's figure in a period: where it comes from, what stood there, correcting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.domains.indicators import cell_page
from sauro.domains.indicators.forms.sheets import CorrectionForm
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import cells as selectors
from sauro.domains.indicators.services import correcting as services
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.domains.indicators.views.sheet_saving import refuse, saved
from sauro.engines import access


@access.logged_in
def figure_detail(
    request: HttpRequest, indicator_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """A figure with its form, what stood there before, and what was proposed beside it."""
    found = _cell_or_404(request, indicator_id, organisation_id, period)
    may_correct = access.allowed(request.user, Perm.CONFIRM, found.indicator)
    context = {
        **cell_page.context(cell=found, as_of=asking.past_day(request)),
        "may_correct": may_correct and found.figure is not None,
        "may_decide": may_correct,
    }
    return render(request, "indicators/figure_detail.html", context)


@access.require(Perm.CONFIRM)
def figure_correct(
    request: HttpRequest, indicator_id: int, organisation_id: int, period: int
) -> HttpResponse:
    """A figure corrected; what was reported stays readable as of every day."""
    found = _cell_or_404(request, indicator_id, organisation_id, period)
    refuse(request, Perm.CONFIRM, found.indicator)
    form = CorrectionForm(
        request.POST or None, indicator=found.indicator, initial=cell_page.typed(found)
    )
    if request.method == "POST" and saved(form, lambda: _corrected(request, found, form)):
        messages.success(request, _("The figure was corrected."))
        return redirect("figure_detail", indicator_id, organisation_id, found.period)
    context = {**cell_page.context(cell=found), "form": form}
    return render(request, "indicators/figure_correct.html", context)


def _cell_or_404(
    request: HttpRequest, indicator_id: int, organisation_id: int, period: int
) -> selectors.Cell:
    indicator: Indicator = asking.indicator_or_404(request, indicator_id)
    unit = asking.unit_or_404(request, indicator, organisation_id)
    number = asking.period_or_404(indicator, period)
    return selectors.cell_of(indicator=indicator, organisation=unit, period=number)


def _corrected(request: HttpRequest, found: selectors.Cell, form: CorrectionForm) -> object:
    return services.correct_figure(
        indicator=found.indicator,
        organisation=found.organisation,
        period=found.period,
        value=form.cleaned_data["value"],
        base=form.cleaned_data.get("base"),
        reason=form.cleaned_data["reason"],
        **asking.who(request),
    )
