"""Programmes with their groups and tasks, as the data files state them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sauro.domains.programmes.models import Group, Programme, Task
from sauro.domains.programmes.planfile import deadlines
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import programmes, tasks
from sauro.domains.programmes.services.tasks import Party, TaskInput
from sauro.shell.demonstration.reading import rows, several
from sauro.shell.demonstration.stage import Stage

_LEADERS = {"BT": "TU.head", "PBT": "TU.deputy", "CT": "UBND.head", "PCT": "UBND.deputy"}
_FORMER_DISTRICTS = "ubnd-huyen"


@dataclass(slots=True)
class Plan:
    """A programme with its groups by number, in the province that owns it."""

    programme: Programme
    owner: str
    created: date
    groups: dict[str, Group]
    counts: dict[str, int] = field(default_factory=dict)

    def next_number(self, group: str) -> str:
        """The number of the next task of a group."""
        self.counts[group] = self.counts.get(group, 0) + 1
        return f"{self.counts[group]}"


def open_plan(stage: Stage, row: dict[str, str]) -> Plan:
    """The programme of a row with the seven groups of the Resolution."""
    created = stage.on_or_after(date.fromisoformat(row["created"]))
    monitor = stage.monitor(row["owner"])
    at = stage.moment(created, row["code"])
    programme = programmes.create_programme(
        owner=stage.organisations[row["owner"]],
        standing=stage.organisations[row["standing"]],
        code=row["code"],
        title=row["title"],
        starts_on=date.fromisoformat(row["starts"]),
        ends_on=date.fromisoformat(row["ends"]),
        predecessor=stage.programmes.get(row["predecessor"]),
        mandates=[stage.documents[key] for key in row["mandates"].split()],
        is_demonstration=True,
        by=monitor,
        at=at,
    )
    stage.programmes[row["code"]] = programme
    groups = add_groups(programme, "groups", "tasks", by=monitor, at=at)
    return Plan(programme, row["owner"], created, groups)


def add_groups(
    programme: Programme, table: str, kind: str, *, by: Any, at: Any
) -> dict[str, Group]:
    """The groups of a table by number."""
    return {
        row["number"]: programmes.add_group(
            programme=programme, number=row["number"], title=row["title"], kind=kind, by=by, at=at
        )
        for row in rows(table)
    }


def add_task(stage: Stage, plan: Plan, row: dict[str, str], deadline: str, at: datetime) -> Task:
    """The draft task of a row."""
    number = plan.next_number(row["group"])
    made = task_input(stage, plan.owner, row, deadline, group=plan.groups[row["group"]])
    return tasks.create_task(
        programme=plan.programme,
        task=TaskInput(**{**made, "number": number}),
        by=stage.monitor(plan.owner),
        at=at,
    )


def task_input(
    stage: Stage, owner: str, row: dict[str, str], deadline: str, group: Group | None
) -> dict[str, Any]:
    """Everything a row says of a task, with agencies and posts of one province."""
    understood = deadlines.parse(deadline, default_year=2025)
    posts = stage.posts
    leader = _LEADERS.get(row["leader"], "")
    return {
        "title": row["title"],
        "group": group,
        "parties": parties(stage, owner, row),
        "accountable": posts.get(f"{owner}-{row['lead']}.head"),
        "supervisor": posts.get(f"{owner}-{leader}"),
        "authority": stage.organisations[f"{owner}-UBND"] if leader else None,
        "deadline_text": deadline,
        "deadline_kind": understood.kind,
        "recurrence": understood.recurrence,
        "due_on": understood.due_on,
        "deliverable_kind": row["kind"],
        "deliverable": row["result"],
    }


def parties(stage: Stage, owner: str, row: dict[str, str]) -> tuple[Party, ...]:
    """The lead and those who coordinate; districts are gone from present provinces."""
    found = []
    if row["lead"]:
        lead = stage.organisations[f"{owner}-{row['lead']}"]
        found.append(Party(PartyRole.LEAD, organisation=lead))
    for name in several(row["with"]):
        if name.startswith("@"):
            found.append(Party(PartyRole.COORDINATE, collective=stage.collectives[name[1:]]))
        elif organisation := stage.organisations.get(f"{owner}-{name}"):
            found.append(Party(PartyRole.COORDINATE, organisation=organisation))
    return tuple(found)
