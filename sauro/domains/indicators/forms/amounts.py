"""A box for a number as Vietnamese write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.rules import number_in

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
        found = number_in(typed)
        if found is None:
            raise forms.ValidationError(_("Give a number, for example 62,5."))
        if abs(found) >= MOST_DIGITS:
            raise forms.ValidationError(_("This number is too large."))
        return round(found, 4)

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
