"""Why an alert is acknowledged or put aside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.alerts.rules.standing import LONGEST_SNOOZE
from sauro.domains.alerts.services.handling import LONGEST_REASON
from sauro.domains.programmes.inputs import DayInput

_USUAL = 14  # days for which an alert is put aside when nothing else is said


class AcknowledgeForm(forms.Form):
    """What is being done about it."""

    reason = forms.CharField(
        label=_("What is being done"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the alert reads it."),
    )


class SnoozeForm(forms.Form):
    """Until when it rests, and why."""

    until = forms.DateField(label=_("Until"), widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        more.setdefault("initial", {"until": today + timedelta(days=_USUAL)})
        super().__init__(*args, **more)
        first, last = today + timedelta(days=1), today + timedelta(days=LONGEST_SNOOZE)
        self.fields["until"].widget.attrs |= {"min": f"{first}", "max": f"{last}"}
