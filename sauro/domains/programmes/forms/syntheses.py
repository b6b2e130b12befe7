"""The form of one line about a task or target."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.services.syntheses import LONGEST


class SynthesisForm(forms.Form):
    """One line, and the key with which sending it twice writes it once."""

    text = forms.CharField(
        label=_("Synthesis"),
        help_text=_("One line: how it stands, and what is needed. At most 300 characters."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.CharField(
        max_length=40, required=False, widget=forms.HiddenInput, initial=lambda: str(uuid.uuid4())
    )
