"""The year 2025 as it went: assigned, reported, verified, suspended, handed over, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.services import (
    programmes,
    progress,
    requests,
    tasks,
    verification,
)
from sauro.domains.programmes.services.tasks import TaskInput
from sauro.shell.demonstration import saying
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.plans import Plan, add_task, open_plan, task_input
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import MERGER, Stage, pick

HANDED_OVER = date(2025, 7, 8)
RESUMED = date(2025, 9, 15)
WOUND_UP = date(2025, 12, 26)
CLOSED = date(2025, 12, 31)
MID_YEAR = 6
_REPORTS = 3


def prepare(stage: Stage, agenda: Agenda) -> None:
    """Programmes and tasks of 2025, and every later step on the agenda."""
    for row in rows("programmes"):
        plan = open_plan(stage, row)
        for task in rows(row["tasks"]):
            at = stage.moment(plan.created, f"{row['code']}{task['title']}")
            made = add_task(stage, plan, task, task["deadline"], at)
            Course(stage, agenda, plan, task, made).plan_steps()
        agenda.verify_regularly(plan.owner, plan.created, CLOSED, weeks=2)
        agenda.put(stage.evening(WOUND_UP), agenda.verifier(plan.owner, 2))
        agenda.add(CLOSED, row["code"], _close(stage, plan))


def _close(stage: Stage, plan: Plan) -> Any:
    def step(at: datetime) -> Any:
        return programmes.change_programme(
            programme=plan.programme,
            expected_version=1,
            closed_on=CLOSED,
            by=stage.monitor(plan.owner),
            at=at,
        )

    return step


def _spread(days: list[date]) -> list[date]:
    """A few of the days: that before mid-year, and others far from each other."""
    if len(days) <= _REPORTS:
        return days
    kept = {days[0], days[-1], *(day for day in days if day.month == MID_YEAR)}
    return sorted(kept)


class Course:
    """The way of one task through the year."""

    def __init__(
        self, stage: Stage, agenda: Agenda, plan: Plan, row: dict[str, str], task: Task
    ) -> None:
        self.stage, self.agenda, self.plan, self.row, self.task = stage, agenda, plan, row, task
        self.key = f"{plan.programme.code}{row['title']}"
        self.done = stage.working(date.fromisoformat(row["done"])) if row["done"] else None
        self.stopped = date.fromisoformat(row["stop"]) if row["stop"] else None
        self.owner = plan.owner
        self.claimed: ProgressUpdate | None = None

    def plan_steps(self) -> None:
        """Put every step of the task on the agenda."""
        assigned = self.stage.later(self.plan.created, 1)
        accepted = self.stage.later(assigned, 1 + pick(self.key, 4))
        self._add(
            assigned,
            "assign",
            lambda at: tasks.assign_task(task=self.task, by=self.stage.monitor(self.owner), at=at),
        )
        if pick(self.key, 2):  # others begin without a word, which the workflow allows
            self._add(
                accepted,
                "accept",
                lambda at: tasks.accept_task(task=self.task, by=self._officer(), at=at),
            )
        for day, percent in self._reports(accepted):
            self._add(day, f"report{day}", self._report(percent, day))
        if self.stopped:
            self._add(self.stopped, "stop", self._suspend)
            self._add(RESUMED, "resume", self._resume)
        if self.owner in self.stage.heirs and (self.done is None or self.done >= MERGER):
            self._add(HANDED_OVER, "hand over", self._hand_over)
        if self.done is None:
            self._add(WOUND_UP, "cancel", self._cancel)
        else:
            self._claim(self.done)

    def _add(self, day: date, what: str, step: Any) -> None:
        self.agenda.add(day, f"{self.key}{what}", step)

    def _officer(self) -> Any:
        return self.stage.people[f"{self.stage.present(self.owner)}-{self.row['lead']}.focal"]

    def _reports(self, start: date) -> Iterator[tuple[date, int]]:
        """Reports on a day before the monthly closing; in a long run some months are silent."""
        end = self.done or CLOSED
        whole = max((end - start).days, 1)
        for day in _spread(self._report_days(start, end - timedelta(days=14))):
            share = (day - start).days / whole
            yield day, 5 * round(share * (19 if self.done else 12))

    def _report_days(self, start: date, end: date) -> list[date]:
        months = range(start.month + 1, end.month + 1)
        days = (date(2025, month, 9 + pick(f"{self.key}{month}", 5)) for month in months)
        found = [self.stage.working(day) for day in days]
        stopped = (self.stopped, RESUMED) if self.stopped else (CLOSED, CLOSED)
        return [day for day in found if start < day < end and not stopped[0] <= day <= stopped[1]]

    def _report(self, percent: int, day: date, *, verified: bool = True) -> Any:
        def step(at: datetime) -> Any:
            said = saying.progress(self.row["kind"], percent, day, f"{self.key}{day}")
            made = progress.submit_update(task=self.task, progress=said, by=self._officer(), at=at)
            if verified:
                self.agenda.hand_in(self.owner, made)
            self.claimed = made

        return step

    def _claim(self, day: date) -> None:
        """Most claims are confirmed; one in six is returned first and handed in again."""
        first = self.stage.later(day, -8)
        if pick(self.key, 6) == 0 and first > self.stage.later(self.plan.created, 15):
            self._add(first, "first claim", self._report(100, first, verified=False))
            self._add(self.stage.later(first, 1), "give back", self._give_back)
        self._add(day, "claim", self._report(100, day))

    def _give_back(self, at: datetime) -> Any:
        assert self.claimed is not None  # the claim stands before it on the agenda
        return verification.return_update(
            update=self.claimed,
            reason=saying.reason("return", self.key),
            by=self.stage.monitor(self.owner, 2),
            at=at,
        )

    def _suspend(self, at: datetime) -> Any:
        return requests.suspend_task(
            task=self.task,
            ground=saying.reason("suspend", self.key),
            approver="Chủ tịch UBND tỉnh Thái Bình",
            document=self.stage.documents["TB-DUNG"],
            by=self.stage.monitor(self.owner),
            at=at,
        )

    def _resume(self, at: datetime) -> Any:
        return requests.resume_task(
            task=self.task,
            reason=saying.reason("resume", self.key),
            by=self.stage.monitor(self.owner),
            at=at,
        )

    def _cancel(self, at: datetime) -> Any:
        return tasks.cancel_task(
            task=self.task,
            reason=saying.reason("cancel", self.key),
            by=self.stage.monitor(self.owner),
            at=at,
        )

    def _hand_over(self, at: datetime) -> Any:
        """The task goes to the agency that took over from its lead."""
        now = Task.objects.get(pk=self.task.pk)
        heir = self.stage.present(self.owner)
        wanted = task_input(self.stage, heir, self.row, self.row["deadline"], self.task.group)
        return tasks.change_task(
            task=now,
            wanted=TaskInput(**{**wanted, "number": now.number}),
            expected_version=now.version,
            by=self.stage.monitor(self.owner),
            at=at,
        )
