"""Proposing a bottleneck, or making one of reported obstacles; changing one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.bottlenecks.forms.writing import BottleneckForm, first_values, values_of
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import State
from sauro.domains.bottlenecks.rules.kinds import suggested_kind
from sauro.domains.bottlenecks.selectors import alike, finding, obstacles
from sauro.domains.bottlenecks.services import bottlenecks
from sauro.domains.bottlenecks.services import obstacles as obstacle_services
from sauro.domains.bottlenecks.views import asking
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.selectors import visibility
from sauro.engines import access, subjects, text
from sauro.engines.subjects import Subject

_MOST = 200


@access.logged_in
def bottleneck_propose(request: HttpRequest) -> HttpResponse:
    """Say what blocks; from a task, a target, or obstacles that were reported."""
    records, updates = _records(request), _updates(request)
    unit = _unit(request, records, updates)
    owner = finding.owner_of(organisation=unit)
    first = _first(records, updates, unit, request)
    form = BottleneckForm(request.POST or None, owner=owner, day=clock.today(), initial=first)
    decides = access.allowed(request.user, Perm.DECIDE, owner)
    accept = decides and request.POST.get("action") == "open"
    like = _like(request, form, owner)
    if not like and (
        made := asking.taken(form, lambda: _made(request, form, unit, records, updates, accept))
    ):
        words = _("The bottleneck is open.") if accept else _("The bottleneck was proposed.")
        return asking.done(request, words, made)
    context = {
        "form": form,
        "records": records,
        "updates": updates,
        "unit": unit,
        "like": like,
        "decides": decides,
    }
    status = 422 if like else asking.status_of(form)
    return render(request, "bottlenecks/bottleneck_form.html", context, status=status)


def _made(
    request: HttpRequest,
    form: BottleneckForm,
    unit: Organisation,
    records: list[Subject],
    updates: list[ProgressUpdate],
    accept: bool,
) -> Bottleneck:
    shared = {
        "content": form.content(),
        "accept": accept,
        "request_key": form.cleaned_data["request_key"] or None,
        **asking.who(request),
    }
    if updates:
        return obstacle_services.gather_obstacles(updates=updates, **shared)
    keys = [one.key for one in records]
    return bottlenecks.propose_bottleneck(raised_by=unit, keys=keys, **shared)


@access.logged_in
def bottleneck_edit(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """Change the particulars; a day that is set moves with a reason."""
    found = asking.bottleneck_or_404(request, bottleneck_id)
    if not access.allowed(request.user, Perm.MANAGE, found):
        if found.raised_by is None or found.state != State.PROPOSED:
            raise PermissionDenied
        asking.allow(request, Perm.PROPOSE, found.raised_by)
    initial = values_of(found)
    form = BottleneckForm(
        request.POST or None, owner=found.owner, day=clock.today(), initial=initial
    )
    try:
        if form.is_valid():
            bottlenecks.change_bottleneck(
                bottleneck=found,
                content=form.content(),
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["version"] or 0,
                **asking.who(request),
            )
            return asking.done(request, _("Saved."), found)
    except NotAllowed:
        raise PermissionDenied from None
    except Stale as refusal:
        form.add_error(None, str(refusal))
        again = request.POST.copy()
        again["version"] = str(found.version)
        form.data = again
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
    context = {"form": form, "bottleneck": found}
    status = asking.status_of(form)
    return render(request, "bottlenecks/bottleneck_form.html", context, status=status)


def _records(request: HttpRequest) -> list[Subject]:
    """The tasks and targets named in the address or the form, as far as the person sees them."""
    asked = request.POST if request.method == "POST" else request.GET
    keys = [tuple(one.split(":", 1)) for one in asked.getlist("on") if ":" in one]
    if asked.get("subject") is None and request.GET.get("kind") and request.GET.get("id"):
        keys.append((request.GET["kind"], request.GET["id"]))
    found = subjects.find(keys=[(kind, number) for kind, number in keys], user=request.user)
    if len(found) < len(set(keys)):
        raise Http404
    return list(found.values())


def _updates(request: HttpRequest) -> list[ProgressUpdate]:
    """The obstacles named; of those somebody dealt with meanwhile, what the person may read."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = asking.numbers(asked.getlist("update"))[:_MOST]
    if not ids:
        return []
    found = obstacles.of_ids(user=request.user, ids=ids)
    if not found and request.method == "POST":
        seen = visibility.visible_updates(user=request.user).filter(pk__in=ids)
        found = list(seen.select_related("task", "organisation").order_by("pk"))
    if not found:
        raise Http404
    return found


def _unit(
    request: HttpRequest, records: list[Subject], updates: list[ProgressUpdate]
) -> Organisation:
    """For whom the person proposes: his own unit, or the one that answers for what waits."""
    own = finding.proposing_unit(user=request.user)
    if own is not None:
        return own
    provinces = finding.provinces_for(user=request.user, permission=Perm.MANAGE)
    provinces = provinces or finding.provinces_for(user=request.user, permission=Perm.DECIDE)
    if not provinces:
        raise PermissionDenied
    units = [*(one.organisation_id for one in records), *(one.organisation_id for one in updates)]
    ids = [one for one in units if one]
    answering = Organisation.objects.filter(pk__in=ids[:1]).first()
    return answering or provinces[0]


def _first(
    records: list[Subject], updates: list[ProgressUpdate], unit: Organisation, request: HttpRequest
) -> dict[str, Any]:
    """What is known before anybody typed: the words and the kind they suggest."""
    known: dict[str, Any] = {}
    if updates:
        words = text.clean(updates[0].obstacle)
        said = " ".join(text.fold(one.obstacle) for one in updates[:5])
        known = {"title": words[:300], "kind": suggested_kind(said) or ""}
        known["description"] = words if len(words) > known["title"].__len__() else ""
    elif request.GET.get("words"):
        words = text.clean(request.GET["words"])[:300]
        known = {"title": words, "kind": suggested_kind(text.fold(words)) or ""}
    responsible = unit.name if records or updates else ""
    return first_values(responsible=responsible, **known)


def _like(request: HttpRequest, form: BottleneckForm, owner: Organisation) -> list[Any]:
    """Bottlenecks that look the same, unless the person said that this is another one."""
    if request.method != "POST" or request.POST.get("another") or not form.is_valid():
        return []
    if Bottleneck.objects.filter(request_key=form.cleaned_data["request_key"] or "-").exists():
        return []
    return alike.look_alikes(
        title=form.cleaned_data["title"], user=request.user, owner_id=owner.pk, limit=3
    )
