"""The living present: tasks around the day of loading, each brought into its own scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.programmes.models import Task
from sauro.domains.programmes.services import (
    parts,
    progress,
    requests,
    syntheses,
    tasks,
    verification,
)
from sauro.shell.demonstration import details, saying
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.plans import Plan, add_task, open_plan
from sauro.shell.demonstration.reading import rows, rows_of
from sauro.shell.demonstration.stage import Stage, pick

MAIN = "DN"
FULL = 100
_MONTH = 30
_REPORTS = 2  # so many monthly reports tell enough of the way
_SETTLED = 8  # what was reported longer ago than this many days has been verified
_LONG_SILENCE = 65
_PARTS_WAITING = 6


def prepare(stage: Stage, agenda: Agenda) -> None:
    """The current programme of each province, and every step up to this day."""
    for row in rows("current_programmes"):
        plan = open_plan(stage, row)
        for task in rows_of("current_tasks", plan.owner):
            Scene(stage, agenda, plan, task).plan_steps()
        last = stage.today - timedelta(days=_SETTLED - 1)
        agenda.verify_regularly(plan.owner, plan.created, last, weeks=1)
        agenda.put(stage.evening(last), agenda.verifier(plan.owner, 1))


class Scene:
    """One task of the present, brought to where its scene wants it."""

    def __init__(self, stage: Stage, agenda: Agenda, plan: Plan, row: dict[str, str]) -> None:
        self.stage, self.agenda, self.plan, self.row = stage, agenda, plan, row
        self.key = f"{plan.programme.code}{row['title']}"
        self.owner = plan.owner
        self.value = int(row["value"])
        shift = 0 if self.owner == MAIN else pick(self.key, 12)
        self.start = self._ago(int(row["from"] or 12) + shift)
        self.steps: list[tuple[date, str, Callable[[datetime], Any]]] = []
        self.task: Any = None
        self.handed_in: Any = None
        self.asked: Any = None
        self.parts: dict[int | None, Task] = {}

    def plan_steps(self) -> None:
        """Put every step of the scene on the agenda, each after the one before it.

        Around long holidays several steps fall on one working day; their order is kept there.
        """
        self._add(self.start, "make", self._make)
        play = getattr(self, f"_{self.row['scene'].replace('-', '_')}")
        play()
        earliest = self.stage.moment(self.plan.created, "")
        for day, what, step in sorted(self.steps, key=lambda step: step[0]):
            moment = max(self.stage.moment(day, f"{self.key}{what}"), earliest)
            self.agenda.put(moment, step)
            earliest = moment + timedelta(minutes=1)

    def _ago(self, days: int) -> date:
        day = self.stage.working(self.stage.today - timedelta(days=days))
        return max(day, self.stage.later(self.plan.created, 1))

    def _add(self, day: date, what: str, step: Callable[[datetime], Any]) -> None:
        self.steps.append((day, what, step))

    def _make(self, at: datetime) -> None:
        self.task = add_task(self.stage, self.plan, self.row, self._deadline(), at)

    def _deadline(self) -> str:
        due = self.row["due"]
        if not due.lstrip("-").isdigit():
            return due
        day = self.stage.working(self.stage.today + timedelta(days=int(due)))
        return f"{day:%d/%m/%Y}"

    @property
    def _officer(self) -> Any:
        return self.stage.people[f"{self.owner}-{self.row['lead']}.focal"]

    @property
    def _monitor(self) -> Any:
        return self.stage.monitor(self.owner)

    # steps that several scenes share

    def _assign(self) -> None:
        if self.owner == MAIN:
            self._add(self.start, "describe", self._describe)
        self._add(
            self.stage.later(self.start, 1),
            "assign",
            lambda at: tasks.assign_task(task=self.task, by=self._monitor, at=at),
        )

    def _describe(self, at: datetime) -> None:
        details.describe(self.stage, self.task, by=self._monitor, at=at)

    def _accept(self) -> None:
        self._assign()
        self._add(
            self._accepted_on,
            "accept",
            lambda at: tasks.accept_task(task=self.task, by=self._officer, at=at),
        )

    @property
    def _accepted_on(self) -> date:
        return self.stage.later(self.start, 2 + pick(self.key, 2))

    def _report(self, percent: int, day: date, *, verified: bool = True) -> None:
        def step(at: datetime) -> None:
            said = saying.progress(self.row["kind"], percent, day, f"{self.key}{day}")
            made = progress.submit_update(task=self.task, progress=said, by=self._officer, at=at)
            if percent == FULL and self.owner == MAIN:
                details.prove(made, by=self._officer, at=at)
            if verified:
                self.agenda.hand_in(self.owner, made)
            if line := saying.synthesis(said, self.key):
                syntheses.write_synthesis(subject=self.task, text=line, by=self._officer, at=at)
            self.handed_in = made

        self._add(day, f"report{percent}", step)

    def _work(self, percent: int, until: int) -> None:
        """Accepted, and reported every month up to so many days ago."""
        self._accept()
        days = list(self._report_days(until))
        for n, day in enumerate(days, 1):
            self._report(5 * (percent * n // len(days) // 5), day)

    def _report_days(self, until: int) -> Iterator[date]:
        day = self._ago(max(until, _SETTLED + 1))
        found: list[date] = []
        while len(found) < _REPORTS and day > self.stage.later(self._accepted_on, 2):
            found.append(day)
            day = self.stage.working(day - timedelta(days=_MONTH))
        yield from reversed(found)

    # scenes

    def _draft(self) -> None:
        """Made, not assigned yet."""

    _unclear = _draft

    def _assigned(self) -> None:
        self._assign()

    def _accepted(self) -> None:
        self._accept()

    def _running(self) -> None:
        self._work(self.value, 9 + pick(self.key, 14))

    _late = _running

    def _drafted(self) -> None:
        self._running()
        day = self._ago(1)
        said = saying.progress(self.row["kind"], min(self.value + 10, 95), day, self.key)
        self._add(
            day,
            "draft",
            lambda at: progress.save_draft(task=self.task, progress=said, by=self._officer, at=at),
        )

    def _waiting(self) -> None:
        self._work(self.value - 20, 35)
        self._report(self.value, self._ago(1 + pick(self.key, 4)), verified=False)

    def _claimed(self) -> None:
        self._work(80, 35)
        self._report(FULL, self._ago(1 + pick(self.key, 4)), verified=False)

    def _returned(self) -> None:
        self._work(80, 40)
        self._report(FULL, self._ago(7), verified=False)
        self._add(
            self._ago(3),
            "return",
            lambda at: verification.return_update(
                update=self.handed_in,
                reason=saying.reason("return", self.key),
                by=self._monitor,
                at=at,
            ),
        )

    def _done(self) -> None:
        self._work(85, self.value + 20)
        self._report(FULL, self._ago(self.value))

    _done_late = _done

    def _silent(self) -> None:
        self._work(self.value, _LONG_SILENCE)

    def _nothing_new(self) -> None:
        self._work(self.value, _LONG_SILENCE - 20)
        day = self._ago(12)
        self._add(
            day,
            "nothing new",
            lambda at: progress.note_no_change(
                task=self.task, month=day.replace(day=1), by=self._officer, at=at
            ),
        )

    _ongoing = _running

    def _refused(self) -> None:
        self._assign()
        self._add(
            self.stage.later(self.start, 4),
            "refuse",
            lambda at: tasks.refuse_task(
                task=self.task, reason=saying.reason("refuse", self.key), by=self._officer, at=at
            ),
        )

    def _ask_for_time(self, asked: date, days: int) -> None:
        def step(at: datetime) -> None:
            wanted = self.stage.working(self.task.due_on + timedelta(days=days))
            self.asked = requests.request_extension(
                task=self.task,
                wanted_due_on=wanted,
                reason=saying.reason("extend", self.key),
                by=self._officer,
                at=at,
            )

        self._add(asked, "ask", step)

    def _decide_time(self, day: date, *, approve: bool) -> None:
        what = "extend-yes" if approve else "extend-no"
        self._add(
            day,
            "decide",
            lambda at: requests.decide_extension(
                extension=self.asked,
                approve=approve,
                note=saying.reason(what, self.key),
                by=self._monitor,
                at=at,
            ),
        )

    def _extension(self) -> None:
        self._running()
        self._ask_for_time(self._ago(3), 45)

    def _extension_no(self) -> None:
        self._running()
        self._ask_for_time(self._ago(16), 60)
        self._decide_time(self._ago(10), approve=False)

    def _extended(self) -> None:
        self._running()
        self._ask_for_time(self._ago(40), 30)
        self._decide_time(self._ago(36), approve=True)

    def _suspended(self) -> None:
        self._work(self.value, 50)
        self._add(
            self._ago(40),
            "suspend",
            lambda at: requests.suspend_task(
                task=self.task,
                ground="Chờ thẩm định lại quy mô đầu tư theo quy hoạch mới được điều chỉnh.",
                approver="Chủ tịch UBND tỉnh",
                until_on=self.stage.today + timedelta(days=50),
                by=self._monitor,
                at=at,
            ),
        )

    def _cancelled(self) -> None:
        self._accept()
        self._add(
            self._ago(self.value),
            "cancel",
            lambda at: tasks.cancel_task(
                task=self.task, reason=saying.reason("cancel", self.key), by=self._monitor, at=at
            ),
        )

    def _fanout(self) -> None:
        """Every commune has its part; some are done, some wait, most are still at work."""
        self._assign()
        self._add(self.stage.later(self.start, 2), "fan out", self._fan_out)
        officers = [
            code
            for code in self.stage.organisations
            if code.startswith(f"{self.owner}-")
            and f"{code}.focal" in self.stage.people
            and self.stage.organisations[code].kind == "commune"
        ]
        turn = pick(self.key, 5) + 1
        ready = officers[turn:] + officers[1:turn]
        for code in ready[: self.value]:
            day = self._ago(9 + pick(f"{self.key}{code}", 20))
            self._add(day, code, self._part(code, day, verified=True))
        for code in ready[self.value : self.value + _PARTS_WAITING]:
            day = self._ago(1 + pick(code, 4))
            self._add(day, code, self._part(code, day, verified=False))

    def _fan_out(self, at: datetime) -> None:
        collective = self.stage.collectives["ubnd-xa"]
        made = parts.fan_out_task(
            task=self.task,
            organisations=list(
                org_selectors.collective_members(
                    collective=collective,
                    province_root=self.stage.organisations[self.owner],
                    day=self.stage.today,
                )
            ),
            by=self._monitor,
            at=at,
        )
        self.parts = {part.lead_id: part for part in made}

    def _part(self, code: str, day: date, *, verified: bool) -> Callable[[datetime], None]:
        def step(at: datetime) -> None:
            part = self.parts[self.stage.organisations[code].pk]
            said = saying.progress(self.row["kind"], FULL, day, f"{self.key}{code}")
            by = self.stage.people[f"{code}.focal"]
            made = progress.submit_update(task=part, progress=said, by=by, at=at)
            if verified:
                self.agenda.hand_in(self.owner, made)

        return step
