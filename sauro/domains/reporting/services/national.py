"""Recording what is sent to a national system: the rows, for good, and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.layouts import Layout, sheet_digest
from sauro.domains.reporting.selectors import national
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access
from sauro.engines.history.recording import record

# What the sheet itself says; officers of the other system read it.
PROPOSAL = "Biểu mẫu đề xuất: chưa có biểu mẫu chính thức của hệ thống tiếp nhận."


@transaction.atomic
def record_sending(
    *, owner: Organisation, layout: Layout, soon_days: int, by: Any, at: datetime
) -> Exchange:
    """The sheet of today as it is sent; the same rows on the same day are one sending."""
    access.check(by, Perm.MAKE_ALL, owner)
    Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    as_of = national.today_of(at=at, soon_days=soon_days)
    rows = national.sheet_rows(owner=owner, layout=layout, as_of=as_of)
    if not rows:
        raise ReportRefused(_("No task has a code in this system yet."), field="layout")
    sha256 = sheet_digest([one.title for one in layout.columns], rows)
    last = national.last_sending(owner=owner, layout=layout.code)
    if last is not None and (last.day, last.sha256) == (as_of.day, sha256):
        return last
    sent = Exchange.objects.create(
        owner=owner,
        layout=layout.code,
        day=as_of.day,
        titles=titles_of(layout, owner, f"{as_of.day:%d/%m/%Y}"),
        columns=[
            {"key": one.key, "title": one.title, "width": one.width} for one in layout.columns
        ],
        rows=[
            {"task": row.task, "code": row.code, "cells": list(row.cells), "hash": row.hash}
            for row in rows
        ],
        count=len(rows),
        sha256=sha256,
        at=at,
        by=by,
    )
    after = {"layout": layout.code, "day": as_of.day, "rows": len(rows), "sha256": sha256}
    record(
        kind="reporting.national.sent",
        subject=sent,
        by=by,
        at=at,
        after={**after, "day": as_of.day.isoformat()},
    )
    return sent


def titles_of(layout: Layout, owner: Organisation, day: str) -> list[str]:
    """The lines over the table."""
    lines = [layout.title, f"{owner.name}, số liệu đến ngày {day}"]
    return [*lines, PROPOSAL] if layout.is_proposal else lines
