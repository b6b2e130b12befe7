"""The addresses that the tests of this domain need, so that they wait for no other domain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from ninja import NinjaAPI

from sauro.core.errors import DomainError
from sauro.domains.documents.api import router

NAVIGATION: tuple[object, ...] = ()
api = NinjaAPI(urls_namespace="documents-api", auth=lambda request: request.user.is_authenticated)
api.add_router("", router)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    body = {"code": error.code, "message": str(error), "field": error.field}
    return api.create_response(request, body, status=error.status)


def blank(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse()


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


urlpatterns = [
    path("", include("sauro.domains.documents.urls")),
    path("", include("sauro.engines.listing.urls")),
    path("", include("sauro.engines.ui.urls")),
    path("api/", api.urls),
    path("", include("sauro.config.urls")),
    *(
        path(f"x/{name}/", blank, name=name)
        for name in ("home", "account_login", "account_logout", "set_language", "search")
    ),
]
