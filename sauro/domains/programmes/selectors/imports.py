"""Plan files waiting to be accepted, and those that were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from sauro.domains.programmes.models import PlanImport, Programme, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors.timelines import FIELDS
from sauro.engines import access
from sauro.engines.text import similar

TARGET_FIELDS = {
    "title": gettext_lazy("Target"),
    "comparator": gettext_lazy("comparison"),
    "low": gettext_lazy("value"),
    "high": gettext_lazy("to"),
    "wording": gettext_lazy("value as written"),
    "baseline": gettext_lazy("present state"),
    "year": gettext_lazy("year"),
    "unit": gettext_lazy("unit of measure"),
    "lead": gettext_lazy("Lead agency"),
    "lead_mention": gettext_lazy("Lead agency"),
    "milestones": gettext_lazy("Values of the years"),
    "due_on": gettext_lazy("Deadline"),
    "readings": gettext_lazy("Result"),
    "understood": gettext_lazy("Understood as"),
    "direction": gettext_lazy("direction"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """A row of a file and something that looks the same: a task on record, or another row."""

    number: str
    title: str
    other_number: str
    other_title: str
    other_id: int | None
    other_lead: str
    score: float


def manageable_programmes(*, user: Any) -> QuerySet[Programme]:
    """Programmes into which the person may load a plan."""
    scope = access.scope(user, Perm.MANAGE)
    return Programme.objects.filter(scope.q("owner__path")).select_related("owner")


def plan_imports(*, user: Any) -> QuerySet[PlanImport]:
    """Plan files of programmes that the person manages, newest first, without their rows."""
    scope = access.scope(user, Perm.MANAGE)
    found = PlanImport.objects.filter(scope.q("programme__owner__path"))
    return found.select_related("programme__owner", "staged_by", "accepted_by").defer("staged")


def changes_in_words(*, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a row of a file would change: the field in words, before and after."""
    return [
        (str(TARGET_FIELDS.get(name) or FIELDS.get(name, name)), before, after)
        if row["kind"] == "target"
        else (str(FIELDS.get(name, name)), before, after)
        for name, before, after in row["changes"]
    ]


def facts_in_words(*, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a target of a file was understood to say: the field in words and its value."""
    return [(str(TARGET_FIELDS.get(name, name)), told) for name, told in row.get("facts", ())]


def alike_rows(*, plan: PlanImport, limit: int = 100) -> list[Alike]:
    """New rows of a file that look like a task on record or like another row, best first."""
    rows = [r for r in plan.staged["rows"] if r["kind"] == "task" and r["action"] == "created"]
    known = list(
        Task.objects.filter(programme__owner=plan.programme.owner, parent__isnull=True)
        .exclude(state=State.CANCELLED.value)
        .select_related("lead")
        .only("title", "number", "lead__name", "lead__short_name")
    )
    titles = [row["title"] for row in rows] + [task.title for task in known]
    found: dict[int, list[Alike]] = defaultdict(list)
    for pair in similar.pairs(titles):
        if pair.i < len(rows):
            found[pair.i].append(_alike(rows, known, pair))
    return [alike for i in sorted(found) for alike in found[i]][:limit]


def _alike(rows: list[dict[str, Any]], known: list[Task], pair: similar.Pair) -> Alike:
    row = rows[pair.i]
    own = (row["number"], row["title"])
    if pair.j < len(rows):
        other = rows[pair.j]
        return Alike(*own, other["number"], other["title"], None, other["lead"], pair.score)
    task = known[pair.j - len(rows)]
    lead = task.lead.label if task.lead else ""
    return Alike(*own, task.number, task.title, task.pk, lead, pair.score)
