"""What is typed about dossiers and about a register of a period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import services
from sauro.domains.documents.forms.entries import day_field
from sauro.domains.documents.models import Dossier
from sauro.domains.orgs.models import Organisation

OUTPUTS = [
    ("incoming", _("Register of incoming documents")),
    ("incoming_handled", _("Report on the handling of incoming documents")),
    ("outgoing", _("Register of outgoing documents")),
    ("outgoing_handled", _("Report on the handling of outgoing documents")),
    ("dossiers", _("List of dossiers")),
]


class DossierForm(forms.Form):
    """The particulars of a dossier, as Appendix VI names them."""

    owner = forms.ModelChoiceField(label=_("Kept by"), queryset=Organisation.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=1945, max_value=2100)
    notation = forms.CharField(
        label=_("Number and notation of the dossier"),
        max_length=20,
        help_text=_("From the list of dossiers of the year, for example 01.CĐS"),
    )
    title = forms.CharField(
        label=_("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    started_on = day_field(_("Begun on"), required=True)
    ended_on = day_field(_("Ended on"))
    retention_years = forms.IntegerField(
        label=_("Kept for how many years"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Empty: for ever."),
    )
    rights = forms.CharField(label=_("Mode of use"), max_length=30, required=False)
    creator = forms.CharField(label=_("Made by"), max_length=30, required=False)
    language = forms.CharField(label=_("Language"), max_length=50, initial="Tiếng Việt")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, keepers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keepers:
            del self.fields["owner"]
            return
        owner: Any = self.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=[one.pk for one in keepers])
        owner.initial = keepers[-1]

    def dossier(self) -> services.NewDossier:
        """What was typed, as the services take it."""
        names = services.NewDossier.__dataclass_fields__
        return services.NewDossier(
            **{name: value for name, value in self.cleaned_data.items() if name in names}
        )


def dossier_values(dossier: Dossier) -> dict[str, Any]:
    """The form filled with what stands there."""
    names = (*services.NewDossier.__dataclass_fields__, "version")
    return {name: getattr(dossier, name) for name in names}


class EntryForm(forms.Form):
    """A document to be filed, named as it is cited."""

    target = forms.CharField(
        label=_("Document"),
        max_length=300,
        help_text=_("For example 102/KH-UBND (19/05/2025)"),
        widget=forms.TextInput(attrs={"list": "known", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("Note"), max_length=250, required=False)


class PutForm(forms.Form):
    """The dossier in which a document is filed."""

    dossier = forms.ModelChoiceField(label=_("Dossier"), queryset=Dossier.objects.none())

    def __init__(self, *args: Any, dossiers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["dossier"]
        choice.queryset = dossiers
        choice.label_from_instance = lambda one: f"{one.code}: {one.title[:90]}"


class CloseForm(forms.Form):
    """The day on which the work of a dossier ended."""

    ended_on = day_field(_("Ended on"), required=True)


class HandOverForm(forms.Form):
    """The day on which a dossier went to the archive."""

    on = day_field(_("Handed over on"), required=True)


class OutputForm(forms.Form):
    """Which register or report, of whom, from when until when."""

    output = forms.ChoiceField(label=_("Register or report"), choices=OUTPUTS)
    organisation = forms.ModelChoiceField(label=_("Agency"), queryset=Organisation.objects.none())
    since = day_field(_("From"), required=True)
    until = day_field(_("Until"), required=True)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["organisation"]
        choice.queryset = organisations

    def clean(self) -> dict[str, Any] | None:
        """The period has a first and a last day, at most three years apart."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        if since and until and (until - since).days > 1100:
            self.add_error("until", _("At most three years at a time."))
        return data
