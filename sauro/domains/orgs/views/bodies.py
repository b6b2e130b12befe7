"""Pages of steering committees, working groups and collective names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sauro.core import clock
from sauro.domains.orgs import forms, selectors, services, sheets
from sauro.domains.orgs.models import Collective
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.views.organisations import day_of, managed
from sauro.domains.orgs.views.saving import form_page, saved
from sauro.engines import access


@access.require(Perm.VIEW)
@require_GET
def body_list(request: HttpRequest) -> HttpResponse:
    """Steering committees and working groups with their heads and number of members."""
    lines = sheets.bodies(user=request.user, day=day_of(request))
    context = {"lines": lines, "can_manage": access.can(request.user, Perm.MANAGE)}
    return render(request, "orgs/body_list.html", context)


@access.require(Perm.VIEW)
@require_GET
def collective_list(request: HttpRequest) -> HttpResponse:
    """Collective names and how many organisations each of them means on the day."""
    home = selectors.home_organisation(user=request.user)
    root = selectors.province_root_of(organisation=home) if home else None
    lines = sheets.collective_lines(root=root, day=day_of(request))
    may_manage = root is not None and access.allowed(request.user, Perm.MANAGE, root)
    context = {"lines": lines, "root": root, "may_manage": may_manage}
    return render(request, "orgs/collective_list.html", context)


@access.require(Perm.VIEW)
@require_GET
def collective_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisations a collective name means in the person's province on the day."""
    home = selectors.home_organisation(user=request.user)
    root = selectors.province_root_of(organisation=home) if home else None
    collective = get_object_or_404(selectors.collectives(province_root=root), pk=pk)
    members = selectors.collective_members(
        collective=collective, province_root=root, day=day_of(request)
    )
    context = {
        "collective": collective,
        "aliases": list(collective.aliases.all()),
        "members": list(members[: sheets.TREE_ROWS]),
        "may_manage": access.allowed(request.user, Perm.MANAGE, collective),
    }
    return render(request, "orgs/collective_detail.html", context)


@access.require(Perm.MANAGE)
def collective_create(request: HttpRequest, within: int) -> HttpResponse:
    """A new collective name of a province."""
    return _collective_form(request, managed(request, within), None)


@access.require(Perm.MANAGE)
def collective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a collective name."""
    scope = access.scope(request.user, Perm.MANAGE)
    known = Collective.objects.select_related("within").filter(scope.q("within__path"))
    collective = get_object_or_404(known, pk=pk)
    return _collective_form(request, collective.within, collective)


def _collective_form(request: HttpRequest, within: Any, collective: Any) -> HttpResponse:
    initial = {}
    if collective is not None:
        aliases = "\n".join(alias.name for alias in collective.aliases.all())
        initial = {"name": collective.name, "kinds": collective.kinds, "aliases": aliases}
    form = forms.CollectiveForm(request.POST or None, initial=initial)
    if collective is not None:
        del form.fields["code"]

    def write(**typed: Any) -> Collective:
        code = collective.code if collective else typed.pop("code")
        return services.save_collective(
            within=within, code=code, by=request.user, at=clock.now(), **typed
        )

    if made := saved(request, form, write):
        messages.success(request, _("Saved."))
        return redirect("collective_detail", made.pk)
    back = reverse("collective_list")
    return form_page(
        request,
        form,
        title=_("Change collective name") if collective else _("New collective name"),
        lead=str(within) if within else "",
        back=back,
        submit=_("Save"),
        crumbs=[{"label": _("Collective names"), "url": back}],
    )
