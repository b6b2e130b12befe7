"""Indicators, forms and figures for tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sauro.domains.indicators.models import DataSet, Indicator
from sauro.domains.indicators.services import forms, sheets, submissions
from sauro.domains.indicators.services.forms import Item
from sauro.domains.indicators.services.submissions import Entry

MAY = 2025 * 12 + 4
JUNE = MAY + 1
NOW = timezone.make_aware(datetime(2025, 6, 10, 9, 0))  # the form of June is open until 4 July


def on(day: date) -> datetime:
    """Nine in the morning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 0))


def make_indicator(owner: Any, by: Any, name: str = "Số người học", **values: Any) -> Indicator:
    """An indicator with its sheet."""
    values = {"name": name, "unit": "người", **values}
    return sheets.create_indicator(owner=owner, values=values, by=by, at=NOW)


def make_form(owner: Any, by: Any, *indicators: Indicator, **values: Any) -> DataSet:
    """A monthly form of the communes."""
    values = {
        "code": "B1",
        "name": "Phong trào bình dân học vụ số",
        "kinds": ["commune"],
        "first_period": 2024 * 12,
        **values,
    }
    return forms.create_form(
        owner=owner, values=values, items=[Item(one) for one in indicators], by=by, at=NOW
    )


def hand_in(
    form: DataSet, unit: Any, by: Any, period: int = JUNE, at: datetime = NOW, **cells: Any
) -> Any:
    """A form filled in and handed in; cells by code of the indicator, a pair gives the base too."""
    indicators = {item.indicator.code: item.indicator for item in form.items.all()}
    entries = {}
    for code, typed in cells.items():
        value, base = typed if isinstance(typed, tuple) else (typed, "")
        entries[indicators[code].pk] = Entry(str(value), str(base), "theo báo cáo của thôn")
    draft, _remarks = submissions.save_cells(
        form=form, organisation=unit, period=period, entries=entries, by=by, at=at
    )
    return submissions.submit(submission=draft, by=by, at=at)


def number(value: Any) -> Decimal:
    """A decimal."""
    return Decimal(str(value))


def address(form: DataSet, unit: Any, more: str = "", period: int = JUNE) -> str:
    """The page of a form of a unit."""
    return f"/so-lieu/{form.pk}/{unit.pk}/{period}/{more}"


def text_of(answer: Any) -> str:
    """The text of a page."""
    found: str = answer.content.decode()
    return found
