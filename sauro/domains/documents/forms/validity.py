"""Arrival, recall, expiry of a document; the numbering of an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import services
from sauro.domains.documents.forms.entries import day_field
from sauro.domains.documents.labels import FORMS, KINDS, SERIES
from sauro.domains.orgs.models import Organisation


class ArrivalForm(forms.Form):
    """Where and when a document of the register arrived."""

    organisation = forms.ModelChoiceField(
        label=_("Received by"), queryset=Organisation.objects.none()
    )
    arrived_on = day_field(_("Arrived on"), required=True)
    passed_to = forms.CharField(label=_("Passed to"), max_length=250, required=False)
    due_on = day_field(_("To be dealt with by"))

    def __init__(self, *args: Any, receivers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation.objects.filter(pk__in=[one.pk for one in receivers])
        if len(receivers) == 1:
            organisation.initial = receivers[0]

    def arrival(self) -> services.NewArrival:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return services.NewArrival(
            arrived_on=data["arrived_on"], passed_to=data["passed_to"], due_on=data["due_on"]
        )


class RecallForm(forms.Form):
    """From when a document is recalled, and why."""

    recalled_on = day_field(_("Recalled on"), required=True)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class ExpiryForm(forms.Form):
    """From when and until when a document is in force."""

    valid_from = day_field(_("In force from"), help_text=_("Empty: from its date."))
    valid_until = day_field(_("In force until"), help_text=_("Its last day."))


class NumberRuleForm(forms.Form):
    """What an organisation numbers together."""

    series = forms.ChoiceField(label=_("Series"), choices=SERIES)
    own_kinds = forms.MultipleChoiceField(
        label=_("Kinds with a series of their own"),
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mark = forms.CharField(
        label=_("Abbreviation in symbols"),
        max_length=20,
        required=False,
        help_text=_("For example UBND, SKHCN, TU"),
    )
    form = forms.ChoiceField(label=_("Form"), choices=FORMS)
