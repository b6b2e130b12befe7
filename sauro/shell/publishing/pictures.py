"""The figures of a programme as of a day, as plain values that can be shown to everybody.

Everything comes from the selectors of the pages inside, so that there is one figure and not two.
No person is named. A task that answers a paper that is not open, or that was not given yet, is
counted like every other and not listed; the page says how many.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from sauro.domains.documents.rules import Secrecy
from sauro.domains.programmes import figures
from sauro.domains.programmes.models import Programme, Target, Task, TaskMandate
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors import lists, overview, targets
from sauro.domains.programmes.selectors.standing import AsOf, Totals, countable, tasks_as_of

Picture = dict[str, Any]
NOT_GIVEN = (State.DRAFT.value, State.REFUSED.value)


def picture_of(*, programme: Programme, as_of: AsOf, with_tasks: bool) -> Picture:
    """The picture of a programme; at most 13 SQL.

    {"programme": {…}, "as_of": "2025-06-30", "mandates": [str], "whole": {class: n},
    "groups": [{"label", "classes"}], "agencies": [{"label", "classes"}],
    "targets": {"counts": {status: n}, "rows": [{…}]}, "tasks": [{…}], "unlisted": n}
    """
    with translation.override("vi"):
        return _picture(programme, as_of, with_tasks=with_tasks)


def digest_of(picture: Picture) -> str:
    """SHA-256 of a picture."""
    text = json.dumps(picture, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def totals_of(classes: dict[str, int]) -> Totals:
    """The stored counts as totals."""
    found = Totals()
    for code, n in classes.items():
        found.classes[code] = n
    return found


def _picture(programme: Programme, as_of: AsOf, *, with_tasks: bool) -> Picture:
    tasks = countable(tasks=Task.objects.filter(programme=programme))
    cube = overview.cube_of(tasks=tasks, as_of=as_of)
    names: dict[Any, str] = {one.pk: str(one) for one in programme.groups.filter(kind="tasks")}
    _none, leads = overview.names_of(groups=(), organisations=cube.leads)
    agencies: dict[Any, str] = {pk: label for pk, (label, _code) in leads.items()}
    rows, unlisted = _task_rows(tasks, as_of, names) if with_tasks else ([], 0)
    return {
        "programme": _facts(programme),
        "as_of": as_of.day.isoformat(),
        "mandates": _mandates(programme),
        "whole": _plain(cube.whole),
        "groups": _lines(names, cube.groups),
        "agencies": _lines(agencies, cube.leads),
        "targets": _targets(programme, as_of),
        "tasks": rows,
        "unlisted": unlisted,
    }


def _facts(programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "title": programme.title,
        "owner": programme.owner.name,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat() if programme.ends_on else None,
    }


def _mandates(programme: Programme) -> list[str]:
    """The papers on which the programme stands, as far as they are open."""
    found = programme.mandates.filter(document__secrecy=Secrecy.OPEN.value)
    rows = found.select_related("document", "clause__document").order_by("id")
    named = (row.document for row in rows)
    return list(dict.fromkeys(f"{one.reference} ({one.issued_on:%d/%m/%Y})" for one in named))


def _plain(totals: Totals) -> dict[str, int]:
    return {code: totals.classes[code] for code in figures.CLASSES if totals.classes.get(code)}


def _lines(names: dict[Any, str], counted: Mapping[Any, Totals]) -> list[dict[str, Any]]:
    """Those with a task, in the order of the names; what belongs to none comes last, unnamed."""
    return [
        {"label": names.get(pk, ""), "classes": _plain(counted[pk])}
        for pk in dict.fromkeys([*names, *counted])
        if pk in counted and counted[pk].total
    ]


def _targets(programme: Programme, as_of: AsOf) -> dict[str, Any]:
    standings = targets.targets_as_of(
        targets=Target.objects.filter(programme=programme), as_of=as_of
    )
    score = targets.score_of(standings=standings)
    lines = [figures.target_line(standing, as_of=as_of) for standing in standings]
    return {
        "counts": {code: n for code, n in score.counts.items() if n},
        "rows": [
            {
                "title": str(line.standing.target),
                "asked": line.asked,
                "last": line.last,
                "on": line.standing.reading.on.isoformat() if line.standing.reading else None,
                "status": line.status,
                "rule": line.standing.verdict.rule,
            }
            for line in lines
        ],
    }


def _task_rows(tasks: Any, as_of: AsOf, groups: dict[Any, str]) -> tuple[list[dict[str, Any]], int]:
    """The tasks everybody may read of, and how many others there are."""
    found = list(
        tasks_as_of(tasks=tasks, as_of=as_of)
        .select_related("lead", "group")
        .order_by("group__position", "position", "id")
    )
    hidden = _answering_closed_papers([task.pk for task in found])
    listed = [task for task in found if task.pk not in hidden and task.as_state not in NOT_GIVEN]
    lists.name_leads(tasks=listed)
    rows = [
        {
            "group": groups.get(task.group_id, ""),
            "title": str(task),
            "lead": task.lead_name,
            "deadline": task.deadline_text,
            "due_on": task.as_due_on.isoformat() if task.as_due_on else None,
            "result": task.deliverable,
            "class": task.deadline_class,
            "percent": task.as_percent,
        }
        for task in listed
    ]
    return rows, len(found) - len(listed)


def _answering_closed_papers(ids: Iterable[int]) -> set[int]:
    closed = TaskMandate.objects.filter(task__in=list(ids)).exclude(
        document__secrecy=Secrecy.OPEN.value
    )
    return set(closed.values_list("task_id", flat=True))
