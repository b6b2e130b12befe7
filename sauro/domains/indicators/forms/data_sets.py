"""What people type about a form: who reports what, when, and who checks it first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators import rules
from sauro.domains.indicators.labels import BASES, PERIODICITY
from sauro.domains.indicators.models import DataSet, DataSetItem, Indicator
from sauro.domains.indicators.rules import Basis, Periodicity
from sauro.domains.indicators.services.forms import Item
from sauro.domains.orgs.labels import ORG_KINDS
from sauro.domains.orgs.models import Organisation
from sauro.engines import periods, text

SPARE_LINES = 6
MONTHS = ["%Y-%m", "%m/%Y", "%Y-%m-%d"]


class MonthField(forms.DateField):
    """A month, as a browser's month box sends it or typed as 06/2025."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month", "placeholder": "06/2025"}, format="%Y-%m")
        super().__init__(input_formats=MONTHS, widget=widget, **kwargs)


class DataSetForm(forms.Form):
    """The particulars of a form."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Owner"))
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=300)
    help = forms.CharField(
        label=_("Help"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Printed above the form for those who fill it in."),
    )
    periodicity = forms.ChoiceField(
        label=_("Periodicity"), choices=PERIODICITY, initial=Periodicity.MONTH.value
    )
    kinds = forms.MultipleChoiceField(
        label=_("Reported by"), choices=ORG_KINDS, widget=forms.CheckboxSelectMultiple
    )
    checker = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Checked first by"),
        required=False,
        empty_label=_("Nobody: it goes straight to the owner"),
    )
    first = MonthField(label=_("First period"))
    last = MonthField(
        label=_("Last period"), required=False, help_text=_("Left empty, it goes on.")
    )
    basis = forms.ChoiceField(
        label=_("Dates count from"), choices=BASES, initial=Basis.CLOSING.value
    )
    opens_after = forms.IntegerField(
        label=_("Opens after, days"),
        min_value=-400,
        max_value=400,
        initial=-10,
        help_text=_("A negative number is before that day."),
    )
    due_after = forms.IntegerField(
        label=_("Due after, days"), min_value=-400, max_value=400, initial=3
    )
    closes_after = forms.IntegerField(
        label=_("Closes after, days"),
        min_value=-400,
        max_value=400,
        initial=20,
        help_text=_("Later changes are corrections with a reason."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation],
        checkers: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("owner", owners), ("checker", checkers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    @classmethod
    def values_of(cls, form: DataSet) -> dict[str, Any]:
        """The particulars of a form as the page shows them."""
        names = set(cls.base_fields) - {"first", "last"}
        values = {name: getattr(form, name) for name in names}
        last = form.last_period
        return values | {
            "first": month_of(form.first_period),
            "last": None if last is None else month_of(last),
        }

    def particulars(self) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        values = dict(self.cleaned_data)
        for name in ("owner", "version"):
            values.pop(name)
        kind = periods.KINDS[values["periodicity"]]
        first, last = values.pop("first"), values.pop("last")
        values["first_period"] = rules.index_of(kind.containing(first))
        values["last_period"] = rules.index_of(kind.containing(last)) if last else None
        return values

    def clean(self) -> dict[str, Any]:
        """The last period is not before the first."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last period is before the first."))
        return found


class ItemForm(forms.Form):
    """One line of a form: an indicator by its code."""

    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"list": "indicator-codes", "autocomplete": "off"}),
    )
    section = forms.CharField(label=_("Section"), max_length=200, required=False)
    required = forms.TypedChoiceField(
        label=_("Required"),
        choices=[("1", _("Required")), ("0", _("Optional"))],
        coerce=lambda typed: typed == "1",
        empty_value=None,
        required=False,
        initial="1",
    )


class BaseItems(forms.BaseFormSet):
    """The lines of a form in their order."""

    def __init__(self, *args: Any, indicators: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        self.items: list[Item] = []

    def clean(self) -> None:
        """The lines as the service wants them; an unknown code is an error of its line."""
        typed = [one for one in self.forms if one.cleaned_data.get("indicator")]
        kept = [one for one in typed if not one.cleaned_data.get("DELETE")]
        codes = {one: one.cleaned_data["indicator"].split(" ")[0] for one in kept}
        known = {one.code: one for one in self.indicators.filter(code__in=set(codes.values()))}
        numbered = sorted(kept, key=lambda one: one.cleaned_data.get("ORDER") or 9_999)
        for one in numbered:
            found = known.get(codes[one])
            if found is None:
                one.add_error("indicator", _("There is no indicator with this code."))
                raise forms.ValidationError(_("A line names an unknown indicator."))
            section = text.clean(one.cleaned_data["section"])
            self.items.append(Item(found, section, one.cleaned_data["required"] is not False))


ItemsForm: Any = forms.formset_factory(
    ItemForm, formset=BaseItems, extra=SPARE_LINES, can_delete=True, can_order=True, max_num=300
)


def lines_of(items: Sequence[DataSetItem]) -> list[dict[str, Any]]:
    """The lines of a form as the page shows them."""
    return [
        {
            "indicator": f"{one.indicator.code} {one.indicator.name}",
            "section": one.section,
            "required": "1" if one.required else "0",
        }
        for one in items
    ]


def month_of(number: int) -> date:
    """The first day of the month with this number."""
    return date(number // 12, number % 12 + 1, 1)
