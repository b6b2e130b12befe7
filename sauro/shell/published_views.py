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
    lists = {True: reverse("target_list"), False: reverse("task_list")}
    context = {
        "rows": [(row, f"{lists[row.counts_targets]}?{row.rows_query}") for row in rows],
        "matching": sum(row.match for row in rows),
        "total": len(rows),
    }
    return render(request, "shell/published_figures.html", context)
