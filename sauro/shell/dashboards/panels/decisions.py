"""The last decisions and conclusions that ordered tasks, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.selectors import entries
from sauro.domains.programmes import figures, links
from sauro.domains.programmes.figures import ClassRow
from sauro.domains.programmes.models import TaskMandate
from sauro.domains.programmes.selectors.standing import Totals, tasks_as_of
from sauro.shell.dashboards.panels.shape import WIDES, Panel, Settings, rows_of, rows_setting
from sauro.shell.dashboards.reads import Reads

ROWS = 6


@dataclass(frozen=True, slots=True)
class Followed:
    """A document and how the tasks it orders stand."""

    document: Document
    url: str
    row: ClassRow


def _decisions(reads: Reads, settings: Settings) -> dict[str, Any]:
    ordering = TaskMandate.objects.filter(
        task__programme__in=reads.shown, task__parent__isnull=True
    )
    seen = entries.documents_visible(user=reads.user).filter(
        pk__in=ordering.order_by().values("document"), issued_on__lte=reads.as_of.day
    )
    rows = rows_of(settings, ROWS)
    found = list(seen.order_by("-issued_on", "-pk")[:rows])
    totals = _totals(reads, [one.pk for one in found]) if found else {}
    return {
        "lines": [
            Followed(
                document=one,
                url=reverse("document_detail", args=[one.pk]),
                row=figures.class_row(
                    label=str(one),
                    totals=totals.get(one.pk, Totals()),
                    as_of=reads.as_of,
                    document=f"id-{one.pk}",
                    **reads.filters,
                ),
            )
            for one in found
        ],
        "url": links.tasks_url(as_of=reads.as_of, **reads.filters),
    }


def _totals(reads: Reads, documents: list[int]) -> dict[int, Totals]:
    """Tasks of each document by class; a task that two clauses order counts once a document."""
    then = tasks_as_of(tasks=reads.tasks, as_of=reads.as_of)
    counted = (
        then.filter(mandates__document__in=documents)
        .order_by()
        .values_list("mandates__document", "deadline_class")
        .annotate(n=Count("pk", distinct=True))
    )
    found: dict[int, Totals] = {}
    for document, code, n in counted:
        found.setdefault(document, Totals()).classes[code] += n
    return found


PANELS = (
    Panel(
        code="decisions",
        title=_("Last decisions and their follow-up"),
        icon="gavel",
        rule=_(
            "The newest documents and conclusions on record that order tasks, each with the tasks "
            "it orders. A task that answers two documents counts at both."
        ),
        context=_decisions,
        sizes=WIDES,
        sql=2,
        permission=Perm.VIEW,
        settings=(rows_setting(ROWS, most=20),),
    ),
)
