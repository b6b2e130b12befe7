"""What is typed to prepare or withdraw a public page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.forms.fields import day_field
from sauro.shell.publishing.services import LONGEST


class PrepareForm(forms.Form):
    """The day, some words before the figures, and whether tasks are listed."""

    as_of = day_field(_("As of"), help_text=_("Today or a past day; that day's figures are shown."))
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Plain words before the figures; no names of persons."),
    )
    with_tasks = forms.BooleanField(
        label=_("With the list of tasks"),
        required=False,
        help_text=_("Tasks ordered by papers that are not open are counted and never listed."),
    )


class WithdrawForm(forms.Form):
    """Why it is shown no more."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
