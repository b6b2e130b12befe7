"""What is typed about posts, seats, people and their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.forms.fields import OrganisationField, PersonField, choose_from, day_field
from sauro.domains.orgs.labels import BODY_ROLES
from sauro.engines import access

_LINES = {"rows": 3}


class PositionForm(forms.Form):
    """A post."""

    title = forms.CharField(label=_("Title"), max_length=150)
    is_head = forms.BooleanField(label=_("Head of the organisation"), required=False)
    portfolio = forms.CharField(
        label=_("Portfolio"), required=False, widget=forms.Textarea(attrs=_LINES)
    )
    valid_from = day_field(_("From"))


class AppointForm(forms.Form):
    """Who takes a post, from when."""

    person = PersonField(label=_("Person"))
    valid_from = day_field(_("From"))
    ground = forms.CharField(label=_("Ground"), max_length=300, required=False)
    replace = forms.BooleanField(
        label=_("Replace the present holder"),
        required=False,
        help_text=_("The present holder leaves the day before."),
    )


class EndForm(forms.Form):
    """A last day."""

    on = day_field(_("Last day"))


class MemberForm(forms.Form):
    """A seat in a steering committee or working group."""

    person = PersonField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=BODY_ROLES, initial="member")
    represents = OrganisationField(label=_("Represents"), required=False)
    portfolio = forms.CharField(
        label=_("Portfolio"), required=False, widget=forms.Textarea(attrs=_LINES)
    )
    valid_from = day_field(_("From"))


class PersonForm(forms.Form):
    """An account; a new one also gets its first role."""

    username = forms.SlugField(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters without marks, digits, - and _. It cannot be changed later."),
    )
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    @classmethod
    def to_create(cls, data: Any, *, places: Any) -> PersonForm:
        """The form of a new account with its first role."""
        form = cls(data)
        form.fields["organisation"] = OrganisationField(label=_("Agency"))
        choose_from(form, "organisation", places)
        form.fields["role"] = role_field()
        return form

    @classmethod
    def to_change(cls, data: Any, *, user: Any) -> PersonForm:
        """The form of an account that exists."""
        names = ("full_name", "email", "phone")
        form = cls(data, initial={name: getattr(user, name) for name in names})
        del form.fields["username"]
        return form


class RoleForm(forms.Form):
    """A role over an organisation and all below it."""

    organisation = OrganisationField(label=_("Agency"))
    valid_to = day_field(_("Last day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"role": role_field(), **self.fields}


def role_field() -> forms.ChoiceField:
    """The roles of the system by name."""
    choices = [(role.code, role.name) for role in access.roles().values()]
    return forms.ChoiceField(label=_("Role"), choices=choices)
