"""Making and changing targets, and reading their values in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.programmes.forms.targets import ReadingForm, TargetForm
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services import targets as services
from sauro.domains.programmes.views import asking
from sauro.domains.programmes.views.saving import differences, saved
from sauro.engines import access


@access.require(Perm.MANAGE)
def target_create(request: HttpRequest, code: str) -> HttpResponse:
    """A new target of a programme."""
    programme = asking.programme_or_404(request, code)
    _refuse(request, Perm.MANAGE, programme)
    form = TargetForm(request.POST or None, programme=programme, day=clock.today())
    if request.method == "POST":
        made = saved(
            form,
            lambda: services.create_target(
                programme=programme, target=form.target_input(), **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("The target was added."))
            return redirect("target_detail", target_id=made.pk)
    context = {
        "form": form,
        "programme": programme,
        "title": _("New target"),
        "draft": f"target-new-{code}",
    }
    return render(request, "programmes/target_form.html", context)


@access.require(Perm.MANAGE)
def target_edit(request: HttpRequest, target_id: int) -> HttpResponse:
    """A target changed; the second of two people is told what the first changed."""
    target = asking.target_or_404(request, target_id)
    _refuse(request, Perm.MANAGE, target)
    values = TargetForm.values_of(target)
    form = TargetForm(
        request.POST or None, programme=target.programme, day=clock.today(), initial=values
    )
    if request.method == "POST":
        made = saved(form, lambda: _changed(request, target, form))
        if made is not None:
            messages.success(request, _("The target was saved."))
            return redirect("target_detail", target_id=target.pk)
    return render(request, "programmes/target_form.html", _edited(form, target, values))


@access.logged_in
def reading_create(request: HttpRequest, target_id: int) -> HttpResponse:
    """The value of a target on a day."""
    target = asking.target_or_404(request, target_id)
    _refuse(request, Perm.VERIFY, target, or_else=Perm.MANAGE)
    form = ReadingForm(request.POST or None, target=target, initial={"on": clock.today()})
    if request.method == "POST":
        made = saved(
            form,
            lambda: services.add_reading(
                target=target, reading=form.reading_input(), **asking.who(request)
            ),
        )
        if made is not None:
            messages.success(request, _("The reading was added."))
            return redirect("target_detail", target_id=target.pk)
    context = {"form": form, "target": target, "draft": f"reading-{target.pk}"}
    return render(request, "programmes/target_reading.html", context)


def _refuse(request: HttpRequest, permission: str, subject: object, *, or_else: str = "") -> None:
    if access.allowed(request.user, permission, subject):
        return
    if not or_else or not access.allowed(request.user, or_else, subject):
        raise PermissionDenied


def _changed(request: HttpRequest, target: Target, form: TargetForm) -> Target:
    kept = target.indicator.name
    name = "" if kept == target.title else kept
    return services.change_target(
        target=target,
        wanted=form.target_input(indicator_name=name, lead_mention=target.lead_mention),
        expected_version=form.cleaned_data["version"] or 0,
        **asking.who(request),
    )


def _edited(form: TargetForm, target: Target, values: dict[str, object]) -> dict[str, object]:
    shown = {name: values[name] for name in values if name not in ("version", "group", "lead")}
    return {
        "form": form,
        "target": target,
        "programme": target.programme,
        "title": _("Change the target"),
        "draft": f"target-{target.pk}",
        "differences": differences(form, shown, version=target.version),
    }
