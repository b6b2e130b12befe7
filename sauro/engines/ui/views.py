"""The gallery of components and the reader's choice of colours and type size."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sauro.engines import access
from sauro.engines.ui import appearance as look
from sauro.engines.ui import gallery as samples

YEAR = 365 * 24 * 3600


@access.logged_in
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for those who compose pages."""
    return render(
        request, "ui/gallery.html", samples.context(page_number=request.GET.get("page", "3"))
    )


@access.public
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page it was made on."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, cookie, allowed in (
        ("theme", look.THEME_COOKIE, look.THEMES),
        ("type_size", look.TYPE_COOKIE, look.TYPE_SIZES),
    ):
        if request.POST.get(name) in allowed:
            response.set_cookie(
                cookie,
                request.POST[name],
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return response
