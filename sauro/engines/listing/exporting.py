"""A list as a file; text that a spreadsheet would run as a formula is made harmless."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines.listing.columns import Column, yes_or_no
from sauro.engines.office import writing

CHUNK = 1000
FORMATS = frozenset({"csv", "xlsx", "json"})
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TooManyRows(DomainError):
    """The list is too long for one file."""

    code = "too_many_rows"
    status = 413


class UnknownFormat(DomainError):
    """No file of this format can be made."""

    code = "unknown_format"
    status = 400


def silent(_done: int, _total: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """What goes into the file."""

    code: str
    title: str
    columns: Sequence[Column]
    queryset: QuerySet[Any]
    limit: int
    decorate: Callable[[list[Any]], None]
    tell: Callable[[int, int], None] = silent
    count: int = 0

    @property
    def headings(self) -> list[str]:
        """The names of the columns."""
        return [str(column.label) for column in self.columns]

    def lines(self) -> Iterator[list[Any]]:
        """The rows as plain values, read in portions."""
        told = 0
        for chunk in self._chunks():
            self.decorate(chunk)
            told += len(chunk)
            self.tell(told, self.count)
            for row in chunk:
                yield [column.exported(row) for column in self.columns]

    def _chunks(self) -> Iterator[list[Any]]:
        chunk: list[Any] = []
        for row in self.queryset.iterator(chunk_size=CHUNK):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


def answer(fmt: str, table: Table) -> HttpResponseBase:
    """The file to download."""
    makers: dict[str, Callable[[Table, int], HttpResponseBase]] = {
        "csv": _csv,
        "xlsx": _xlsx,
        "json": _json,
    }
    if fmt not in makers:
        raise UnknownFormat(_("Lists are exported as CSV, XLSX or JSON."))
    count = table.queryset.order_by().count()
    if count > table.limit:
        raise TooManyRows(
            _(
                "%(count)s rows match, and one file holds at most %(limit)s. "
                "Narrow the list with a filter and export it in parts."
            )
            % {"count": count, "limit": table.limit}
        )
    response = makers[fmt](replace(table, count=count), count)
    response["Content-Disposition"] = f'attachment; filename="{table.code}.{fmt}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def harmless(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(DANGEROUS):
        return "'" + value
    return value


def _csv(table: Table, _count: int) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        buffer = StringIO()
        writer = csv.writer(buffer)
        yield "\ufeff"
        for line in _with_headings(table):
            writer.writerow([harmless(_csv_value(value)) for value in line])
            if buffer.tell() > 32_768:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _with_headings(table: Table) -> Iterator[list[Any]]:
    yield table.headings
    yield from table.lines()


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value


def _json(table: Table, count: int) -> HttpResponseBase:
    names = [column.name for column in table.columns]

    def parts() -> Iterator[str]:
        head = {"listing": table.code, "total": count, "columns": _described(table)}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        between = "\n"
        for line in table.lines():
            row = dict(zip(names, line, strict=True))
            yield between + json.dumps(row, ensure_ascii=False, default=_json_value)
            between = ",\n"
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


def _described(table: Table) -> list[dict[str, str]]:
    return [{"name": column.name, "label": str(column.label)} for column in table.columns]


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()


def _xlsx(table: Table, _count: int) -> HttpResponseBase:
    columns = [
        writing.Column(str(column.label), 40 if column.link else 18) for column in table.columns
    ]
    lines = ([_sheet_value(value) for value in line] for line in table.lines())
    sheet = writing.Sheet(name=table.title, columns=columns, rows=lines)
    return HttpResponse(writing.write_xlsx([sheet]), content_type=XLSX)


def _sheet_value(value: Any) -> Any:
    """A value of a kind that a worksheet has; texts are written as texts, never as formulas."""
    if isinstance(value, bool):
        return yes_or_no(value)
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value
