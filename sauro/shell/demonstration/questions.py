"""Requests for explanation in the five provinces: waiting, overdue, answered, decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import Said
from sauro.domains.explanations.services import answers, requests
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.rules import State
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import Stage

_ANSWERED_AFTER, _DECIDED_AFTER = 2, 1  # working days
_CLOSED = (State.COMPLETED.value, State.CANCELLED.value, State.SUSPENDED.value)


def ask(stage: Stage) -> None:
    """All of them, about tasks that were late on the day of asking and are still open."""
    taken: set[int] = set()
    for place, row in enumerate(rows("explanations")):
        on = stage.later(stage.today, -int(row["ago"]))
        task = _late_task(stage, row, on, taken)
        if task is not None:
            taken.add(task.pk)
            _tell(stage, row, task, on, f"explanation{place}")


def _late_task(stage: Stage, row: dict[str, str], on: date, taken: set[int]) -> Task | None:
    """The task whose title begins with these words, when it was late on that day."""
    found = Task.objects.filter(
        programme__owner=stage.organisations[row["province"]],
        title__startswith=row["task"],
        due_on__lt=on,
        lead__isnull=False,
        parent__isnull=True,
    ).exclude(state__in=_CLOSED)
    for task in found.select_related("lead").order_by("-due_on", "pk"):
        if task.pk not in taken and task.lead and f"{task.lead.code}.focal" in stage.people:
            return task
    return None


def _tell(stage: Stage, row: dict[str, str], task: Task, on: date, key: str) -> None:
    assert task.lead is not None
    leader = stage.people.get(f"{row['province']}-UBND.deputy") or stage.monitor(row["province"])
    officer = stage.people[f"{task.lead.code}.focal"]
    made = requests.ask(
        subject_kind="programmes.task",
        subject_id=str(task.pk),
        question=row["question"],
        by=leader,
        at=stage.moment(on, key),
    )
    if not row["text"]:
        return
    answered = stage.moment(stage.later(on, _ANSWERED_AFTER), f"{key}!")
    answers.answer(request=made, said=_said(stage, row, on), by=officer, at=answered)
    decided = stage.evening(stage.later(on, _ANSWERED_AFTER + _DECIDED_AFTER))
    _decide(made, row, leader, decided)


def _said(stage: Stage, row: dict[str, str], on: date) -> Said:
    by = stage.later(on, int(row["within"]))
    return Said(text=row["text"], cause=row["cause"], remedy=row["remedy"], remedy_on=by)


def _decide(made: Request, row: dict[str, str], leader: Any, at: datetime) -> None:
    if row["way"] == "accepted":
        answers.accept(request=made, by=leader, at=at)
    if row["way"] == "returned":
        answers.return_answer(request=made, reason=row["reason"], by=leader, at=at)
