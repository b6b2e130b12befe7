"""The reference data in plain words, so that a peer can be filled with the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench import data
from sauro.domains.programmes.models import ProgressUpdate, Task

SEARCHED = "kho dữ liệu"
WORDS = "Đã trình cấp có thẩm quyền bản dự thảo cuối"
PERCENT = 95
OFFICERS = 5


def reference(made: dict[str, Any], *, today: date, updates: int) -> dict[str, Any]:
    """People, programmes, tasks and updates, and what the measurements will ask for."""
    officers = made["officers"]
    names = {agency.pk: agency.name for agency in made["agencies"]}
    logins = {pk: user.username for pk, user in officers.items()}
    return {
        "password": data.PASSWORD,
        "monitor": made["monitor"].username,
        "today": today.isoformat(),
        "yesterday": (today - timedelta(days=1)).isoformat(),
        "month": today.replace(day=1).isoformat(),
        "searched": SEARCHED,
        "words": WORDS,
        "percent": PERCENT,
        "people": [[user.pk, user.username, user.full_name] for user in made["users"]],
        "members": [made["monitor"].pk, *(user.pk for user in officers.values())],
        "programmes": [[p.pk, p.code, p.title] for p in made["programmes"]],
        "agencies": [[names[pk], login] for pk, login in logins.items()],
        "tasks": _tasks(officers, made["monitor"].pk),
        "updates_of_tasks": _updates(),
        "updates": _to_update(officers, updates),
    }


def _tasks(officers: dict[int, Any], author: int) -> list[dict[str, Any]]:
    return [
        {
            "id": task.pk,
            "project": task.programme_id,
            "subject": task.title,
            "description": task.deliverable,
            "state": task.state,
            "due": task.due_on.isoformat() if task.due_on else None,
            "start": task.created_at.date().isoformat(),
            "done": task.percent,
            "assignee": officers[task.lead_id].pk,
            "author": author,
            "closed": task.completed_on.isoformat() if task.completed_on else None,
        }
        for task in Task.objects.order_by("pk")
    ]


def _updates() -> list[list[Any]]:
    rows = ProgressUpdate.objects.order_by("pk")
    return [
        [row.task_id, row.by_id, row.at.isoformat(), row.done, row.percent]
        for row in rows.iterator()
    ]


def _to_update(officers: dict[int, Any], wanted: int) -> dict[str, list[int]]:
    """As many tasks under way as will be updated, of a few officers."""
    found: dict[str, list[int]] = {}
    each = -(-wanted // OFFICERS)
    for pk, user in officers.items():
        under_way = Task.objects.filter(lead_id=pk, state="in_progress").order_by("-pk")
        tasks = list(under_way.values_list("pk", flat=True)[: min(each, wanted)])
        if tasks:
            found[user.username] = tasks
            wanted -= len(tasks)
        if not wanted:
            break
    return found
