"""Sheets of national systems as files: what was sent, their export read, what differs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.reporting import layouts
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.rules import reconciling
from sauro.domains.reporting.rules.layouts import BadLayout, Layout, sent_digest
from sauro.domains.reporting.rules.reconciling import Comparison, Theirs
from sauro.engines import text
from sauro.engines.office.reading import Grid, Limits, read_tables
from sauro.engines.office.writing import Column, Sheet, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LayoutBroken(DomainError):
    """The file of a layout that the province laid into its folder cannot be used."""

    code = "layout_broken"
    status = 409


class NotTheirSheet(DomainError):
    """The file has no table with the headings of the layout."""

    code = "not_their_sheet"
    status = 422


def layout_of(code: str, folder: str) -> Layout:
    """A layout by its code; raises KeyError for none, LayoutBroken for a bad file."""
    try:
        return layouts.layout_of(code, folder)
    except BadLayout as error:
        raise LayoutBroken(
            _("The layout in the folder cannot be used: %(why)s") % {"why": error}
        ) from error


class SheetAltered(DomainError):
    """What is kept of a sending is not what its fingerprint was taken of."""

    code = "sheet_altered"
    status = 409


def file_of(sending: Exchange) -> tuple[str, bytes]:
    """The name and the bytes of what was sent; the same again and again.

    Raises SheetAltered when rows or headings are no more those of the fingerprint.
    """
    if sent_digest(sending.columns, sending.rows) != sending.sha256:
        raise SheetAltered(
            _("What is kept of this sending differs from its fingerprint %(hash)s.")
            % {"hash": sending.sha256[:12]}
        )
    columns = [Column(one["title"], one["width"]) for one in sending.columns]
    rows = [row["cells"] for row in sending.rows]
    name = f"{sending.layout}-{sending.owner.code}-{sending.day:%Y-%m-%d}.xlsx".lower()
    return name, write_xlsx([Sheet(sending.layout, columns, rows, sending.titles)])


def theirs_of(layout: Layout, data: bytes, name: str) -> Theirs:
    """Their export; raises OfficeError for no workbook, NotTheirSheet without the headings."""
    for grid in read_tables(data, name, Limits(megabytes=20, tables=30)):
        try:
            return reconciling.read_theirs(layout, _lines(grid), text.fold)
        except reconciling.NoHeading:
            continue
    raise NotTheirSheet(
        _("No table has the heading “%(key)s” and another heading of this layout.")
        % {"key": layout.key_column.title},
        field="file",
    )


def _lines(grid: Grid) -> list[list[str]]:
    """All lines of a sheet; of merged cells only the first holds the text."""
    rows = [["" if cell.merged_from else cell.text for cell in line] for line in grid.rows]
    return [*([title] for title in grid.titles), *rows]


def differences_file(layout: Layout, found: Comparison, other: str) -> bytes:
    """A workbook of all differences; `other` says whose the other values are."""
    ours = _("Here")
    code = layout.key_column.title
    return write_xlsx(
        [
            Sheet(
                _("Differences"),
                [Column(code, 18), Column(_("Column"), 24), Column(ours, 40), Column(other, 40)],
                [(one.code, one.column, one.ours, one.theirs) for one in found.differences],
            ),
            Sheet(
                _("Only there"),
                [Column(code, 18), Column(_("Task"), 70)],
                [tuple(row) for row in found.only_theirs],
            ),
            Sheet(
                _("Only here"),
                [Column(one.title, one.width) for one in layout.columns],
                [list(row.cells) for row in found.only_ours],
            ),
        ]
    )


def since_last(layout: Layout, sending: Exchange | None, rows: Any) -> Comparison | None:
    """What changed since the last sending; nothing when nothing was sent yet.

    A column that the layout has now and had not then is not compared.
    """
    if sending is None:
        return None
    keys = [one["key"] for one in sending.columns]
    sent = ((row["code"], row["cells"]) for row in sending.rows)
    return reconciling.compare(layout, rows, reconciling.as_sent(keys, sent))
