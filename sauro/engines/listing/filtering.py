"""Filters of a list: a django-filter set, forgiving of bad values, told in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BoundField, Form, MultiWidget
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django_filters import FilterSet

from sauro.engines.listing.columns import written
from sauro.engines.listing.parameters import Asked


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and on which day; a filter set finds it as its `request`."""

    user: Any = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force: its name, its value in words, and the address without it."""

    name: str
    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows that pass, the form as typed, the filters in force."""

    queryset: QuerySet[Any]
    form: Form | None = None
    active: tuple[ActiveFilter, ...] = ()


def filtered(
    filters: type[FilterSet] | None, *, asked: Asked, queryset: QuerySet[Any], asker: Asker
) -> Filtered:
    """The rows that pass the filters; a value not understood is ignored and reported."""
    if filters is None:
        return Filtered(queryset)
    typed = filters(data=asked.params.copy(), queryset=queryset, request=asker)
    typed.form.auto_id = "filter_%s"
    wrong = list(typed.form.errors) if not typed.is_valid() else []
    if not wrong:
        return Filtered(typed.qs, typed.form, tuple(_active(typed.form, asked)))
    for name in wrong:
        _report(asked, typed.form, name)
    for key in list(keys_of(typed.form, wrong, asked.params)):
        asked.params.pop(key, None)
    sound = filters(data=asked.params, queryset=queryset, request=asker)
    if not sound.is_valid():  # fields that are wrong together, such as an end before a start
        return Filtered(queryset, typed.form)
    return Filtered(sound.qs, typed.form, tuple(_active(sound.form, asked)))


def _report(asked: Asked, form: Form, name: str) -> None:
    field = form.fields.get(name)
    label = str(field.label) if field else _("Filters")
    asked.messages.append(
        _("The filter “%(label)s” was left out: its value is not one of those possible.")
        % {"label": label}
    )


def keys_of(form: Form, names: Iterable[str], params: QueryDict) -> Iterator[str]:
    """The parameters that belong to fields; a field with two inputs has two."""
    for name in names:
        yield name
        field = form.fields.get(name)
        if field and isinstance(field.widget, MultiWidget):
            yield from (key for key in params if key.startswith((f"{name}_", f"{name}-")))


def _active(form: Form, asked: Asked) -> Iterator[ActiveFilter]:
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value is None or value == "" or value is False or _is_empty(value):
            continue
        yield ActiveFilter(
            name=name,
            label=str(field.label or name),
            value=_words(form[name], value),
            remove_url=asked.link(drop=keys_of(form, [name], asked.params)),
        )


def _is_empty(value: Any) -> bool:
    return isinstance(value, list | tuple | QuerySet) and not len(value)


def _words(field: BoundField, value: Any) -> str:
    language = get_language() or "vi"
    if isinstance(value, slice):
        ends = {_("from"): value.start, _("to"): value.stop}
        return " ".join(
            f"{word} {written(end, language=language)}" for word, end in ends.items() if end
        )
    if isinstance(value, QuerySet | list | tuple):
        items = [_one(field, item, language) for item in value]
        if len(items) > 3:
            more = len(items) - 3
            items[3:] = [ngettext("%(n)s more", "%(n)s more", more) % {"n": more}]
        return ", ".join(items)
    return _one(field, value, language)


def _one(field: BoundField, value: Any, language: str) -> str:
    if isinstance(value, Model):
        label = getattr(field.field, "label_from_instance", str)
        return str(label(value))
    for code, label in _flat(getattr(field.field, "choices", ())):
        if str(code) == str(value):
            return str(label)
    return str(written(value, language=language))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield code, label
