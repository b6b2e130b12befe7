"""One search over everything a person may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.shell import searching

router = Router(tags=["Search"])


class SearchHitOut(Schema):
    """One thing found, and the page that shows it.

    `snippet`: where the words stand in a file of a document, as HTML with nothing but `mark`.
    """

    label: str
    url: str
    note: str
    snippet: str


class SearchOut(Schema):
    """The first things of one kind; `more_url` is the page of all when there are more."""

    title: str
    hits: list[SearchHitOut]
    more_url: str


class SearchQuery(Schema):
    """Words; marks and capitals make no difference."""

    q: str = Field(min_length=searching.SHORTEST, max_length=200, pattern=r"^[^\x00]*$")


@router.get("/search", response=list[SearchOut], summary="Search everything at once")
def search(request: HttpRequest, query: Query[SearchQuery]) -> Any:
    return searching.search(user=request.user, query=query.q)
