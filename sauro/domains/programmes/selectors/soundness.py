"""What must hold for all tasks and programmes, and where it does not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sauro.domains.programmes.models import (
    Evidence,
    PlanImport,
    Programme,
    Task,
    TaskParty,
    TaskSpan,
)
from sauro.domains.programmes.rules import WORKING_STATES, PartyRole, State

SPAN_COLUMNS = (
    *("state", "due_on", "submitted_on", "completed_on", "percent", "lead_id", "blockers"),
)
_HANDED_OUT = [state.value for state in (*WORKING_STATES, State.SUBMITTED)]


def tasks_out_of_step() -> QuerySet[Task]:
    """Tasks whose open span is missing or says something else than the task itself."""
    same = Q()
    for name in SPAN_COLUMNS:
        both_empty = Q(**{f"{name}__isnull": True, f"task__{name}__isnull": True})
        same &= Q(**{name: F(f"task__{name}")}) | both_empty
    open_span = TaskSpan.objects.filter(same, task=OuterRef("pk"), until_at__isnull=True)
    return Task.objects.filter(~Exists(open_span)).order_by("pk")


def tasks_without_lead() -> QuerySet[Task]:
    """Tasks handed out for which no organisation answers."""
    lead = TaskParty.objects.filter(
        task=OuterRef("pk"), role=PartyRole.LEAD.value, organisation__isnull=False
    )
    return Task.objects.filter(state__in=_HANDED_OUT, lead__isnull=True).filter(~Exists(lead))


def programmes_nobody_verifies(*, paths: Iterable[str]) -> list[Programme]:
    """Open programmes with tasks in hand, over whose owner nobody may verify.

    `paths` are the subtrees over which somebody holds the right.
    """
    held = tuple(paths)
    working = Task.objects.filter(programme=OuterRef("pk"), state__in=_HANDED_OUT)
    found = Programme.objects.filter(Exists(working), closed_on__isnull=True)
    return [one for one in found.select_related("owner") if not one.owner.path.startswith(held)]


def kept_files() -> list[tuple[str, str]]:
    """What each kept file belongs to, and its place below the folder of files."""
    evidence = Evidence.objects.exclude(file="").values_list("pk", "file")
    plans = PlanImport.objects.exclude(file="").values_list("pk", "file")
    return [(f"evidence {pk}", str(place)) for pk, place in evidence] + [
        (f"plan file {pk}", str(place)) for pk, place in plans
    ]
