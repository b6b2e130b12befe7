"""Tasks as a national system wants them: linked ones row by row, and those not linked yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from sauro.core import clock
from sauro.domains.documents.rules import Secrecy
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Task, TaskMandate, TaskParty
from sauro.domains.programmes.rules import PartyRole, State
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.layouts import Layout, SheetRow, row_of
from sauro.domains.reporting.selectors import taking
from sauro.engines import access

_ORDER = ("programme__starts_on", "programme__code", "position", "pk")


def sheet_rows(*, owner: Organisation, layout: Layout, as_of: AsOf) -> list[SheetRow]:
    """The rows that would be sent: tasks with a code in that system; four SQL."""
    linked = _tasks(owner).filter(external_ids__system=layout.system)
    tasks = list(
        standing.tasks_as_of(tasks=linked, as_of=as_of)
        .annotate(external_code=F("external_ids__code"))
        .select_related("programme", "group", "lead")
        .order_by(*_ORDER)
    )
    ids = [task.pk for task in tasks]
    told = taking.last_words(
        programmes=sorted({task.programme_id for task in tasks}), day=as_of.day
    )
    coordinators, mandates = _coordinators(ids), _mandates(ids)
    return [
        row_of(
            layout,
            task.pk,
            {
                **_facts(task),
                "coordinators": "; ".join(coordinators.get(task.pk, ())),
                "mandates": "; ".join(mandates.get(task.pk, ())),
                "told": told.get(task.pk, ("", ""))[0],
                "obstacle": told.get(task.pk, ("", ""))[1],
            },
        )
        for task in tasks
    ]


def not_linked(*, owner: Organisation, layout: Layout) -> QuerySet[Task]:
    """Tasks without a code in that system."""
    found = _tasks(owner).exclude(external_ids__system=layout.system)
    return found.select_related("programme", "lead").order_by(*_ORDER)


def linked_count(*, owner: Organisation, layout: Layout) -> tuple[int, int]:
    """How many tasks have a code in that system, of how many; two SQL."""
    tasks = _tasks(owner)
    return tasks.filter(external_ids__system=layout.system).count(), tasks.count()


def _tasks(owner: Organisation) -> QuerySet[Task]:
    """Tasks as programmes count them, once they were assigned."""
    inside = Task.objects.filter(programme__owner__path__startswith=owner.path)
    return standing.countable(tasks=inside).exclude(state=State.DRAFT.value)


def _facts(task: Any) -> dict[str, Any]:
    return {
        "external_code": task.external_code,
        "number": task.number,
        "title": task.title,
        "programme": task.programme.title,
        "group": task.group.title if task.group else "",
        "lead": task.lead.name if task.lead else "",
        "lead_code": task.lead.code if task.lead else "",
        "starts": task.starts_on,
        "due": task.as_due_on,
        "deadline": task.deadline_text,
        "state": task.as_state,
        "class": task.deadline_class,
        "percent": task.as_percent,
        "completed": task.as_completed_on,
        "deliverable": task.deliverable,
        "updated": task.last_update_on,
    }


def _coordinators(tasks: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    parties = TaskParty.objects.filter(task__in=tasks, role=PartyRole.COORDINATE.value)
    for one in parties.select_related("organisation", "collective").order_by("position", "pk"):
        named = one.organisation or one.collective
        found[one.task_id].append(named.name if named else one.mention)
    return found


def _mandates(tasks: list[int]) -> dict[int, list[str]]:
    """Open documents only: a paper above open is not named to another system."""
    found: dict[int, list[str]] = defaultdict(list)
    mandates = TaskMandate.objects.filter(
        task__in=tasks, document__secrecy=Secrecy.OPEN.value
    ).select_related("document")
    for one in mandates.order_by("pk"):
        words = f"{one.document.reference} ngày {one.document.issued_on:%d/%m/%Y}"
        if words not in found[one.task_id]:
            found[one.task_id].append(words)
    return found


def sendings_for(*, user: Any, owner: Organisation, layout: str) -> QuerySet[Exchange]:
    """What was sent of a layout as far as the person may see it, newest first, without rows."""
    found = Exchange.objects.filter(access.scope(user, Perm.VIEW).q("owner__path"))
    found = found.filter(owner=owner, layout=layout).select_related("by")
    return found.defer("rows", "titles", "columns").order_by("-pk")


def sending_for(*, user: Any, layout: str, sending_id: int) -> Exchange | None:
    """One sending that the person may see."""
    found = Exchange.objects.filter(access.scope(user, Perm.VIEW).q("owner__path"))
    return found.filter(layout=layout, pk=sending_id).select_related("owner").first()


def last_sending(*, owner: Organisation, layout: str) -> Exchange | None:
    """The newest sending with its rows."""
    return Exchange.objects.filter(owner=owner, layout=layout).order_by("-pk").first()


def sent_rows(*, sending: Exchange) -> Iterable[tuple[str, list[Any]]]:
    """Code and cells of each row that was sent."""
    return ((row["code"], row["cells"]) for row in sending.rows)


def today_of(*, at: Any, soon_days: int) -> AsOf:
    """The day of a moment as the selectors of tasks take it."""
    day = clock.day_of(at)
    return AsOf(day, day, soon_days)
