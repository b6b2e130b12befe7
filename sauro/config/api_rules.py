"""What holds for every operation of the API: one error body, ETags, a rate for each person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.throttling import BaseThrottle

from sauro.config import api_words
from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts.api import Problem
from sauro.engines.history import reading

READ_ERRORS = (400, 401, 403, 404, 422, 429)
WRITE_ERRORS = (*READ_ERRORS, 409, 413)
ERROR_WORDS = {
    304: "Not modified",
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Does not exist, or not for you",
    409: "Refused in the present state",
    413: "Too large",
    422: "A value cannot be accepted",
    429: "Too many requests",
}
# What is read here changes without an event of the history, so that it carries no ETag.
UNRECORDED = frozenset({"plan_detail", "plan_rows", "token_list", "job_list", "job_detail"})
WRAPPERS = ("body", "form", "paging", "query")  # names of arguments that hold the fields
HTTP_WORDS = {
    401: ("not_signed_in", gettext_lazy("Sign in, or send an access token.")),
    403: ("csrf", gettext_lazy("The security token of the page is missing. Open the page again.")),
    429: ("too_many", gettext_lazy("Too many requests in this minute. Try again in the next.")),
}
_SCHEMA = "#/components/schemas/Problem"


class NotModified(Exception):
    """The client holds this answer already."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__("not modified")


class RatePerPerson(BaseThrottle):
    """So many requests a minute for one person, counted in each process.

    A count that all processes share would make every reading write.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether the person has not used up this minute."""
        key = f"api-rate:{request.user.pk}:{clock.now():%Y%m%d%H%M}"
        cache.add(key, 0, timeout=120)
        return cache.incr(key) <= settings.API_RATE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - clock.now().second


class SauroAPI(NinjaAPI):
    """An API whose refusals have one shape and whose readings carry an ETag."""

    def set_default_exception_handlers(self) -> None:
        """Every refusal becomes a `Problem`; what nobody foresaw stays a server error."""
        for kind, handler in HANDLERS.items():
            self.add_exception_handler(kind, self._answering(handler))
        self.add_exception_handler(NotModified, _not_modified)

    def _get_urls(self) -> list[Any]:
        """The addresses of the API; any other below it answers in JSON too."""
        return [*super()._get_urls(), re_path(r"", csrf_exempt(self._nowhere))]

    def _nowhere(self, request: HttpRequest) -> HttpResponse:
        return self.on_exception(request, Http404())

    def _answering(self, handler: Callable[..., tuple[int, dict[str, Any]]]) -> Any:
        def answer(request: HttpRequest, error: Exception) -> HttpResponse:
            status, body = handler(request, error)
            return self.create_response(request, body, status=status)

        return answer

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """The answer to fill; a reading carries an ETag, and is not read again when it is known."""
        response = super().create_temporal_response(request)
        etag = _etag(request)
        if etag:
            if get_conditional_response(request, etag=etag) is not None:
                raise NotModified(HttpResponse(status=304, headers={"ETag": etag}))
            response["ETag"] = etag
        return response

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function, which is unique in the API."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description, with the same errors and headers for all operations."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                _declare_errors(operation, method)
                _declare_headers(operation, method)
        return schema


def _not_modified(_request: HttpRequest, same: Any) -> HttpResponse:
    response: HttpResponse = same.response
    return response


def _declare_errors(operation: dict[str, Any], method: str) -> None:
    content = {"application/json": {"schema": {"$ref": _SCHEMA}}}
    if not any(status < 300 for status in operation["responses"]):
        operation["responses"][200] = {"description": "The file", "content": {"*/*": {}}}
    for status in READ_ERRORS if method == "get" else WRITE_ERRORS:
        problem = {"description": ERROR_WORDS[status], "content": content}
        operation["responses"].setdefault(status, problem)  # one that says more stays
    if method == "get":
        operation["responses"][304] = {"description": ERROR_WORDS[304]}


def _declare_headers(operation: dict[str, Any], method: str) -> None:
    if method == "get":
        name, words = "If-None-Match", "the ETag of an earlier answer: 304 when it still holds"
    elif method == "post":
        name, words = "Idempotency-Key", "the same key again creates nothing a second time"
    else:
        return
    header = {"in": "header", "name": name, "required": False, "description": words}
    operation["parameters"].append(header | {"schema": {"type": "string", "maxLength": 200}})


def _etag(request: HttpRequest) -> str:
    match = request.resolver_match
    if request.method != "GET" or match is None or match.url_name in UNRECORDED:
        return ""
    parts = (
        *(reading.latest_id(), request.user.pk, clock.today(), get_language()),
        *(request.get_full_path(), request.headers.get("Accept", "")),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _problem(code: str, message: object, field: str | None = None) -> dict[str, Any]:
    return {"code": code, "message": str(message), "field": field}


def _refused(_request: HttpRequest, error: DomainError) -> tuple[int, dict[str, Any]]:
    return error.status, _problem(error.code, error, error.field)


def _not_found(_request: HttpRequest, _error: Http404) -> tuple[int, dict[str, Any]]:
    return 404, _problem("not_found", _("There is nothing here, or not for you."))


def _forbidden(_request: HttpRequest, _error: PermissionDenied) -> tuple[int, dict[str, Any]]:
    return 403, _problem("not_allowed", _("Your role does not allow this here."))


def _invalid(_request: HttpRequest, error: ValidationError) -> tuple[int, dict[str, Any]]:
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"][1:] if part not in WRAPPERS)
    return 422, _problem("invalid", api_words.of(first), place or None)


def _http(request: HttpRequest, error: HttpError) -> tuple[int, dict[str, Any]]:
    status = error.status_code
    if status == 403 and not request.user.is_authenticated:
        status = 401
    code, words = HTTP_WORDS.get(
        status, ("bad_request", gettext_lazy("The request cannot be read."))
    )
    return status, _problem(code, words)


def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> tuple[int, dict[str, Any]]:
    return 413, _problem("too_large", _("The request is larger than this server takes."))


def _suspicious(_request: HttpRequest, _error: Exception) -> tuple[int, dict[str, Any]]:
    return 400, _problem("bad_request", _("The request cannot be read."))


def _cannot_hold(_request: HttpRequest, _error: Exception) -> tuple[int, dict[str, Any]]:
    return 422, _problem("invalid", _("A value is larger or longer than can be stored."))


def _clash(_request: HttpRequest, _error: IntegrityError) -> tuple[int, dict[str, Any]]:
    return 409, _problem("conflict", _("This clashes with what is stored."))


HANDLERS: dict[type[Exception], Callable[..., tuple[int, dict[str, Any]]]] = {
    DomainError: _refused,
    Http404: _not_found,
    PermissionDenied: _forbidden,
    ValidationError: _invalid,
    HttpError: _http,
    RequestDataTooBig: _too_large,
    SuspiciousOperation: _suspicious,
    DataError: _cannot_hold,
    OverflowError: _cannot_hold,
    UnicodeEncodeError: _cannot_hold,
    IntegrityError: _clash,
}
