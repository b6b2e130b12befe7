"""What a person may do with a task now: the steps its state and his rights allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sauro.domains.programmes.models import Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors.detail import may
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.workflow import TASK_FLOW

_OWN_PAGES = ("work", "submit", "confirm", "send_back", "finish_parts")


@dataclass(frozen=True, slots=True)
class Actions:
    """Steps of the workflow open to a person, and what else he may do."""

    steps: frozenset[str]
    report: bool
    edit: bool
    extend: bool
    fan_out: bool
    details: bool
    milestones: bool
    compare: bool
    decide: bool

    @property
    def more(self) -> bool:
        """Whether the menu of further steps holds anything."""
        further = self.steps.difference(("assign", "accept"))
        return bool(further) or any((self.report, self.extend, self.milestones, self.details))


NOTHING = Actions(frozenset(), *([False] * 8))


def actions_on(*, user: Any, task: Task, as_of: AsOf | None = None) -> Actions:
    """What the person may do with the task in its present state; nothing on a past day."""
    if as_of is not None and as_of.is_past:
        return NOTHING
    held = may(user=user, task=task)
    steps = {step.name for step in TASK_FLOW.open_to(task, held.__contains__)}
    manages, reports = Perm.MANAGE in held, Perm.REPORT in held
    working = TASK_FLOW.possible(task, "work")
    return Actions(
        steps=frozenset(steps.difference(_OWN_PAGES)),
        report=reports and working and not task.fanned_out,
        edit=manages,
        extend=reports and working and task.due_on is not None,
        fan_out=manages and task.parent_id is None and (working or task.state == State.DRAFT),
        details=manages,
        milestones=manages or reports,
        compare=manages and task.parent_id is None,
        decide=Perm.DECIDE in held,
    )
