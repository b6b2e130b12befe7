"""Figures crossed by indicator, unit and period, on the page and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import SEEK_END, StringIO
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from sauro.domains.indicators import figure_words, pivot_page
from sauro.domains.indicators.pivot_page import COUNTS, MOST_INDICATORS, Wanted
from sauro.domains.indicators.selectors import visibility
from sauro.domains.indicators.views import sheet_asking as asking
from sauro.engines import access
from sauro.engines.listing.exporting import XLSX, harmless
from sauro.engines.office import writing

_PIECE = 32_768  # letters sent at a time


@access.logged_in
def figure_pivot(request: HttpRequest) -> HttpResponseBase:
    """Chosen indicators by unit and period, with totals; `?format=xlsx` or `csv` gives a file."""
    offered = list(visibility.visible_indicators(user=request.user).order_by("code", "pk")[:400])
    wanted = _wanted(request, offered)
    lines = pivot_page.lines_of(wanted)
    fmt = request.GET.get("format", "")
    if fmt in ("xlsx", "csv"):
        return _file(fmt, wanted, lines)
    picked = {one.pk for one in wanted.indicators}
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        **pivot_page.context(wanted, lines),
        "offered": [
            {"id": str(one.pk), "name": f"{one.code} {one.name}", "chosen": one.pk in picked}
            for one in offered
        ],
        "counts": [{"n": n, "chosen": n == wanted.count} for n in COUNTS],
        "until": request.GET.get("until", ""),
        "query": query.urlencode(),
        "most": MOST_INDICATORS,
    }
    return render(request, "indicators/figure_pivot.html", context)


def _wanted(request: HttpRequest, offered: list[Any]) -> Wanted:
    picked = {pk for pk in request.GET.getlist("indicator") if pk.isdecimal()}
    chosen = [one for one in offered if str(one.pk) in picked][:MOST_INDICATORS]
    alike = [one for one in chosen if one.periodicity == chosen[0].periodicity]
    typed = request.GET.get("count", "")
    day = asking.month_asked(request.GET.get("until", "")) or asking.day_of(request)
    return Wanted(
        user=request.user,
        indicators=alike,
        last=pivot_page.month_of(alike[0], day) if alike else 0,
        count=int(typed) if typed in {str(n) for n in COUNTS} else 6,
        as_of=asking.past_day(request),
        left_out=[one for one in chosen if one not in alike],
    )


def _file(fmt: str, wanted: Wanted, lines: Iterable[Any]) -> HttpResponseBase:
    heads, rows = pivot_page.headings(wanted), pivot_page.file_rows(lines)
    response: HttpResponseBase
    if fmt == "xlsx":
        columns = [writing.Column(name, 40 if n < 2 else 14) for n, name in enumerate(heads)]
        sheet = writing.Sheet(name=figure_words.sheet_title(), columns=columns, rows=rows)
        response = HttpResponse(writing.write_xlsx([sheet]), content_type=XLSX)
    else:
        response = StreamingHttpResponse(_csv(heads, rows), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="figures.{fmt}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(heads: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """The lines as they are found, so that a long file is never held in memory."""
    buffer = StringIO("\ufeff")
    buffer.seek(0, SEEK_END)
    writer = csv.writer(buffer)
    for line in chain([heads], rows):
        writer.writerow([harmless(value) for value in line])
        if buffer.tell() > _PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
