"""Published figures beside the computed ones, each with a link to the rows behind it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sauro.core import clock
from sauro.engines import access
from sauro.shell import published


@access.logged_in
def published_figures(request: HttpRequest) -> HttpResponse:
    """The figures of whole programmes that the person may see."""
    rows = published.published_rows(
        user=request.user,
        today=clock.today(),
        soon_days=settings.DUE_SOON_DAYS,
        only_known=True,
    )
    context = {
        "rows": [(row, f"{_page(row)}?{row.rows_query}") for row in rows],
        "matching": sum(row.match for row in rows),
        "total": len(rows),
    }
    return render(request, "shell/published_figures.html", context)


def _page(row: published.Row) -> str:
    """Where the records behind a number are shown."""
    if row.indicator_id is not None:
        return reverse("indicator_detail", args=[row.indicator_id])
    if row.counts_documents:
        return reverse("document_list")
    return reverse("target_list" if row.counts_targets else "task_list")
