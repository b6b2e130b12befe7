"""Reports as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.reporting.models import Report
from sauro.domains.reporting.selectors import finding
from sauro.engines.subjects import Subject


def reports(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the reports that the user may see; who made a report answers for it."""
    if user is None:
        seen = Report.objects.select_related("owner", "draft")
    else:
        seen = finding.visible_reports(user=user)
    return [
        Subject(
            kind="reporting.report",
            id=str(report.pk),
            label=str(report.draft),
            url=reverse("report_detail", args=[report.pk]),
            organisation_id=report.maker_id,
            owner_path=report.owner.path,
        )
        for report in seen.filter(pk__in=list(ids))
    ]
