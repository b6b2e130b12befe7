"""Home, health and the pages shown when something went wrong."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.engines import access


@access.logged_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of a person, by what he may do."""
    return render(request, "shell/home.html")


@access.public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@access.public
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


@access.public
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


@access.public
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


@access.public
def server_error(request: HttpRequest) -> HttpResponse:
    """500, rendered without anything that could fail again."""
    return render(request, "500.html", status=500)
