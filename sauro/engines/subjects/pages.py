"""What other parts of the system put on the page of a record: links, panels, steps for many.

A page of tasks does not know who asks for explanations or keeps bottlenecks; those stand above
it. The tables of `config/page_links.py` name, by kind of record, the functions that offer:

- links `(*, user, kind, record) -> list[PageLink]` among the actions of a page,
- links of a row `(*, user, kind, number) -> list[PageLink]`, without SQL of their own,
- panels `(*, user, kind, record, today) -> list[Panel]`, at most one SQL each,
- steps for the rows ticked in a list, `(code) -> BulkAction`, by the code of the list.

Under `*` stand functions for every kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

EVERY = "*"


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link among the actions of a record."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list whose rows are records of one kind, and the page on which it stands.

    `ticked` is the dotted path of `(request, params) -> (listing, queryset)`: the rows that the
    person may tick one by one (`params` is none), or those that the page showed for its query.
    """

    kind: str
    ticked: str
    page: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of the page of a record: a template and what it prints."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def links_on(*, user: Any, kind: str, record: Any) -> list[PageLink]:
    """The links of the page of a record, in the order of the table."""
    return [
        link
        for offer in _named("page_links", kind)
        for link in offer(user=user, kind=kind, record=record)
    ]


def links_of_row(*, user: Any, kind: str, number: str) -> list[PageLink]:
    """The links of a record that is one of many on a page."""
    return [
        link
        for offer in _named("row_links", kind)
        for link in offer(user=user, kind=kind, number=number)
    ]


def panels_on(*, user: Any, kind: str, record: Any, today: date) -> list[Panel]:
    """The panels of the page of a record, in the order of the table."""
    return [
        panel
        for offer in _named("page_panels", kind)
        for panel in offer(user=user, kind=kind, record=record, today=today)
    ]


def listed(code: str) -> Listed | None:
    """The list of records of one kind with this code."""
    found: dict[str, Listed] = import_string(settings.SAURO["listed"])
    return found.get(code)


def _named(table: str, kind: str) -> Iterator[Callable[..., list[Any]]]:
    offers: dict[str, tuple[str, ...]] = import_string(settings.SAURO[table])
    for path in (*offers.get(kind, ()), *offers.get(EVERY, ())):
        yield import_string(path)
