"""The register of bottlenecks: the difficulties that the articles name, tied to what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.services import bottlenecks, lifting
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.documents import services as documents
from sauro.domains.documents.models import Document
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.documents.services import Particulars
from sauro.domains.programmes.models import Target, Task
from sauro.domains.programmes.rules import State
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.reading import rows, several
from sauro.shell.demonstration.stage import Stage

MARKED = "(dữ liệu minh họa)"
_DECIDED, _PUT, _DONE = 3, 12, 40  # days after it was raised
_CLOSED = (State.COMPLETED.value, State.CANCELLED.value)


def prepare(stage: Stage, agenda: Agenda) -> None:
    """Each bottleneck raised, decided, put to its level and lifted, among everything else."""
    for place, row in enumerate(rows("bottlenecks")):
        Blockage(stage, agenda, row, place).plan_steps()


class Blockage:
    """One difficulty, brought to the state in which the demonstration wants it."""

    def __init__(self, stage: Stage, agenda: Agenda, row: dict[str, str], place: int) -> None:
        self.stage, self.agenda, self.row, self.place = stage, agenda, row, place
        self.owner = row["provinces"]
        self.raised_on = stage.today - timedelta(days=int(row["ago"]))
        self.made: Bottleneck | None = None

    def plan_steps(self) -> None:
        """Put the steps on the agenda, each after the one before it."""
        state = self.row["state"]
        self._add(0, self._propose)
        if state == "rejected":
            self._add(_DECIDED, self._reject)
        if state in ("open", "escalated", "lifted"):
            self._add(_DECIDED, self._accept)
        if state == "escalated":
            self._add(_PUT, self._escalate)
        if state == "lifted":
            self._add(_DONE, self._lift)

    def _add(self, days: int, step: Callable[[datetime], Any]) -> None:
        day = self.raised_on + timedelta(days=days)
        self.agenda.put(
            self.stage.evening(day) + timedelta(minutes=self.place), step
        )  # when nothing else happens, so that tasks keep their order

    @property
    def _leader(self) -> Any:
        found = self.stage.people.get(f"{self.owner}-UBND.deputy")
        return found or self.stage.monitor(self.owner)

    def _unit(self, column: str) -> Any:
        return self.stage.organisations[f"{self.owner}-{self.row[column]}"]

    @property
    def _lift_by(self) -> date:
        return self.stage.today + timedelta(days=int(self.row["within"]))

    def _propose(self, at: datetime) -> None:
        row = self.row
        lifter = self.stage.organisations.get(row["lifter"])
        self.made = bottlenecks.propose_bottleneck(
            content=BottleneckInput(
                title=row["title"],
                kind=row["kind"],
                description=row["description"],
                condition=row["condition"],
                authority=row["level"],
                lifter=lifter,
                lifter_name="" if lifter else row["lifter"],
            ),
            raised_by=self._unit("raised"),
            keys=self._waiting(),
            by=self.stage.monitor(self.owner),
            at=at,
        )

    def _waiting(self) -> list[tuple[str, str]]:
        tasks = Task.objects.filter(
            programme__owner=self.stage.organisations[self.owner], parent__isnull=True
        ).exclude(state__in=[*_CLOSED, State.DRAFT.value])
        targets = Target.objects.filter(programme__owner=self.stage.organisations[self.owner])
        found = [
            ("programmes.task", str(pk))
            for words in several(self.row["tasks"])
            for pk in tasks.filter(title__startswith=words).values_list("pk", flat=True)
        ]
        found += [
            ("programmes.target", str(pk))
            for words in several(self.row["targets"])
            for pk in targets.filter(title__startswith=words).values_list("pk", flat=True)[:1]
        ]
        return found

    def _accept(self, at: datetime) -> None:
        assert self.made is not None
        bottlenecks.accept_bottleneck(
            bottleneck=self.made,
            responsible=self._unit("unit"),
            lift_by=self._lift_by,
            by=self._leader,
            at=at,
        )

    def _reject(self, at: datetime) -> None:
        assert self.made is not None
        bottlenecks.reject_bottleneck(
            bottleneck=self.made,
            reason="Thuộc thẩm quyền của hai sở, đã thống nhất tại cuộc họp giao ban.",
            by=self._leader,
            at=at,
        )

    def _escalate(self, at: datetime) -> None:
        assert self.made is not None
        lifting.escalate_bottleneck(
            bottleneck=self.made,
            level=self.row["level"],
            name=self.row["lifter"],
            document=self._paper(at, "official_letter", "Kiến nghị tháo gỡ"),
            due_on=self._lift_by,
            note=self.row["condition"],
            by=self._leader,
            at=at,
        )

    def _lift(self, at: datetime) -> None:
        assert self.made is not None
        paper = self._paper(at, "decision", "Tháo gỡ")
        lifting.lift_bottleneck(bottleneck=self.made, document=paper, by=self._leader, at=at)

    def _paper(self, at: datetime, kind: str, what: str) -> Document:
        issuer = self.stage.organisations[f"{self.owner}-UBND"]
        title = self.row["title"]
        return documents.register_document(
            particulars=Particulars(
                number=str(800 + self.place),
                symbol="QĐ-UBND" if kind == "decision" else "UBND-KGVX",
                issued_on=self.stage.working(at.date()),
                issuer_name=issuer.name,
                issuer=issuer,
                kind=kind,
                abstract=f"{what}: {title[0].lower()}{title[1:]} {MARKED}",
                flow=DocumentFlow.OUTGOING.value,
            ),
            owner=issuer,
            by=self.stage.monitor(self.owner),
            at=at,
        )
