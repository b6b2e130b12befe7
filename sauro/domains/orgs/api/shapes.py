"""Pieces shared by the bodies of agencies, posts, bodies and people."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Schema

from sauro.domains.accounts.api import Problem
from sauro.domains.accounts.models import User
from sauro.domains.orgs import selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import OrgKind
from sauro.engines import access

READ = {403: Problem, 404: Problem}
WRITE = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
Key = Annotated[int, Field(gt=0, lt=2**63)]
Name = Annotated[str, Field(min_length=1, max_length=250, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")]


class OrganisationOut(Schema):
    """An agency or body."""

    id: int
    code: str
    name: str
    short_name: str
    kind: OrgKind
    email: str
    unit_id: int | None
    valid_from: date
    valid_to: date | None


class OrganisationPage(Schema):
    """One page of agencies."""

    total: int
    page: int
    size: int
    items: list[OrganisationOut]


class PageQuery(Schema):
    """Search words and which page."""

    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    page: int = Field(1, gt=0, le=100_000)
    size: int = Field(50, gt=0, le=200)


class EndIn(Schema):
    """A last day."""

    on: date


def page_of(found: Any, query: PageQuery) -> dict[str, Any]:
    """One page of rows as a body."""
    start = (query.page - 1) * query.size
    return {
        "total": found.order_by().count(),
        "page": query.page,
        "size": query.size,
        "items": list(found[start : start + query.size]),
    }


def visible(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, if the person may see it; 404 as if it were not there."""
    return get_object_or_404(selectors.visible_to(user=request.user), pk=pk)


def managed(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, if the person may change it."""
    return get_object_or_404(manageable(request), pk=pk)


def manageable(request: HttpRequest) -> Any:
    """The organisations the person may change."""
    return selectors.organisations(scope=access.scope(request.user, Perm.MANAGE))


def appointable(request: HttpRequest, pk: int) -> User:
    """A person whom one may put into a post or a seat."""
    people = selectors.people_in(scope=access.scope(request.user, Perm.MANAGE))
    return get_object_or_404(people, pk=pk)
