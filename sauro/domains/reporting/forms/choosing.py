"""What a province decides about its reports: which are made together, indicators, Word frames."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.models import Indicator
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.inputs import offer_rows
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.models import FeaturedIndicator
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.selectors import featured, finding
from sauro.engines import periods
from sauro.engines.office.papers.template_guard import MOST_BYTES


class MassForm(forms.Form):
    """One report for each commune or agency, of a period."""

    definition = forms.ChoiceField(label=_("Reports of"), widget=forms.RadioSelect)
    period = forms.ChoiceField(label=_("Reporting period"))

    def __init__(
        self, *args: Any, closings: list[finding.Closing], language: str, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        kinds: Any = self.fields["definition"]
        kinds.choices = [
            (one.code, words)
            for one in definitions().values()
            for about, words in (
                (SubjectKind.COMMUNE, _("Communes: one report each")),
                (SubjectKind.AGENCY, _("Agencies that lead tasks: one report each")),
            )
            if one.about == about
        ]
        chosen: Any = self.fields["period"]
        chosen.choices = [
            (one.period.code, f"{one.period.label(language)} ({_('closed')})")
            if one.final
            else (one.period.code, f"{one.period.label(language)} ({_('provisional figures')})")
            for one in closings
        ]

    def clean_period(self) -> periods.Period:
        """The period of the code."""
        return periods.parse(self.cleaned_data["period"])


class FeaturedForm(forms.ModelForm):
    """An indicator in the reports of a province."""

    class Meta:
        model = FeaturedIndicator
        fields = ("indicator", "heading", "phrase", "position")
        widgets = {"phrase": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "indicator": _("Indicator"),
            "heading": _("Heading"),
            "phrase": _("Own sentence"),
            "position": _("Order"),
        }
        help_texts = {
            "heading": _("Indicators with the same heading stand together."),
            "phrase": _(
                "For example: Granted {value} {unit}. Empty: the name, the figure and the unit."
            ),
        }

    def __init__(self, *args: Any, owner: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = featured.candidates(owner=owner)
        if self.instance.pk:
            rows = Indicator.objects.filter(pk=self.instance.indicator_id)
        offer_rows(self, "indicator", rows)
        labelled: Any = self.fields["indicator"]
        labelled.label_from_instance = lambda one: f"{one.code} {one.name}"


class TemplateForm(forms.Form):
    """A Word frame."""

    file = forms.FileField(
        label=_("Word file"), max_length=300, help_text=_("A .docx of at most 5 MB.")
    )

    @property
    def content(self) -> bytes:
        """What was sent, one byte more than may be so that too much is seen."""
        return bytes(self.cleaned_data["file"].read(MOST_BYTES + 1))
