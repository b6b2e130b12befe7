"""Building one page of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol

from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.engines.listing import filtering, parameters, selectors
from sauro.engines.listing.columns import Column, Order
from sauro.engines.listing.pages import (
    BulkButton,
    Cell,
    Choice,
    Heading,
    ListPage,
    Row,
    numbers_around,
)

FORMATS = (
    ("xlsx", gettext_lazy("Excel")),
    ("csv", gettext_lazy("CSV")),
    ("json", gettext_lazy("JSON")),
)


class Declared(Protocol):
    """What a page needs of a `declaring.Listing`."""

    code: ClassVar[str]
    title: ClassVar[Any]
    order_default: ClassVar[Sequence[Order]]
    page_size: ClassVar[int]
    main_filters: ClassVar[int]
    search: ClassVar[Sequence[str]]
    empty_title: ClassVar[Any]
    empty_text: ClassVar[Any]

    def columns_for(self, *, user: Any, today: date | None) -> Sequence[Column]: ...
    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None: ...
    def row_classes(self, row: Any) -> str: ...
    def row_title(self, row: Any) -> str: ...
    def saved_views(self, user: Any) -> list[selectors.View]: ...
    def bulk_buttons(self, user: Any) -> tuple[BulkButton, ...]: ...
    def narrowed(
        self, asked: parameters.Asked, queryset: QuerySet[Any], asker: filtering.Asker
    ) -> filtering.Filtered: ...


def read(
    listing: Declared,
    *,
    params: QueryDict,
    queryset: QuerySet[Any],
    user: Any,
    today: date | None,
) -> ListPage:
    """One page of a list; a person's default view applies when the address asks for nothing."""
    columns = listing.columns_for(user=user, today=today)
    views = listing.saved_views(user)
    asked = parameters.asked(
        _with_default(params, views), columns=columns, page_size=listing.page_size
    )
    found = listing.narrowed(asked, queryset, filtering.Asker(user, today))
    objects, total = _objects(found.queryset, asked)
    pages = _last_page(asked, total)
    listing.decorate(objects, user=user, today=today)
    chosen = _chosen(columns, asked)
    return ListPage(
        code=listing.code,
        title=listing.title,
        rows=tuple(_rows(listing, objects, chosen)),
        objects=tuple(objects),
        headings=tuple(_headings(listing, chosen, asked)),
        total=total,
        searchable=bool(listing.search),
        columns=tuple(_choices(columns, chosen)),
        views=tuple(_view_links(views, asked)),
        can_save_view=bool(getattr(user, "is_authenticated", False)),
        bulk=listing.bulk_buttons(user) if objects and user is not None else (),
        messages=tuple(asked.messages),
        empty_title=listing.empty_title,
        empty_text=listing.empty_text,
        **_filter_form(found, asked, views, listing.main_filters),
        **_ways_on(asked, pages),
    )


def _filter_form(
    found: filtering.Filtered,
    asked: parameters.Asked,
    views: Sequence[selectors.View],
    main_filters: int,
) -> dict[str, Any]:
    """The form of filters, what it must carry along, and the filters in force."""
    fields = tuple(found.form) if found.form else ()
    return {
        "query": asked.query,
        "form": found.form,
        "main_fields": fields[:main_filters],
        "more_fields": fields[main_filters:],
        "active": found.active,
        "kept": asked.hidden("q", *_form_keys(found.form, asked)),
        "kept_for_columns": asked.hidden("col"),
        "reset_url": _reset(asked, found.form, views),
    }


def _ways_on(asked: parameters.Asked, pages: int) -> dict[str, Any]:
    """Where the page stands and the links to the other pages, sizes and files."""
    return {
        "number": asked.page,
        "pages": pages,
        "size": asked.size,
        "query_string": asked.query_string,
        "sizes": tuple(
            Choice(size, asked.link({"size": size}), chosen=size == asked.size)
            for size in parameters.SIZES
        ),
        "page_links": tuple(_page_links(asked, pages)),
        "previous_url": _page_url(asked, asked.page - 1) if asked.page > 1 else "",
        "next_url": _page_url(asked, asked.page + 1) if asked.page < pages else "",
        "exports": tuple(
            Choice(label, asked.link({"format": name}), name=name) for name, label in FORMATS
        ),
    }


