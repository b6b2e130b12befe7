"""Pages of posts and of the seats in bodies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.orgs import forms, selectors, services
from sauro.domains.orgs.models import Membership, Position, Tenure
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.views.organisations import (
    address_of,
    crumbs_of,
    manageable,
    managed,
)
from sauro.domains.orgs.views.saving import form_page, saved
from sauro.engines import access


@access.require(Perm.MANAGE)
def position_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new post of an organisation."""
    organisation = managed(request, pk)
    form = forms.PositionForm(request.POST or None, initial={"valid_from": clock.today()})

    def write(**typed: Any) -> Position:
        return services.create_position(
            organisation=organisation, by=request.user, at=clock.now(), **typed
        )

    return _done_or_form(request, form, write, organisation, _("New post"), _("Add"))


@access.require(Perm.MANAGE)
def position_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post."""
    post = _post(request, pk)
    initial = {name: getattr(post, name) for name in ("title", "is_head", "portfolio")}
    form = forms.PositionForm(request.POST or None, initial=initial)
    del form.fields["valid_from"]

    def write(**typed: Any) -> Position:
        return services.change_position(position=post, by=request.user, at=clock.now(), **typed)

    return _done_or_form(request, form, write, post.organisation, _("Change post"), _("Save"))


@access.require(Perm.MANAGE)
def position_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post, and with it the tenure of its holder."""
    post = _post(request, pk)
    form = forms.EndForm(request.POST or None, initial={"on": clock.today()})

    def write(**typed: Any) -> Position:
        return services.close_position(position=post, by=request.user, at=clock.now(), **typed)

    return _done_or_form(request, form, write, post.organisation, _("End post"), _("End post"))


@access.require(Perm.MANAGE)
def position_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person into a post."""
    post = _post(request, pk)
    form = forms.AppointForm(request.POST or None, initial={"valid_from": clock.today()})
    forms.choose_from(form, "person", _people(request))

    def write(**typed: Any) -> Tenure:
        return services.appoint(position=post, by=request.user, at=clock.now(), **typed)

    title = _("Appoint: %(post)s") % {"post": post.title}
    return _done_or_form(request, form, write, post.organisation, title, _("Appoint"))


@access.require(Perm.MANAGE)
def member_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new seat in a steering committee or working group."""
    body = managed(request, pk)
    form = forms.MemberForm(request.POST or None, initial={"valid_from": clock.today()})
    forms.choose_from(form, "person", _people(request))
    forms.choose_from(form, "represents", selectors.visible_to(user=request.user))

    def write(**typed: Any) -> Membership:
        return services.add_member(body=body, by=request.user, at=clock.now(), **typed)

    return _done_or_form(request, form, write, body, _("New member"), _("Add"))


@access.require(Perm.MANAGE)
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a member does."""
    seat = _seat(request, pk)
    initial = {name: getattr(seat, name) for name in ("role", "portfolio", "represents")}
    form = forms.MemberForm(request.POST or None, initial=initial)
    del form.fields["person"], form.fields["valid_from"]
    forms.choose_from(form, "represents", selectors.visible_to(user=request.user))

    def write(**typed: Any) -> Membership:
        return services.change_member(membership=seat, by=request.user, at=clock.now(), **typed)

    return _done_or_form(request, form, write, seat.body, _("Change member"), _("Save"))


@access.require(Perm.MANAGE)
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat."""
    seat = _seat(request, pk)
    form = forms.EndForm(request.POST or None, initial={"on": clock.today()})

    def write(**typed: Any) -> Membership:
        return services.end_member(membership=seat, by=request.user, at=clock.now(), **typed)

    return _done_or_form(request, form, write, seat.body, _("End membership"), _("End membership"))


def _done_or_form(
    request: HttpRequest, form: Any, write: Any, organisation: Any, title: Any, submit: Any
) -> HttpResponse:
    if saved(request, form, write):
        messages.success(request, _("Saved."))
        return redirect("organisation_detail", organisation.pk)
    return form_page(
        request,
        form,
        title=title,
        lead=str(organisation),
        back=address_of(organisation),
        submit=submit,
        crumbs=crumbs_of(organisation),
    )


def _post(request: HttpRequest, pk: int) -> Position:
    posts = Position.objects.filter(organisation__in=manageable(request))
    return get_object_or_404(posts.select_related("organisation"), pk=pk)


def _seat(request: HttpRequest, pk: int) -> Membership:
    seats = Membership.objects.filter(body__in=manageable(request))
    return get_object_or_404(seats.select_related("body", "person", "represents"), pk=pk)


def _people(request: HttpRequest) -> Any:
    return selectors.people_in(scope=access.scope(request.user, Perm.MANAGE))
