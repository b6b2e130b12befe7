"""One page of a list, ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from django.forms import BoundField, Form
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sauro.engines.listing.filtering import ActiveFilter


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: safe text, its column's label for cards on phones, and where it leads."""

    label: str
    content: str
    url: str = ""
    classes: str = ""
    is_title: bool = False

    @property
    def markup(self) -> SafeString:
        """The table cell; fifty rows of them are quicker written here than by the template."""
        body = str(self.content) if hasattr(self.content, "__html__") else escape(self.content)
        if self.url:
            body = f'<a href="{escape(self.url)}">{body}</a>'
        if self.is_title:
            css = f"cell-title {self.classes}".strip()
            return SafeString(f'<th scope="row" class="{escape(css)}">{body}</th>')
        known = f' class="{escape(self.classes)}"' if self.classes else ""
        known += f' data-label="{escape(self.label)}"' if self.label else ""
        return SafeString(f"<td{known}>{body}</td>")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the page."""

    id: str
    cells: tuple[Cell, ...]
    title: str
    classes: str = ""

    @property
    def markup(self) -> SafeString:
        """All its cells."""
        return SafeString("".join(cell.markup for cell in self.cells))

    @property
    def select_words(self) -> str:
        """What its box to tick says."""
        return gettext("Select %(title)s") % {"title": self.title}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: `aria_sort` is ascending, descending, none, or empty when it cannot sort."""

    name: str
    label: str
    classes: str = ""
    aria_sort: str = ""
    sort_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: a column, a page size, a page number, a saved view, an export."""

    label: Any
    url: str = ""
    name: str = ""
    chosen: bool = False
    fixed: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class BulkButton:
    """A button that acts on the rows ticked."""

    name: str
    label: Any
    url: str
    icon: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything the list's template prints; no query is left to run."""

    code: str
    title: Any
    rows: tuple[Row, ...]
    objects: tuple[Any, ...]
    headings: tuple[Heading, ...]
    total: int
    number: int
    pages: int
    size: int
    query: str
    query_string: str
    searchable: bool
    form: Form | None
    main_fields: tuple[BoundField, ...]
    more_fields: tuple[BoundField, ...]
    active: tuple[ActiveFilter, ...]
    kept: tuple[tuple[str, str], ...]
    kept_for_columns: tuple[tuple[str, str], ...]
    reset_url: str
    columns: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    page_links: tuple[Choice, ...]
    previous_url: str
    next_url: str
    exports: tuple[Choice, ...]
    views: tuple[Choice, ...]
    can_save_view: bool
    bulk: tuple[BulkButton, ...]
    messages: tuple[str, ...]
    empty_title: Any
    empty_text: Any

    @property
    def first(self) -> int:
        """The position of the page's first row in the whole list."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The position of the page's last row in the whole list."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_filtered(self) -> bool:
        """Whether a search or a filter narrows the list."""
        return bool(self.query or self.active)

    @property
    def goes_on(self) -> bool:
        """Whether rows that match lie on other pages."""
        return self.total > len(self.rows)


def numbers_around(number: int, pages: int) -> Iterator[int | None]:
    """Page numbers to offer: the ends and the neighbours, None where some are left out."""
    wanted = {1, 2, number - 1, number, number + 1, pages - 1, pages}
    shown = sorted(page for page in wanted if 1 <= page <= pages)
    previous = 0
    for page in shown:
        if page - previous == 2:
            yield page - 1
        elif page - previous > 2:
            yield None
        yield page
        previous = page
