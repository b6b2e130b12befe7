"""Forms of the wizard that loads a plan file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.inputs import offer_rows
from sauro.domains.programmes.models import Programme

KINDS = [
    ("auto", _("Find out from the table")),
    ("tasks", _("Tasks")),
    ("targets", _("Targets")),
]


class ProgrammeField(forms.ModelChoiceField):
    """A programme by its code and title."""

    def label_from_instance(self, obj: Programme) -> str:
        """The words of one line."""
        return f"{obj.code} · {obj.title}"[:120]


class PlanFileForm(forms.Form):
    """Which file, into which programme."""

    programme = ProgrammeField(
        label=_("Programme"), queryset=Programme.objects.none(), empty_label=_("Choose a programme")
    )
    file = forms.FileField(
        label=_("File of the annex"),
        help_text=_("A Word (.docx) or Excel (.xlsx) file as it was circulated."),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
    )
    kind = forms.ChoiceField(label=_("What the tables hold"), choices=KINDS, initial="auto")

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "programme", programmes)


class AgencyChoiceForm(forms.Form):
    """What each unknown name means: one of the suggestions, another agency, or nothing."""

    def __init__(self, *args: Any, agencies: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        for place, agency in enumerate(agencies):
            choices = [("", _("Leave as written"))]
            choices += [(str(s["id"]), s["name"]) for s in agency["suggestions"]]
            self.fields[f"means-{place}"] = forms.ChoiceField(
                label=agency["mention"], choices=choices, required=False
            )
            self.fields[f"other-{place}"] = forms.CharField(
                label=_("Another agency"), required=False, max_length=250
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each name with its two fields, for the page."""
        return [
            agency | {"means_field": self[f"means-{place}"], "other_field": self[f"other-{place}"]}
            for place, agency in enumerate(self.agencies)
        ]

    def chosen(self) -> dict[str, int]:
        """Names for which a suggestion was taken."""
        return {
            agency["mention"]: int(self.cleaned_data[f"means-{place}"])
            for place, agency in enumerate(self.agencies)
            if self.cleaned_data[f"means-{place}"]
        }

    def typed(self) -> dict[str, str]:
        """Names for which another agency was typed."""
        return {
            agency["mention"]: self.cleaned_data[f"other-{place}"]
            for place, agency in enumerate(self.agencies)
            if self.cleaned_data[f"other-{place}"].strip()
        }
