"""What some tasks have beside their particulars: mandates, other numbers, milestones, proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sauro.domains.documents import services as documents
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.services import details, evidence
from sauro.domains.programmes.services.evidence import Proof
from sauro.shell.demonstration.reading import rows, several
from sauro.shell.demonstration.stage import Stage, pick

SYSTEMS = ("nq57", "nq71")
REGISTER = "https://van-ban.dong-nai.example/"  # a name that leads nowhere on purpose


def describe(stage: Stage, task: Task, *, by: Any, at: datetime) -> None:
    """Everything that the data say of this task."""
    for row in rows("details"):
        if row["title"] != task.title:
            continue
        for place, key in enumerate(several(row["mandates"])):
            document = stage.documents[key]
            clause = _clause(document, row["clause"], by=by, at=at) if place == 0 else None
            details.add_mandate(task=task, document=document, clause=clause, by=by, at=at)
        for system in SYSTEMS:
            if row[system]:
                details.set_external_id(task=task, system=system, code=row[system], by=by, at=at)
        for cell in several(row["milestones"]):
            _milestone(stage, task, cell, by=by, at=at)


def _clause(document: Any, label: str, *, by: Any, at: datetime) -> Any:
    """The clause of the document, which one task after another may name."""
    known = document.clauses.filter(label=label).first()
    return known or documents.add_clause(document=document, label=label, content="", by=by, at=at)


def _milestone(stage: Stage, task: Task, cell: str, *, by: Any, at: datetime) -> None:
    title, due, done = cell.split("@")
    details.set_milestone(
        task=task,
        title=title,
        due_on=stage.today + timedelta(days=int(due)),
        done_on=stage.working(stage.today + timedelta(days=int(done))) if done else None,
        by=by,
        at=at,
    )


def prove(update: ProgressUpdate, *, by: Any, at: datetime) -> None:
    """A link to what shows that the work was done."""
    number = 100 + pick(f"{update.task.title}", 900)
    evidence.add_evidence(
        update=update,
        proofs=[Proof(name=f"Văn bản số {number}", url=f"{REGISTER}{number}")],
        by=by,
        at=at,
    )
