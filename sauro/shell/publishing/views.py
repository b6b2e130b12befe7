"""The public pages of programmes, and the pages on which they are prepared and released."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.programmes.models import Programme
from sauro.engines import access
from sauro.engines.ui import appearance
from sauro.shell.publishing import selectors, services, showing
from sauro.shell.publishing.forms import PrepareForm, WithdrawForm
from sauro.shell.publishing.models import Release
from sauro.shell.publishing.permissions import Perm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _marked(
    request: HttpRequest, known: Iterable[Any], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """What `make` gives, with a mark; nothing is made or sent again while nothing changed.

    The mark changes with what is known of the release, the address, the language and the look.
    """
    parts = (
        *known,
        request.get_full_path(),
        get_language(),
        appearance.from_cookies(request.COOKIES),
        request.META.get("CSRF_COOKIE", ""),
    )
    text = "\n".join(str(part) for part in parts)
    mark = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=mark) or make()
    answer["ETag"] = mark
    return answer


@access.public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Programmes of which something is released; nothing at all when nothing is."""
    found = selectors.public_releases()
    if not found:
        raise Http404
    return render(request, "publishing/public_list.html", {"releases": found})


@access.public
@require_safe
def public_programme(request: HttpRequest, code: str) -> HttpResponse:
    """What was promised and what is done, as of the released day; `?day=` for an older one."""
    found, days = _asked(request, code), selectors.public_days(code=code)

    def page() -> HttpResponse:
        context = showing.page_of(found) | {"days": days}
        return render(request, "publishing/public_programme.html", context)

    return _marked(request, (found.pk, *days), page)


@access.public
@require_safe
def public_data(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The same figures as a file, `json` or `xlsx`."""
    if extension not in ("json", "xlsx"):
        raise Http404
    found = _asked(request, code)
    return _marked(request, (found.pk,), lambda: _file(found, extension))


def _file(found: Release, extension: str) -> HttpResponse:
    name = f'attachment; filename="{found.programme.code}-{found.as_of:%Y-%m-%d}.{extension}"'
    if extension == "json":
        body = {**found.content, "released_at": found.released_at, "digest": found.digest}
        return JsonResponse(body, headers={"Content-Disposition": name},
                            json_dumps_params={"ensure_ascii": False})  # fmt: skip
    data = showing.workbook(found)
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": name})


@access.logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def programme_publishing(request: HttpRequest, code: str) -> HttpResponse:
    """What is public of a programme, what was, and preparing what will be."""
    programme = _kept(request, code)
    form = PrepareForm(request.POST or None, initial=_initial(programme))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.prepare(
                programme=programme, **form.cleaned_data, by=request.user, at=clock.now()
            )
            return redirect("release_detail", made.pk)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {
        "programme": programme,
        "form": form,
        "releases": selectors.releases_of(programme=programme),
        "may_prepare": access.allowed(request.user, Perm.PREPARE, programme),
    }
    return render(request, "publishing/programme_publishing.html", context)


@access.logged_in
@require_safe
def release_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be, is or was shown, exactly as everybody reads it, with what can be done."""
    return _detail(request, _release(request, pk), WithdrawForm())


@access.logged_in
@require_POST
def release_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to everybody."""
    found = _release(request, pk)
    try:
        services.release(release=found, by=request.user, at=clock.now())
        messages.success(request, _("Everybody can read it now."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("release_detail", pk)


@access.logged_in
@require_POST
def release_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it no more."""
    found, form = _release(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, form)
    try:
        services.withdraw(release=found, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("It is not public any more."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("release_detail", pk)


@access.logged_in
@require_POST
def release_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop what was prepared."""
    found = _release(request, pk)
    try:
        services.discard(release=found, by=request.user, at=clock.now())
        messages.success(request, _("What was prepared was dropped."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("programme_publishing", found.programme.code)


def _detail(request: HttpRequest, found: Release, form: WithdrawForm) -> HttpResponse:
    check = selectors.check_of(release=found, today=clock.today())
    context = showing.page_of(found) | {
        "form": form,
        "check": check,
        "differing": showing.differing_words(check.differing),
        "afterwards": selectors.after_withdrawing(release=found),
        "may_release": access.allowed(request.user, Perm.RELEASE, found),
        "may_prepare": access.allowed(request.user, Perm.PREPARE, found),
    }
    return render(request, "publishing/release_detail.html", context)


def _initial(programme: Programme) -> dict[str, Any]:
    return {"as_of": max(clock.today(), programme.starts_on), "with_tasks": True}


def _asked(request: HttpRequest, code: str) -> Release:
    text = request.GET.get("day", "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
    found = selectors.public_release(code=code, as_of=day)
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest, code: str) -> Programme:
    found = selectors.programmes_kept(user=request.user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _release(request: HttpRequest, pk: int) -> Release:
    found = selectors.release_kept(user=request.user, release_id=pk)
    if found is None:
        raise Http404
    return found
