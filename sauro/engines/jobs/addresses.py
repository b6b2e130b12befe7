"""A long file: the address of the page that gives it is answered again, in the background.

The view runs as the same person with the same rights; only who waits for the answer differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import resolve
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines.jobs import files
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.work import Work

KIND = "jobs.file"
MANY_ROWS = 2_000  # a file of so many rows takes about a second to make; more are made apart
_NAME = re.compile(r'filename="([^"]+)"')


class NoFile(DomainError):
    """The page gave no file."""

    code = "no_file"


class _Heard:
    """What the view would have told the person."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def add(self, _level: int, message: Any, _extra_tags: str = "") -> None:
        self.words.append(str(message))


def background(request: HttpRequest) -> Work | None:
    """The work on whose behalf a view runs, or None when a person waits for it."""
    return getattr(request, "background", None)


def make_file(work: Work) -> None:
    """Answer the address and keep the file for the person who asked for it."""
    work.progress(phase=_("Collecting the rows"))
    heard = _Heard()
    response = _answered(work, heard)
    found = _NAME.search(response.headers.get("Content-Disposition", ""))
    if response.status_code != 200 or found is None:
        raise NoFile(" ".join(heard.words) or _("The page gave no file."))
    stored = files.keep(_pieces(response))
    try:
        with work.committing(_("Keeping the file")) as outcome:
            media = response.headers["Content-Type"]
            outcome.file = {"stored": stored, "name": found[1], "media": media}
            outcome.text = found[1]
    except BaseException:
        files.drop(stored)
        raise


def _answered(work: Work, heard: _Heard) -> HttpResponseBase:
    path, _mark, query = str(work.arguments["address"]).partition("?")
    request: Any = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
    }
    request.GET = QueryDict(query)
    request.user, request.background = work.by, work
    request.htmx, request._messages = False, heard
    request.as_of_day = parse_date(work.arguments.get("as_of") or "")
    match = resolve(path)
    request.resolver_match = match
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


def _pieces(response: Any) -> Iterator[bytes]:
    content: Iterable[bytes] = (
        response.streaming_content if response.streaming else [response.content]
    )
    yield from content


KINDS = (Kind(KIND, make_file),)
