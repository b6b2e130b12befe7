"""Who owes a report, how often, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.inputs import DayInput, offer_choices
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.labels import DUTY_PERIODS, UNIT_KINDS
from sauro.domains.reporting.services.duties import DEFINITIONS, MOST_DAYS


class DutyForm(forms.Form):
    """A duty; units are a collective name or all of a kind."""

    definition = forms.ChoiceField(label=_("Kind of report"))
    period_kind = forms.ChoiceField(label=_("Period"), choices=DUTY_PERIODS)
    units = forms.ChoiceField(label=_("Units that owe it"))
    due_days = forms.IntegerField(
        label=_("Days after closing"), min_value=1, max_value=MOST_DAYS, initial=5
    )
    starts_on = forms.DateField(
        label=_("From"),
        widget=DayInput(),
        help_text=_("Periods that close on or after this day are owed."),
    )

    def __init__(self, *args: Any, owner: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        known = org_selectors.collectives(province_root=owner)
        self._collectives = {f"c{one.pk}": one for one in known}
        offer_choices(
            self, "definition", [(code, definitions()[code].name) for code in DEFINITIONS]
        )
        named: list[tuple[str, Any]] = [(k, one.name) for k, one in self._collectives.items()]
        offer_choices(self, "units", [*((f"k{kind}", word) for kind, word in UNIT_KINDS), *named])

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        found = dict(self.cleaned_data)
        units = found.pop("units")
        collective = self._collectives.get(units)
        kind = "" if collective else units.removeprefix("k")
        return {**found, "collective": collective, "org_kind": kind}


def first_values(today: date) -> dict[str, Any]:
    """The form before anybody changed it."""
    return {"starts_on": today.replace(day=1), "definition": "commune", "units": "kcommune"}
