"""What is typed about organisations and collective names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.forms.fields import OrganisationField, day_field, lines_field
from sauro.domains.orgs.labels import ORG_KINDS
from sauro.domains.orgs.models import Organisation

# Roots of the tree are made when a province is set up, not by hand.
_ROOTS = ("national", "central", "province", "former_province")
KINDS = [choice for choice in ORG_KINDS if choice[0] not in _ROOTS]


class OrganisationForm(forms.Form):
    """The particulars of an organisation; `seen_event` tells whether somebody was faster."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    email = forms.EmailField(label=_("E-mail"), required=False)
    valid_from = day_field(_("Valid from"))
    seen_event = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def to_create(cls, data: Any, *, today: date) -> OrganisationForm:
        """The form of a new organisation, with its code and other names."""
        form = cls(data, initial={"valid_from": today})
        del form.fields["seen_event"]
        form.fields["code"] = forms.CharField(
            label=_("Code"),
            max_length=40,
            required=False,
            help_text=_("Given by the system when left empty."),
        )
        form.fields["aliases"] = lines_field(_("Other names"))
        return form

    @classmethod
    def to_change(cls, data: Any, *, organisation: Organisation, seen: int | None) -> Any:
        """The form of an organisation that exists."""
        initial = {name: getattr(organisation, name) for name in ("name", "short_name", "kind")}
        initial |= {"email": organisation.email, "valid_from": organisation.valid_from}
        form = cls(data, initial=initial | {"seen_event": seen})
        if organisation.kind not in dict(KINDS):
            del form.fields["kind"]
        return form

    def clean_aliases(self) -> list[str]:
        return self.cleaned_data["aliases"].splitlines()


class AliasForm(forms.Form):
    """Another name of an organisation."""

    name = forms.CharField(label=_("Other name"), max_length=250)


class CloseForm(forms.Form):
    """The last day of an organisation and who takes over."""

    on = day_field(_("Last day"))
    successor = OrganisationField(
        label=_("Successor"),
        required=False,
        help_text=_(
            "Only its place and its totals go to the successor; "
            "to hand over open tasks too, use Merge agency."
        ),
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=300,
        required=False,
        help_text=_("The document that decided it."),
    )


class CollectiveForm(forms.Form):
    """A collective name and the kinds of organisations it means."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agencies it means"),
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    aliases = lines_field(_("Other names"))

    def clean_aliases(self) -> list[str]:
        return self.cleaned_data["aliases"].splitlines()
