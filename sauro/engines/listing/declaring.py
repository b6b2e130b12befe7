"""The declaration of a list, and what can be had from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from sauro.core.errors import DomainError
from sauro.engines import access, text
from sauro.engines.jobs import addresses
from sauro.engines.jobs import views as job_views
from sauro.engines.listing import exporting, filtering, parameters, reading, selecting, selectors
from sauro.engines.listing.columns import Column, Order, ordering
from sauro.engines.listing.pages import BulkButton, ListPage


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button that posts the rows ticked to `url`: a URL name, or a function giving an address."""

    name: str
    label: Any
    url: str | Callable[[], str]
    permission: str = ""
    icon: str = ""
    danger: bool = False

    def button(self) -> BulkButton:
        """The button as the template prints it."""
        address = self.url() if callable(self.url) else reverse(self.url)
        return BulkButton(self.name, self.label, address, self.icon, self.danger)


class Listing:
    """A list of records; subclasses declare it, the caller gives the rows a person may see.

    `search` names the folded column and, when there is one, the column that keeps the marks;
    `search_codes` names columns of codes that are looked for beside them.
    Filters beyond the first `main_filters` wait under “More filters”.
    """

    code: ClassVar[str]
    title: ClassVar[Any]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[type[FilterSet] | None] = None
    search: ClassVar[Sequence[str]] = ()
    search_codes: ClassVar[Sequence[str]] = ()
    order_default: ClassVar[Sequence[Order]] = ("pk",)
    page_size: ClassVar[int] = 50
    main_filters: ClassVar[int] = 3
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()
    bulk_limit: ClassVar[int] = 5_000
    export_limit: ClassVar[int] = 50_000
    background_rows: ClassVar[int] = addresses.MANY_ROWS
    empty_title: ClassVar[Any] = _("Nothing here yet")
    empty_text: ClassVar[Any] = ""

    def columns_for(  # a hook: what it is given is for those who override it
        self,
        *,
        user: Any,  # noqa: ARG002
        today: date | None,  # noqa: ARG002
    ) -> Sequence[Column]:
        """The columns this reader may choose from; a subclass may add or withhold some."""
        return self.columns

    def decorate(self, rows: list[Any], *, user: Any, today: date | None) -> None:
        """Called with the rows of one page, so that a subclass adds what needs one more query."""

    def row_classes(self, row: Any) -> str:  # noqa: ARG002 - a hook
        """CSS classes of a row."""
        return ""

    def row_title(self, row: Any) -> str:
        """The name by which a row is announced, for example beside its checkbox."""
        return str(row)

    def read(
        self,
        *,
        params: QueryDict,
        queryset: QuerySet[Any],
        user: Any = None,
        today: date | None = None,
    ) -> ListPage:
        """One page of the rows that match: one query to count, one for the rows."""
        return reading.read(self, params=params, queryset=queryset, user=user, today=today)

    def rows(
        self,
        *,
        params: QueryDict,
        queryset: QuerySet[Any],
        user: Any = None,
        today: date | None = None,
    ) -> QuerySet[Any]:
        """All rows that match, in the order asked for, not yet read."""
        columns = self.columns_for(user=user, today=today)
        asked = parameters.asked(params, columns=columns, page_size=self.page_size)
        return self.narrowed(asked, queryset, filtering.Asker(user, today)).queryset

    def narrowed(
        self, asked: parameters.Asked, queryset: QuerySet[Any], asker: filtering.Asker
    ) -> filtering.Filtered:
        """The rows after search, filters and sorting."""
        if asked.query and self.search:
            folded, *exact = self.search
            condition = text.matches_query(
                asked.query,
                folded=folded,
                exact=exact[0] if exact else None,
                codes=self.search_codes,
            )
            queryset = queryset.filter(condition)
        found = filtering.filtered(self.filters, asked=asked, queryset=queryset, asker=asker)
        columns = self.columns_for(user=asker.user, today=asker.today)
        by_name = {column.name: column.sort_names for column in columns}
        names: Sequence[Order] = by_name.get(asked.sort.removeprefix("-"), ())
        order = ordering(
            names or self.order_default,
            queryset.model,
            reverse=bool(names) and asked.sort.startswith("-"),
        )
        return filtering.Filtered(found.queryset.order_by(*order), found.form, found.active)

    def export(
        self,
        fmt: str,
        *,
        params: QueryDict,
        queryset: QuerySet[Any],
        user: Any = None,
        today: date | None = None,
        tell: Callable[[int, int], None] | None = None,
    ) -> HttpResponseBase:
        """All rows that match as a file: csv, xlsx or json.

        It holds the columns chosen in the address, or every column when none is. Raises
        `exporting.TooManyRows`, and `exporting.UnknownFormat`.
        """
        columns = self.columns_for(user=user, today=today)
        asked = parameters.asked(params, columns=columns, page_size=self.page_size)
        found = self.narrowed(asked, queryset, filtering.Asker(user, today)).queryset
        chosen = [column for column in columns if not asked.columns or column.name in asked.columns]
        table = exporting.Table(
            code=self.code,
            title=str(self.title),
            columns=chosen,
            queryset=found,
            limit=self.export_limit,
            decorate=lambda rows: self.decorate(rows, user=user, today=today),
            tell=tell or exporting.silent,
        )
        return exporting.answer(fmt, table)

    def download(
        self, request: HttpRequest, queryset: QuerySet[Any], *, today: date | None = None
    ) -> HttpResponseBase | None:
        """The file when the address asks for one (`?format=csv`), None otherwise.

        A long file is made by a job, to whose page the answer leads. A file that cannot be made
        leads back to the list with a message. A view begins with it.
        """
        fmt = request.GET.get("format", "")
        if not fmt:
            return None
        work = addresses.background(request)
        try:
            if work is None and self._is_long(request, queryset, today):
                return job_views.later(request, title=f"{self.title} ({fmt.upper()[:10]})")
            return self.export(
                fmt,
                params=request.GET,
                queryset=queryset,
                user=request.user,
                today=today,
                tell=work.progress if work is not None else None,
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
            query = request.GET.copy()
            query.pop("format")
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    def _is_long(self, request: HttpRequest, queryset: QuerySet[Any], today: date | None) -> bool:
        """Whether the file takes longer than a page may, and may be made at all."""
        if request.GET["format"] not in exporting.FORMATS:
            return False
        found = self.rows(params=request.GET, queryset=queryset, user=request.user, today=today)
        return self.background_rows < found.order_by().count() <= self.export_limit

    def selection(
        self,
        *,
        data: QueryDict,
        queryset: QuerySet[Any],
        user: Any = None,
        today: date | None = None,
    ) -> selecting.Selection:
        """The rows that a posted bulk form names; ids outside `queryset` are as if not posted."""
        is_all = data.get("all") == "1"
        if is_all:
            params = QueryDict(data.get("query", "")[:4000])
            found = self.rows(params=params, queryset=queryset, user=user, today=today)
            fields: list[tuple[str, str]] = [("all", "1"), ("query", params.urlencode())]
        else:
            ids = selecting.ids_of(data.getlist("ids"), most=self.bulk_limit)
            found = queryset.filter(pk__in=ids)
            fields = [("ids", str(id_)) for id_ in ids]
        count = found.count()
        expected = selecting.expected_of(data.get("expected"))
        return selecting.Selection(
            queryset=found,
            count=count,
            is_all=is_all,
            fields=(*fields, ("expected", str(count))),
            changed=expected is not None and expected != count,
        )

    def bulk_buttons(self, user: Any) -> tuple[BulkButton, ...]:
        """The bulk actions this person's roles allow somewhere."""
        return tuple(
            action.button()
            for action in (*self.bulk_actions, *self._offered_actions())
            if not action.permission or access.can(user, action.permission)
        )

    def _offered_actions(self) -> list[BulkAction]:
        """Actions that parts of the system above this list offer for its rows."""
        offers = import_string(settings.SAURO["bulk_actions"])
        return [import_string(path)(self.code) for path in offers.get(self.code, ())]

    def saved_views(self, user: Any) -> list[selectors.View]:
        """The person's own views of this list."""
        return selectors.views_of(user=user, listing=self.code)

    @cached_property
    def sheet_name(self) -> str:
        """A name for the sheet of a workbook."""
        return str(self.title)[:31]
