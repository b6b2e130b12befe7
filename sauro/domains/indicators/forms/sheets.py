"""What people type about an indicator: its sheet, definitions, exemptions, its like elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.forms.amounts import AmountField
from sauro.domains.indicators.labels import DIRECTIONS, OVER_TIME, PERIODICITY, ROLLUPS
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Direction, OverTime, Periodicity, Rollup
from sauro.domains.indicators.services.sheets import FIXED
from sauro.domains.orgs.models import Organisation

DAY = {"type": "date"}


class SheetForm(forms.Form):
    """The sheet of an indicator."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Owner"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("Left empty, the next free code is given."),
    )
    name = forms.CharField(
        label=_("Name"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)
    unit = forms.CharField(
        label=_("Unit of measure"),
        max_length=80,
        required=False,
        help_text=_("%, people, households …"),
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=DIRECTIONS,
        initial=Direction.UP.value,
        help_text=_("Decides who is best in a ranking and whether a change is one for the better."),
    )
    periodicity = forms.ChoiceField(
        label=_("Periodicity"), choices=PERIODICITY, initial=Periodicity.MONTH.value
    )
    over_time = forms.ChoiceField(
        label=_("Counts"),
        choices=OVER_TIME,
        initial=OverTime.PERIODIC.value,
        help_text=_("A figure counted since the beginning of the year must not fall within it."),
    )
    rollup = forms.ChoiceField(
        label=_("Added up by"),
        choices=ROLLUPS,
        initial=Rollup.SUM.value,
        help_text=_("A ratio is added up by numerator and denominator, never by averaging."),
    )
    factor = forms.IntegerField(
        label=_("Factor"),
        min_value=1,
        max_value=1_000_000,
        initial=1,
        help_text=_("100 shows a ratio in percent, 1000 in per mille."),
    )
    base_name = forms.CharField(
        label=_("Denominator or weight"),
        max_length=250,
        required=False,
        help_text=_("What the lower number of a ratio, or the weight of an average, counts."),
    )
    threshold = AmountField(
        label=_("Threshold"),
        required=False,
        help_text=_("For a share of units: the figure from which a unit counts."),
    )
    whole = forms.BooleanField(label=_("Whole numbers only"), required=False)
    lowest = AmountField(
        label=_("Lowest possible"), required=False, help_text=_("A figure below is refused.")
    )
    highest = AmountField(
        label=_("Highest possible"), required=False, help_text=_("A figure above is refused.")
    )
    jump = AmountField(
        label=_("Expected change, %"),
        required=False,
        help_text=_("A larger change against the last period needs a reason."),
    )
    part_of = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Part of"),
        required=False,
        empty_label=_("Not stated"),
        help_text=_("The parts of a whole must not add up to more than it."),
    )
    source = forms.CharField(label=_("Source"), max_length=250, required=False)
    reporter = forms.CharField(label=_("Reported by"), max_length=250, required=False)
    confirmer = forms.CharField(label=_("Confirmed by"), max_length=250, required=False)
    closed_on = forms.DateField(
        label=_("Closed on"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("From this day on it is not asked for any more."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation],
        wholes: QuerySet[Indicator],
        has_figures: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners)
        offer(self, "part_of", wholes)
        if has_figures:
            for name in FIXED:
                self.fields[name].disabled = True

    @classmethod
    def values_of(cls, indicator: Indicator) -> dict[str, Any]:
        """The sheet of an indicator as the form shows it."""
        values = {name: getattr(indicator, name) for name in cls.base_fields}
        return values | {"part_of": indicator.part_of_id}

    def sheet(self) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        without = {"version", "owner"}
        return {name: new for name, new in self.cleaned_data.items() if name not in without}


class DefinitionForm(forms.Form):
    """The wording of what an indicator counts, from a day on."""

    text = forms.CharField(
        label=_("Definition"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    method = forms.CharField(
        label=_("Method"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it is counted, and from which records."),
    )
    document = forms.CharField(
        label=_("Document"),
        max_length=250,
        required=False,
        help_text=_("The document that sets it."),
    )
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("The definition before it holds until the day before."),
    )


class ExemptionForm(forms.Form):
    """A unit that need not report an indicator."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", units)


class LikeField(forms.ModelChoiceField):
    """An indicator of another owner, named with its owner."""

    def label_from_instance(self, obj: Any) -> str:
        """The owner, the code and the name."""
        return f"{obj.owner.label}: {obj.code} {obj.name}"


class SameMeaningForm(forms.Form):
    """Another owner's indicator that measures the same, by a person's word."""

    other = LikeField(Indicator.objects.none(), label=_("Indicator"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Why the two measure the same: definition, source, method."),
    )

    def __init__(self, *args: Any, others: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", others)


class CorrectionForm(forms.Form):
    """A figure in place of the one that stands."""

    value = AmountField(label=_("Figure"))
    base = AmountField(label=_("Denominator or weight"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if indicator.rollup not in (Rollup.RATIO, Rollup.AVERAGE):
            del self.fields["base"]
        elif indicator.base_name:
            self.fields["base"].label = indicator.base_name


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of a form offer these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
