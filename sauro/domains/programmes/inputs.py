"""Boxes of forms and filters: a day, an agency's name, one of several choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of a form offer these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer_choices(form: forms.BaseForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Let a field of a form offer these values and words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class DayInput(forms.DateInput):
    """A box for a day."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class AgencyInput(forms.TextInput):
    """A box for an agency's name; suggestions appear where the browser can fetch them."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(
            attrs={
                "list": "agency-names",
                "autocomplete": "off",
                "maxlength": 250,
                "hx-get": reverse_lazy("agency_suggest"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#agency-names",
                "hx-select": "unset",
                "hx-swap": "innerHTML",
                "hx-push-url": "false",
                **attrs,
            }
        )


class KeptInput(forms.TextInput):
    """A value that is not shown but is kept with an unsaved draft, unlike a hidden input."""

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True, "tabindex": "-1"})


class FilesInput(forms.ClearableFileInput):
    """A box for several files."""

    allow_multiple_selected = True


class SeveralInput(forms.SelectMultiple):
    """A box of which several lines may be chosen; far smaller than a row of checkboxes."""

    def __init__(self) -> None:
        super().__init__(attrs={"size": 4})
