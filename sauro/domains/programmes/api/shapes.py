"""Pieces shared by the bodies of several endpoints: bounds, references, pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from ninja import Field, Path, Schema
from pydantic import AfterValidator, StringConstraints

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
BIGGEST_ID = 2**63 - 1
MOST_ROWS = 200
FARTHEST = 1_000_000


def _printable(value: str) -> str:
    """The text as it is; a text that no database can hold is refused."""
    if "\0" in value:
        raise ValueError("A text cannot hold the character with the number nought.")
    value.encode()
    return value


Plain = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
UpTo20 = Annotated[Plain, Field(max_length=20)]
UpTo30 = Annotated[Plain, Field(max_length=30)]
UpTo40 = Annotated[Plain, Field(max_length=40)]
UpTo60 = Annotated[Plain, Field(max_length=60)]
UpTo80 = Annotated[Plain, Field(max_length=80)]
UpTo120 = Annotated[Plain, Field(max_length=120)]
UpTo200 = Annotated[Plain, Field(max_length=200)]
UpTo250 = Annotated[Plain, Field(max_length=250)]
UpTo300 = Annotated[Plain, Field(max_length=300)]
UpTo500 = Annotated[Plain, Field(max_length=500)]
UpTo1000 = Annotated[Plain, Field(max_length=1000)]
UpTo2000 = Annotated[Plain, Field(max_length=2000)]
Code = Annotated[Plain, Field(min_length=1, max_length=40)]
Line = Annotated[Plain, Field(max_length=300)]
Text = Annotated[Plain, Field(max_length=10_000)]
Reason = Annotated[Plain, Field(max_length=2_000)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
PathId = Annotated[int, Path(ge=1, le=BIGGEST_ID)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="the version that was read")]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]


class GroupKind(StrEnum):
    """What a group holds."""

    TASKS = "tasks"
    TARGETS = "targets"


class Paging(Schema):
    """Which rows of a list: at most 200 at a time."""

    limit: int = Field(50, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=FARTHEST)


class OrganisationRef(Schema):
    """An organisation by its id, code and names."""

    id: int
    code: str
    name: str
    short_name: str


class PersonRef(Schema):
    """A person by id and name."""

    id: int
    full_name: str


class PostRef(Schema):
    """A post by its id and title."""

    id: int
    title: str


class EvidenceOut(Schema):
    """A file or a link that shows what an update or an answer says."""

    id: int
    name: str
    url: str
    content_type: str
    size: int
    sha256: str


class MandateIn(Schema):
    """A document, or one of its clauses by its label."""

    document_id: Id
    clause: UpTo80 = ""


class GroupRef(Schema):
    """A group by its id, number and title."""

    id: int
    number: str
    title: str


def page_body(count: int, items: list[Any], paging: Paging) -> dict[str, Any]:
    """A page of a list as a body."""
    following = paging.offset + len(items)
    return {
        "count": count,
        "limit": paging.limit,
        "offset": paging.offset,
        "next_offset": following if items and following < count else None,
        "items": items,
    }


class Page(Schema):
    """A page of a list; `next_offset` is null on the last one."""

    count: int
    limit: int
    offset: int
    next_offset: int | None
