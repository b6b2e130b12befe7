"""What people type about targets and their readings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import COMPARATORS, DIRECTIONS
from sauro.domains.indicators.rules import Comparator, Direction
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.inputs import DayInput, offer_rows
from sauro.domains.programmes.models import Group, Programme, Target
from sauro.domains.programmes.selectors import programmes as selectors
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput

MOST_DIGITS = Decimal(10) ** 15


class AmountField(forms.CharField):
    """A number as Vietnamese write it (1.234,5) or with a point; kept as typed when wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, or nothing when nothing was typed."""
        typed = str(value or "").replace("\u00a0", "").replace(" ", "").removesuffix("%")
        if not typed:
            return None
        if "," in typed:
            typed = typed.replace(".", "").replace(",", ".", 1)
        try:
            number = Decimal(typed)
        except InvalidOperation:
            raise forms.ValidationError(_("Give a number, for example 62,5.")) from None
        if not number.is_finite() or abs(number) >= MOST_DIGITS:
            raise forms.ValidationError(_("This number is too large."))
        return round(number, 4)

    def prepare_value(self, value: Any) -> Any:
        """The number as it is typed."""
        if isinstance(value, Decimal):
            plain = f"{value:f}"
            plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
            return plain.replace(".", ",")
        return value

    def validate(self, value: Any) -> None:
        """Only that something was typed where it must be."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The length of the text was never the matter."""


class TargetForm(forms.Form):
    """A target of a programme."""

    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    title = forms.CharField(
        label=_("Target"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Group"), required=False, empty_label=_("Not stated")
    )
    comparator = forms.ChoiceField(
        label=_("Comparison"), choices=COMPARATORS, initial=Comparator.GE.value
    )
    low = AmountField(label=_("Value"), required=False)
    high = AmountField(
        label=_("Second value"), required=False, help_text=_("Only for a range: the upper end.")
    )
    unit = forms.CharField(
        label=_("Unit of measure"),
        max_length=80,
        required=False,
        help_text=_("%, people, documents …"),
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=DIRECTIONS,
        initial=Direction.UP.value,
        help_text=_("Only where the comparison does not say it."),
    )
    wording = forms.CharField(
        label=_("Value as written in the plan"), max_length=300, required=False
    )
    baseline = forms.CharField(label=_("Present state"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100, required=False)
    due_on = forms.DateField(
        label=_("Due on"),
        widget=DayInput(),
        required=False,
        help_text=_("Left empty, the last day of the year counts."),
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Lead agency"),
        required=False,
        empty_label=_("Not stated"),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, programme: Programme, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "group", programme.groups.filter(kind="targets"))
        agencies = selectors.standing_agencies_for(owner=programme.owner, day=day)
        offer_rows(self, "lead", agencies)

    @classmethod
    def values_of(cls, target: Target) -> dict[str, Any]:
        """The particulars of a target as the form shows them."""
        names = set(cls.base_fields) - {"unit", "direction"}
        values = {name: getattr(target, name) for name in names}
        return {**values, "unit": target.indicator.unit, "direction": target.indicator.direction}

    def target_input(self, **kept: Any) -> TargetInput:
        """What was typed, for the service; `kept` is what the form does not ask."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return TargetInput(**values, **kept)


class ReadingForm(forms.Form):
    """The value of a target on a day."""

    on = forms.DateField(label=_("As of"), widget=DayInput())
    value = AmountField(label=_("Value"), required=False)
    met = forms.TypedChoiceField(
        label=_("Is the target met?"),
        choices=[("", _("Judged by the value")), ("1", _("Met")), ("0", _("Not met"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )
    unready = forms.BooleanField(
        label=_("It cannot be measured yet"),
        required=False,
        help_text=_("“Not yet measurable” is not counted as “not met”."),
    )
    wording = forms.CharField(label=_("Value in words"), max_length=300, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=250, help_text=_("The report or document with the figure.")
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = target.indicator.unit
        if unit:
            self.fields["value"].label = gettext("Value (%(unit)s)") % {"unit": unit}

    def reading_input(self) -> ReadingInput:
        """What was typed, for the service."""
        values = dict(self.cleaned_data)
        return ReadingInput(measurable=not values.pop("unready"), **values)
