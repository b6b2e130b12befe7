"""What a column shows on the screen, in an export, and how it sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.engines.ui import formats
from sauro.engines.ui.templatetags import ui as ui_tags

Order = str | OrderBy
_MANY = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` gives what is shown, `export` what a file holds; both take the row.

    Without `value` the attribute `name` is read (`lead__name` walks relations) and a field with
    choices shows its words. Numbers, days and moments are written in the reader's language; give
    a year as text. `status=True` shows the value, a status code, as a badge. `sort` names one
    or several database columns or annotations. A `fixed` column cannot be hidden. A column that
    is not `labelled` explains itself: on a phone its value stands without its name.
    """

    name: str
    label: Any
    sort: str | tuple[str, ...] = ()
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    export: Callable[[Any], Any] | None = None
    align: str = "start"
    default: bool = True
    fixed: bool = False
    status: bool = False
    classes: str = ""
    labelled: bool = True

    def raw(self, row: Any) -> Any:
        """The value of a row before it is written out."""
        return self.value(row) if self.value else _attribute(row, self.name)

    def content(self, row: Any, *, language: str) -> SafeString:
        """The value as safe text of a page."""
        value = self.raw(row)
        if self.status and value:
            return ui_tags.status(str(value))
        if self.value is None:
            value = _in_words(row, self.name, value)
        return written(value, language=language)

    def exported(self, row: Any) -> Any:
        """The value as a plain object of a file: text, number, day, moment, truth or None."""
        if self.export:
            return plain(self.export(row))
        value = self.raw(row)
        if self.status:
            return ui_tags.status_label(str(value)) if value else None
        return plain(_in_words(row, self.name, value) if self.value is None else value)

    @property
    def sort_names(self) -> tuple[str, ...]:
        """The database columns by which it sorts."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


def written(value: Any, *, language: str) -> SafeString:
    """Any value as safe text in the words of a language; a dash for nothing."""
    if isinstance(value, _MANY):
        parts = format_html_join(
            ", ", "{}", ((written(item, language=language),) for item in value)
        )
        return parts or conditional_escape(formats.NO_VALUE)
    return conditional_escape(_text(value, language))


def _text(value: Any, language: str) -> str:
    if value is None or value == "":
        return formats.NO_VALUE
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, int | float | Decimal):
        return formats.number(value, language=language)
    if isinstance(value, datetime):
        return formats.moment(value, language=language)
    if isinstance(value, date):
        return formats.day(value, language=language)
    return value if isinstance(value, SafeString) else str(value)


def yes_or_no(value: bool) -> str:
    """The word for a truth."""
    return _("Yes") if value else _("No")


def plain(value: Any) -> Any:
    """A value without mark-up, fit for a file; moments become local and naive."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    if isinstance(value, _MANY):
        return "; ".join(str(plain(item)) for item in value)
    return str(value)


def ordering(names: Sequence[Order], model: type[Model], *, reverse: bool = False) -> list[Order]:
    """Order expressions with empty values last under every database, ending in the key."""
    found: list[Order] = []
    for name in names:
        if not isinstance(name, str):
            found.append(name)
            continue
        down = name.startswith("-") != reverse
        field = name.lstrip("-")
        if _never_empty(model, field):
            found.append(f"-{field}" if down else field)
        elif down:
            found.append(F(field).desc(nulls_last=True))
        else:
            found.append(F(field).asc(nulls_last=True))
    if not any(isinstance(name, str) and name.lstrip("-") in ("pk", "id") for name in names):
        found.append("-pk" if reverse else "pk")
    return found


def _never_empty(model: type[Model], path: str) -> bool:
    current: Any = model
    for part in path.split("__"):
        if part == "pk":
            return True
        try:
            field = current._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if getattr(field, "null", True):
            return False
        current = field.related_model or current
    return True


def _attribute(row: Any, path: str) -> Any:
    for part in path.split("__"):
        if row is None:
            return None
        row = getattr(row, part)
    return row


def _in_words(row: Any, name: str, value: Any) -> Any:
    if not isinstance(row, Model) or not hasattr(type(row), f"get_{name}_display"):
        return value
    return _choices(type(row), name, get_language() or "vi").get(value, value)


@lru_cache(maxsize=512)  # Django's own get_…_display builds this table for every row
def _choices(model: type[Model], name: str, _language: str) -> dict[Any, str]:
    field: Any = model._meta.get_field(name)
    return {code: str(label) for code, label in field.flatchoices}
