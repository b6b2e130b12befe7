"""The cells of a form as they come from a browser, and a figure proposed beside another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import FINDINGS
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Rollup
from sauro.domains.indicators.services import submissions
from sauro.domains.indicators.services.submissions import Entry

PARTS = (("v", "value"), ("b", "base"), ("r", "reason"))


def entries_in(posted: Mapping[str, Any], *, known: Iterable[int]) -> dict[int, Entry]:
    """The cells that were changed, by indicator.

    `seen` holds the cells as the page showed them, so that a page sent whole does not undo what
    somebody else has typed meanwhile; without it every cell named counts as changed.
    """
    seen = _seen(posted["seen"]) if "seen" in posted else None
    found = {}
    for pk in known:
        typed = {name: posted[f"{key}-{pk}"] for key, name in PARTS if f"{key}-{pk}" in posted}
        before = (seen or {}).get(str(pk), {})
        cell = {name: words.strip() for name, words in typed.items()}
        if typed and (seen is None or any(cell[name] != before.get(name, "") for name in cell)):
            found[pk] = Entry(**cell)
    return found


def _seen(lines: str) -> dict[str, dict[str, str]]:
    """Cells by indicator, from lines of tabs as `filling.seen_of` writes them."""
    found = {}
    for line in re.split(r"\r?\n", lines):
        pk, *cell = line.split("\t")
        found[pk] = {name: words for (_key, name), words in zip(PARTS, cell, strict=False)}
    return found


class FigureInput(forms.TextInput):
    """A box for a number as people type it, with the keyboard of numbers on a phone."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})


class ProposalForm(forms.Form):
    """Another figure beside the official one, and why."""

    value = forms.CharField(label=_("Figure"), max_length=60, widget=FigureInput)
    base = forms.CharField(max_length=60, widget=FigureInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is wrong with the official figure, and where yours comes from."),
    )

    def __init__(self, *args: Any, indicator: Indicator, **more: Any) -> None:
        super().__init__(*args, **more)
        if indicator.rollup not in (Rollup.RATIO, Rollup.AVERAGE):
            del self.fields["base"]
            return
        self.fields["base"].label = indicator.base_name or _("Denominator or weight")
        self.fields["base"].required = indicator.rollup == Rollup.RATIO

    def clean_value(self) -> Decimal:
        """The number typed."""
        found = _number(self.cleaned_data["value"])
        if found is None:
            raise forms.ValidationError(str(FINDINGS["required"]))
        return found

    def clean_base(self) -> Decimal | None:
        """The number typed, or nothing."""
        return _number(self.cleaned_data["base"])


def _number(typed: str) -> Decimal | None:
    try:
        return submissions.number_of(typed)
    except ValueError:
        raise forms.ValidationError(str(FINDINGS["not_a_number"])) from None
