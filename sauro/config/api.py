"""The API of version 1, assembled from the routers of the domains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from sauro.core.errors import DomainError

api = NinjaAPI(title="Sáu Rõ", version="1", urls_namespace="api")


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal of the domain as a body with its code, sentence and field."""
    body = {"code": error.code, "message": str(error), "field": error.field}
    return api.create_response(request, body, status=error.status)
