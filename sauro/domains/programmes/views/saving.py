"""A form and a write: what the domain refuses becomes an error beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from sauro.core.errors import DomainError, Stale
from sauro.engines.ui import formats


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose stored value is not the one typed."""

    label: str
    stored: str
    typed: str


def saved(form: Form, save: Callable[[], Any]) -> Any | None:
    """What the write gave; nothing when the form is wrong or the domain refused."""
    if not form.is_valid():
        return None
    try:
        return save()
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        form.is_stale = isinstance(refusal, Stale)  # type: ignore[attr-defined]
        return None


def differences(form: Form, stored: Mapping[str, Any], *, version: int) -> list[Difference]:
    """What somebody else stored meanwhile, field by field; saving again then overrides it."""
    if not getattr(form, "is_stale", False):
        return []
    with_values(form, version=version)
    typed = {name: form[name].value() for name in stored}
    shown = {name: form.fields[name].prepare_value(value) for name, value in stored.items()}
    return [
        Difference(str(form[name].label), _words(shown[name]), _words(typed[name]))
        for name in stored
        if _words(shown[name]) != _words(typed[name])
    ]


def with_values(form: Form, **values: object) -> None:
    """Put values of the server into a posted form that is shown again."""
    assert isinstance(form.data, QueryDict)
    again = form.data.copy()
    for name, value in values.items():
        again[name] = str(value)
    form.data = again


def _words(value: Any) -> str:
    """A stored or typed value as people read it; days are typed as 2025-06-30 by the browser."""
    day = value if isinstance(value, date) else _day_in(str(value or ""))
    if day is not None:
        return formats.day(day, language=get_language() or "vi")
    return "" if value is None else str(value)


def _day_in(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
