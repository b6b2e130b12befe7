"""What the pages of national systems show, ready to print."""

from __future__ import annotations

from typing import Any

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting import layouts, national_sheets
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.rules.layouts import Layout
from sauro.domains.reporting.rules.reconciling import Comparison
from sauro.domains.reporting.selectors import national

LISTED = 100  # of each group of differences; the file holds all of them


def overview_of(owner: Organisation, folder: str) -> list[dict[str, Any]]:
    """Each system with its layout, linked tasks, and the last sending."""
    rows: list[dict[str, Any]] = []
    for code in layouts.CODES:
        try:
            layout = national_sheets.layout_of(code, folder)
        except national_sheets.LayoutBroken as broken:
            rows.append({"code": code, "broken": str(broken)})
            continue
        linked, whole = national.linked_count(owner=owner, layout=layout)
        last = (
            Exchange.objects.filter(owner=owner, layout=code)
            .defer("rows", "titles", "columns")
            .select_related("by")
            .order_by("-pk")
            .first()
        )
        row = {"code": code, "layout": layout, "linked": linked, "whole": whole, "last": last}
        rows.append(row)
    return rows


def shown(found: Comparison | None, layout: Layout) -> dict[str, Any] | None:
    """The groups of a comparison, each cut to what a page holds."""
    if found is None:
        return None
    title = next((at for at, one in enumerate(layout.columns) if one.source == "title"), 0)
    return {
        "is_equal": found.is_equal,
        "same": found.same,
        "our_doubled": found.our_doubled,
        "theirs": _cut(found.only_theirs),
        "ours": _cut(
            [
                {"task": row.task, "code": row.code, "title": row.cells[title]}
                for row in found.only_ours
            ]
        ),
        "differences": _cut(found.differences),
    }


def _cut(rows: Any) -> dict[str, Any]:
    whole = list(rows)
    return {"rows": whole[:LISTED], "count": len(whole), "more": max(len(whole) - LISTED, 0)}
