"""What changed since a moment, for other programs."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.shell.changes import asking, selectors, words
from sauro.shell.changes.rules import ChangeKind

router = Router(tags=["What changed"])
Typed = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class BadMoment(DomainError):
    """The moment cannot be used."""

    code = "bad_moment"
    status = 422


class ChangedOut(Schema):
    """One record that changed, and what happened in words; statuses only for what moved."""

    title: str
    url: str
    note: str
    at: datetime | None
    by: str
    before: str
    after: str


class ChangeGroupOut(Schema):
    """One kind of change: how many records, and the first of them."""

    kind: ChangeKind
    title: str
    count: int
    rows: list[ChangedOut]


class ChangesOut(Schema):
    """What others changed and what became late between two moments."""

    since: datetime
    until: datetime
    total: int
    groups: list[ChangeGroupOut]


class ChangesQuery(Schema):
    """From which moment, which kinds, and how many rows of each."""

    since: Typed = Field("", description="a day or a moment; left out: the end of the last visit")
    kind: list[ChangeKind] = Field(default=[], max_length=len(ChangeKind))
    limit: int = Field(selectors.LIMIT, ge=1, le=200)


@router.get("/changes", response=ChangesOut, summary="What changed since a moment")
def changes_list(request: HttpRequest, query: Query[ChangesQuery]) -> Any:
    now = clock.now()
    since, problem = asking.moment(query.since, until=now)
    if problem:
        raise BadMoment(problem, field="since")
    found = selectors.changes_for(
        user=request.user,
        since=since or selectors.since_of(user=request.user, at=now),
        until=now,
        limit=query.limit,
        kinds=query.kind,
    )
    groups = [
        {"kind": one.code, "title": str(one.title), "count": one.count, "rows": list(one.lines)}
        for one in words.groups_of(found)
    ]
    return {"since": found.since, "until": found.until, "total": found.total, "groups": groups}
