"""Targets and their readings: the forty-three of Đồng Nai for 2025, and those of the present."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sauro.domains.programmes.models import Group, Programme, Target
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.shell.demonstration.agenda import Agenda
from sauro.shell.demonstration.plans import add_groups
from sauro.shell.demonstration.reading import rows, rows_of
from sauro.shell.demonstration.stage import Stage, pick

NOT_YET = "chưa"
_WORDS = {"đạt": True, "không": False}
_PAST = "DN-KH57-2025"
_READINGS = (
    ("march", date(2025, 3, 31), "Báo cáo quý I năm 2025 của Sở Khoa học và Công nghệ"),
    ("june", date(2025, 6, 20), "Báo cáo số 198/BC-UBND ngày 20/6/2025 của UBND tỉnh"),
    ("december", date(2025, 12, 15), "Báo cáo năm 2025 của UBND tỉnh Đồng Nai"),
)
_RECENT = (("first", 100), ("last", 25))


def prepare(stage: Stage, agenda: Agenda) -> None:
    """Targets now, readings on the agenda."""
    _past(stage, agenda)
    for row in rows("current_programmes"):
        _present(stage, agenda, row["owner"], stage.programmes[row["code"]])


def _past(stage: Stage, agenda: Agenda) -> None:
    programme = stage.programmes[_PAST]
    board = _Board(stage, agenda, programme, "DN", 2025, date(2025, 2, 27))
    for row in rows("targets_dn"):
        target = board.add(row)
        for column, on, source in _READINGS:
            if row[column]:
                board.read(target, row[column], on, source)


def _present(stage: Stage, agenda: Agenda, owner: str, programme: Programme) -> None:
    made_on = stage.on_or_after(programme.starts_on + timedelta(days=20))
    board = _Board(stage, agenda, programme, owner, stage.today.year, made_on)
    for row in rows_of("targets_current", owner):
        target = board.add(row)
        for column, days in _RECENT:
            on = stage.working(stage.today - timedelta(days=days))
            if row[column]:
                source = f"Báo cáo tháng {on.month}/{on.year}"
                board.read(target, _shifted(row, row[column], owner), on, source)


def _shifted(row: dict[str, str], cell: str, owner: str) -> str:
    """The same target stands a little otherwise in each province."""
    if cell == NOT_YET or row["compare"] == "eq":
        return cell
    return str(Decimal(cell) - Decimal(pick(f"{owner}{row['title']}", 7) - 2) / 10)


class _Board:
    """The targets of one programme."""

    def __init__(
        self,
        stage: Stage,
        agenda: Agenda,
        programme: Programme,
        owner: str,
        year: int,
        made_on: date,
    ) -> None:
        self.stage, self.agenda, self.programme = stage, agenda, programme
        self.owner, self.year = owner, year
        self.by = stage.monitor(owner)
        self.at = stage.moment(made_on, programme.code)
        self.groups: dict[str, Group] = add_groups(
            programme, "target_groups", "targets", by=self.by, at=self.at
        )
        self.count = 0

    def add(self, row: dict[str, str]) -> Target:
        """The target of a row."""
        self.count += 1
        return targets.create_target(
            programme=self.programme,
            target=TargetInput(
                title=row["title"],
                number=str(self.count),
                comparator=row["compare"],
                low=_figure(row["low"]),
                high=_figure(row["high"]),
                unit=row["unit"],
                direction=row["way"],
                group=self.groups[row["group"]],
                baseline=row["baseline"],
                year=self.year,
                lead=self.stage.organisations[f"{self.owner}-{row['lead']}"],
            ),
            by=self.by,
            at=self.at,
        )

    def read(self, target: Target, cell: str, on: date, source: str) -> None:
        """A reading, handed in two working days after the day it speaks of."""
        reading = ReadingInput(
            on=on,
            source=source,
            value=_figure(cell),
            met=_WORDS.get(cell),
            measurable=cell != NOT_YET,
            wording="Chưa có số liệu công bố trong kỳ" if cell == NOT_YET else "",
        )

        def step(at: datetime) -> Any:
            return targets.add_reading(target=target, reading=reading, by=self.by, at=at)

        self.agenda.add(self.stage.later(on, 2), f"{target.pk}{on}", step)


def _figure(cell: str) -> Decimal | None:
    return Decimal(cell) if cell and cell not in (*_WORDS, NOT_YET) else None
