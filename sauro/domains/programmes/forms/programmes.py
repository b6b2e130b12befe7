"""What people type about a programme and its groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.forms.mandates import ProgrammeMandates
from sauro.domains.programmes.inputs import DayInput, offer_rows
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.selectors import programmes as selectors
from sauro.domains.programmes.selectors import visibility

_SEARCH_ONLY = ("mandate_search", "version")


class ProgrammeForm(ProgrammeMandates):
    """A new programme."""

    field_order = ("owner", "code", "title", "starts_on", "ends_on", "standing", "predecessor")

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Owner"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capital letters and digits without marks, for example LV-KH57."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("To"), widget=DayInput(), required=False)
    standing = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Standing agency"),
        required=False,
        empty_label=_("Not stated"),
        help_text=_("Who watches over the programme and confirms what is reported."),
    )
    predecessor = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Continues the programme"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, user: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = selectors.owners_for(user=user, day=day)
        offer_rows(self, "owner", bodies)
        offer_rows(self, "standing", bodies)
        offer_rows(self, "predecessor", visibility.visible_programmes(user=user))
        self.offer(user=user)

    @property
    def wanted(self) -> dict[str, Any]:
        """The particulars typed."""
        return _particulars(self)


class ProgrammeChangeForm(ProgrammeMandates):
    """A programme that exists: its owner and code stay."""

    field_order = ("title", "starts_on", "ends_on", "standing", "closed_on")

    title = forms.CharField(
        label=_("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("To"), widget=DayInput(), required=False)
    standing = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Standing agency"),
        required=False,
        empty_label=_("Not stated"),
        help_text=_("Who watches over the programme and confirms what is reported."),
    )
    closed_on = forms.DateField(
        label=_("Closed on"),
        widget=DayInput(),
        required=False,
        help_text=_("A closed programme stays readable."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, programme: Programme, user: Any, day: date, **kwargs: Any
    ) -> None:
        names = (*self.field_order, "version")
        kwargs["initial"] = kwargs.get("initial") or {
            name: getattr(programme, name) for name in names
        }
        super().__init__(*args, **kwargs)
        agencies = selectors.standing_agencies_for(owner=programme.owner, day=day)
        offer_rows(self, "standing", agencies)
        self.offer(user=user, programme=programme)

    @property
    def wanted(self) -> dict[str, Any]:
        """The particulars typed, without the version they were typed on."""
        return _particulars(self)


class GroupForm(forms.Form):
    """A group of tasks or targets."""

    number = forms.CharField(
        label=_("Number"), max_length=20, required=False, help_text=_("As in the plan, such as II.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        label=_("A group of"),
        choices=[("tasks", _("tasks")), ("targets", _("targets"))],
        initial="tasks",
        widget=forms.RadioSelect,
    )


def _particulars(form: ProgrammeMandates) -> dict[str, Any]:
    typed = {name: value for name, value in form.cleaned_data.items() if name not in _SEARCH_ONLY}
    return typed | {"mandates": form.chosen}
