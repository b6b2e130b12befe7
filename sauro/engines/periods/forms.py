"""What people type about days of the working calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def in_reach(day: date) -> None:
    """Refuse a day outside the years for which holidays are known."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("The calendar holds the years %(first)s to %(last)s."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


class DayForm(forms.Form):
    """A day decided against the general calendar."""

    day = _day(_("Day"), validators=[in_reach])
    is_working = forms.TypedChoiceField(
        label=_("Offices"),
        choices=[("0", _("are closed")), ("1", _("are open"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: swapped with Saturday 10/01/2026."),
    )
    document = forms.CharField(
        label=_("Document"),
        max_length=200,
        required=False,
        help_text=_("The notice or decision that says so."),
    )


class TermForm(forms.Form):
    """A term counted in working days."""

    start = _day(_("From the day"), validators=[in_reach])
    term = forms.IntegerField(label=_("Working days"), min_value=1, max_value=1000)
