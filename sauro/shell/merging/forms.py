"""What is typed to merge an agency."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.forms.fields import OrganisationField, choose_from, day_field


class MergeForm(forms.Form):
    """The successor, the last day and the document that decided it."""

    successor = OrganisationField(label=_("Successor"))
    on = day_field(_("Last day"), help_text=_("The last day of the agency that is merged."))
    ground = forms.CharField(
        label=_("Ground"), max_length=300, help_text=_("The document that decided it.")
    )

    def __init__(self, data: Any, *, manageable: Any) -> None:
        super().__init__(data)
        choose_from(self, "successor", manageable.filter(valid_to__isnull=True))


class ConfirmedForm(MergeForm):
    """The second step: also the roles to be given, which the service looks up anew."""

    def clean(self) -> dict[str, Any]:
        """With the numbers of the roles that were ticked."""
        posted = [one for one in cast("QueryDict", self.data).getlist("grants") if one.isdecimal()]
        return {**self.cleaned_data, "grants": [int(one[:18]) for one in posted]}
