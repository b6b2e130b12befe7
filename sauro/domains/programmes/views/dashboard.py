"""A leader's first page, and the mark by which a browser knows that it has not changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import condition

from sauro.core import clock
from sauro.core.htmx import fragment
from sauro.domains.programmes.pages import dashboard_context
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import dashboard as selectors
from sauro.domains.programmes.views import asking
from sauro.engines import access
from sauro.engines.history import reading as history
from sauro.engines.ui import appearance

_VERSION = version("sauro")


def page_mark(request: HttpRequest) -> str | None:
    """An ETag that changes with every write, day, reader, address, language and look.

    Nothing when a message waits to be shown.
    """
    if len(messages.get_messages(request)):
        return None
    parts = (
        _VERSION,
        history.latest_id(),
        request.user.pk,
        request.get_full_path(),
        clock.today(),
        get_language(),
        appearance.from_cookies(request.COOKIES),
        request.META.get("CSRF_COOKIE", ""),
        bool(getattr(request, "htmx", None)),
    )
    text = "\n".join(str(part) for part in parts)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


@access.require(Perm.VIEW_ALL)
@condition(etag_func=page_mark)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where the programmes stand: what is late and why first."""
    return dashboard_page(request)


def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The dashboard as an answer, for the pages that show it."""
    found = selectors.dashboard(
        user=request.user,
        code=request.GET.get("programme", ""),
        as_of=asking.as_of(request),
    )
    context = dashboard_context(found)
    context |= {
        "may_manage": access.can(request.user, Perm.MANAGE),
        "may_verify": access.can(request.user, Perm.VERIFY),
    }
    template = fragment(request, "programmes/dashboard.html", "figures")
    return render(request, template, context)
