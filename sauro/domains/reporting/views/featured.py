"""The indicators that the reports of a province tell, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.forms.choosing import FeaturedForm
from sauro.domains.reporting.models import FeaturedIndicator
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.selectors import featured as selectors
from sauro.domains.reporting.services import featuring
from sauro.domains.reporting.views import asking
from sauro.engines import access


@access.require(Perm.MAKE_ALL)
def featured_list(request: HttpRequest) -> HttpResponse:
    """The indicators of the reports in their order."""
    owner = asking.owner_of(request, Perm.MAKE_ALL)
    context = {
        "owner": owner,
        "rows": selectors.featured_of(owner=owner),
        "provinces": asking.provinces(request, Perm.MAKE_ALL),
    }
    return render(request, "reporting/featured_list.html", context)


@access.require(Perm.MAKE_ALL)
def featured_create(request: HttpRequest) -> HttpResponse:
    """One more indicator."""
    owner = asking.owner_of(request, Perm.MAKE_ALL)
    place = selectors.next_position(owner=owner)
    form = FeaturedForm(request.POST or None, owner=owner, initial={"position": place})
    return _answer(request, owner, form, None)


@access.require(Perm.MAKE_ALL)
def featured_edit(request: HttpRequest, featured_id: int) -> HttpResponse:
    """Another heading, sentence or place."""
    found = _or_404(request, featured_id)
    initial = {name: getattr(found, name) for name in ("heading", "phrase", "position")}
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["indicator"] = str(found.indicator_id)
    form = FeaturedForm(data, owner=found.owner, instance=found, initial=initial)
    return _answer(request, found.owner, form, found)


@access.require(Perm.MAKE_ALL)
@require_POST
def featured_drop(request: HttpRequest, featured_id: int) -> HttpResponse:
    """The indicator is told no more."""
    found = _or_404(request, featured_id)
    featuring.drop_indicator(featured=found, **asking.who(request))
    messages.success(request, _("The reports tell this indicator no more."))
    return redirect(_list(found.owner))


def _answer(
    request: HttpRequest, owner: Organisation, form: FeaturedForm, found: FeaturedIndicator | None
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _kept(form, lambda: _write(request, owner, form)):
            messages.success(request, _("Saved."))
            return redirect(_list(owner))
    context = {"form": form, "owner": owner, "featured": found, "known": featuring.KNOWN}
    return render(request, "reporting/featured_form.html", context, status=status)


def _write(request: HttpRequest, owner: Organisation, form: FeaturedForm) -> None:
    featuring.feature_indicator(owner=owner, **form.cleaned_data, **asking.who(request))


def _kept(form: Any, act: Callable[[], Any]) -> bool:
    """Whether it was written; what was refused stands at its field."""
    try:
        act()
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _or_404(request: HttpRequest, featured_id: int) -> FeaturedIndicator:
    inside = access.scope(request.user, Perm.MAKE_ALL).q("owner__path")
    rows = FeaturedIndicator.objects.select_related("owner", "indicator").filter(inside)
    found = rows.filter(pk=featured_id).first()
    if found is None:
        raise Http404
    return found


def _list(owner: Organisation) -> str:
    return f"{reverse('featured_list')}?owner={owner.code}"
