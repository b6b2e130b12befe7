"""Making and changing a programme, and adding groups to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.programmes.forms.mandates import searching
from sauro.domains.programmes.forms.programmes import (
    GroupForm,
    ProgrammeChangeForm,
    ProgrammeForm,
)
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services import programmes as services
from sauro.domains.programmes.views import asking
from sauro.domains.programmes.views.saving import Difference, differences, saved
from sauro.engines import access


@access.require(Perm.MANAGE)
def programme_create(request: HttpRequest) -> HttpResponse:
    """A new programme."""
    typed = searching(request.POST)
    posted = None if typed else request.POST or None
    form = ProgrammeForm(posted, initial=typed, user=request.user, day=clock.today())
    if posted:
        made = saved(form, lambda: services.create_programme(**form.wanted, **asking.who(request)))
        if made is not None:
            messages.success(request, _("The programme was created. Now import its plan."))
            return redirect("programme_detail", code=made.code)
    context = {"form": form, "title": _("New programme"), "draft": "programme-new"}
    context["searched"] = bool(typed)
    return render(request, "programmes/programme_form.html", context)


@access.require(Perm.MANAGE)
def programme_edit(request: HttpRequest, code: str) -> HttpResponse:
    """A programme changed; the second of two people is told what the first changed."""
    programme = _managed(request, code)
    typed = searching(request.POST)
    posted = None if typed else request.POST or None
    form = ProgrammeChangeForm(
        posted, initial=typed, programme=programme, user=request.user, day=clock.today()
    )
    if posted:
        made = saved(
            form,
            lambda: services.change_programme(
                programme=programme,
                expected_version=form.cleaned_data["version"],
                **form.wanted,
                **asking.who(request),
            ),
        )
        if made is not None:
            messages.success(request, _("The programme was saved."))
            return redirect("programme_detail", code=code)
    context = _edited(form, programme) | {"searched": bool(typed)}
    return render(request, "programmes/programme_form.html", context)


@access.require(Perm.MANAGE)
def group_create(request: HttpRequest, code: str) -> HttpResponse:
    """A group at the end of a programme."""
    programme = _managed(request, code)
    form = GroupForm(request.POST or None)
    if request.method == "POST":
        made = saved(
            form,
            lambda: services.add_group(
                programme=programme, **form.cleaned_data, **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("Group “%(title)s” was added.") % {"title": made})
            return redirect("programme_detail", code=code)
    context = {
        "form": form,
        "programme": programme,
        "title": _("Add a group"),
        "draft": f"group-{code}",
    }
    return render(request, "programmes/programme_form.html", context)


def _managed(request: HttpRequest, code: str) -> Programme:
    """A programme the person may change; one he may only read is refused."""
    programme = asking.programme_or_404(request, code)
    if not access.allowed(request.user, Perm.MANAGE, programme):
        raise PermissionDenied
    return programme


def _edited(form: ProgrammeChangeForm, programme: Programme) -> dict[str, object]:
    names = ("title", "starts_on", "ends_on", "closed_on")
    stored = {name: getattr(programme, name) for name in names}
    changed = differences(form, stored, version=programme.version)
    theirs, typed = form.mandate_words if changed or form.is_stale else ("", "")
    if theirs != typed:
        changed.append(Difference(str(form["mandates"].label), theirs, typed))
    return {
        "form": form,
        "programme": programme,
        "title": _("Change the programme"),
        "draft": f"programme-{programme.code}",
        "differences": changed,
    }