def _objects(queryset: QuerySet[Any], asked: parameters.Asked) -> tuple[list[Any], int]:
    """The rows of a page and how many there are in all; one SQL when the first page holds them."""
    if asked.page == 1:
        first = list(queryset[: asked.size])
        if len(first) < asked.size:
            return first, len(first)
        return first, queryset.order_by().count()
    total = queryset.order_by().count()
    _last_page(asked, total)
    start = (asked.page - 1) * asked.size
    return list(queryset[start : start + asked.size]) if total else [], total


def _last_page(asked: parameters.Asked, total: int) -> int:
    """How many pages there are; a page beyond them becomes the last one."""
    pages = max(1, -(-total // asked.size))
    if asked.page > pages:
        message = _("There is no page %(page)s; the last page is shown.")
        asked.messages.append(message % {"page": asked.page})
        asked.page = pages
    return pages


def _with_default(params: QueryDict, views: Sequence[selectors.View]) -> QueryDict:
    if params:
        return params
    default = next((view for view in views if view.is_default), None)
    return QueryDict(default.query) if default else params


def _chosen(columns: Sequence[Column], asked: parameters.Asked) -> list[Column]:
    if not asked.columns:
        return [column for column in columns if column.default or column.fixed]
    return [column for column in columns if column.fixed or column.name in asked.columns]


def _rows(listing: Declared, objects: Sequence[Any], chosen: Sequence[Column]) -> Iterator[Row]:
    language = get_language() or "vi"
    title = next((column.name for column in chosen if column.link), chosen[0].name)
    labels = {column.name: str(column.label) if column.labelled else "" for column in chosen}
    for item in objects:
        cells = tuple(
            Cell(
                label=labels[column.name],
                content=column.content(item, language=language),
                url=column.link(item) if column.link else "",
                classes=_classes(column),
                is_title=column.name == title,
            )
            for column in chosen
        )
        yield Row(str(item.pk), cells, listing.row_title(item), listing.row_classes(item))


def _classes(column: Column) -> str:
    return f"{'num ' if column.align == 'end' else ''}{column.classes}".strip()


def _headings(
    listing: Declared, chosen: Sequence[Column], asked: parameters.Asked
) -> Iterator[Heading]:
    for column in chosen:
        state, link = "", ""
        if column.sort_names:
            state = _sort_state(listing, column, asked)
            following = f"-{column.name}" if state == "ascending" else column.name
            link = asked.link({"sort": following})
        yield Heading(column.name, str(column.label), _classes(column), state, link)


def _sort_state(listing: Declared, column: Column, asked: parameters.Asked) -> str:
    if asked.sort:
        known = {column.name: "ascending", f"-{column.name}": "descending"}
        return known.get(asked.sort, "none")
    first = listing.order_default[0]
    if first == column.sort_names[0]:
        return "ascending"
    return "descending" if first == f"-{column.sort_names[0]}" else "none"


def _form_keys(form: Form | None, asked: parameters.Asked) -> tuple[str, ...]:
    return tuple(filtering.keys_of(form, form.fields, asked.params)) if form else ()


def _reset(asked: parameters.Asked, form: Form | None, views: Sequence[selectors.View]) -> str:
    address = asked.link(drop=["q", *_form_keys(form, asked)])
    if address == "?" and any(view.is_default for view in views):
        return "?view=0"  # otherwise the default view would come back
    return address


def _choices(columns: Sequence[Column], chosen: Sequence[Column]) -> Iterator[Choice]:
    names = {column.name for column in chosen}
    for column in columns:
        yield Choice(
            column.label, name=column.name, chosen=column.name in names, fixed=column.fixed
        )


def _page_url(asked: parameters.Asked, number: int) -> str:
    return asked.link({"page": number}) if number > 1 else asked.link()


def _page_links(asked: parameters.Asked, pages: int) -> Iterator[Choice]:
    for number in numbers_around(asked.page, pages):
        if number is None:
            yield Choice("…")
        else:
            yield Choice(number, _page_url(asked, number), chosen=number == asked.page)


def _view_links(views: Sequence[selectors.View], asked: parameters.Asked) -> Iterator[Choice]:
    for view in views:
        yield Choice(
            view.name,
            f"?{view.query}" if view.query else "?view=0",
            id=view.id,
            chosen=view.query == asked.query_string,
            fixed=view.is_default,
        )
