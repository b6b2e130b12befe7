"""The text of an urging letter: sentences, the table of late tasks, the annex by agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sauro.domains.reporting.phrases import phrases
from sauro.domains.reporting.rules import phrasing, urging
from sauro.domains.reporting.rules.urging import LateAgency, LateTask
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.sections.building import day_words
from sauro.engines.office.papers.shapes import (
    Annex,
    Block,
    Column,
    Paper,
    Run,
    Runs,
    Signature,
    Table,
)

MOST_ADDRESSEES = 10
_TASKS = (
    Column("STT", 11, "center"),
    Column("Nhiệm vụ", 70),
    Column("Thời hạn", 26, "center"),
    Column("Số ngày quá hạn", 22, "center"),
    Column("Tiến độ được xác nhận gần nhất", 34, "center"),
)
_WIDE_TASKS = (  # of the annex, which lies
    Column("STT", 14, "center"),
    Column("Nhiệm vụ", 118),
    Column("Thời hạn", 34, "center"),
    Column("Số ngày quá hạn", 30, "center"),
    Column("Tiến độ được xác nhận gần nhất", 48, "center"),
)
_AGENCIES = (
    Column("STT", 12, "center"),
    Column("Cơ quan, đơn vị chủ trì", 92),
    Column("Số nhiệm vụ quá hạn", 30, "center"),
    Column("Quá hạn lâu nhất (ngày)", 30, "center"),
)


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What stands around the text of a letter, as a person chose it."""

    issuer: str
    symbol: str
    place: str
    parent: str = ""
    recipients: tuple[str, ...] = ()
    on_behalf: str = ""
    authority: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Urged:
    """Whom a letter urges, from the figures of which day, and until when an answer is asked."""

    agencies: tuple[LateAgency, ...]
    day: date
    answer_by: date
    grounds: str
    together: bool

    @property
    def late(self) -> int:
        """How many late tasks all agencies have."""
        return sum(len(one.tasks) for one in self.agencies)


def template_of(*, together: bool) -> str:
    """The reviewed text of a letter as a person edits it, places in braces."""
    tail = "_all" if together else ""
    keys = (f"opening{tail}", "", f"request{tail}", "obstacle", "deadline", "close")
    known = phrases()
    return "\n".join(known[f"urging.{key}"].text if key else "[[bảng 1]]" for key in keys)


def abstract_of(day: date) -> str:
    """What the letter is about."""
    return urging.filled(phrases()["urging.abstract"].text, {"day": day_words(day)})


def words_of(urged: Urged, issuer: str) -> dict[str, str]:
    """What stands in the places of the text."""
    return {
        "issuer": issuer,
        "agency": urged.agencies[0].name if len(urged.agencies) == 1 else "các cơ quan, đơn vị",
        "day": day_words(urged.day),
        "late": phrasing.counted_number(urged.late),
        "agencies": phrasing.counted_number(len(urged.agencies)),
        "answer_by": day_words(urged.answer_by),
        "grounds": urged.grounds,
    }


def paper_of(urged: Urged, template: str, head: LetterHead) -> Paper:
    """The letter; without a number and a day, which come with the register."""
    table = summary_table(urged) if urged.together else task_table(urged.agencies[0], urged.day)
    text = urging.filled(template, words_of(urged, head.issuer))
    blocks: list[Block] = editing.to_blocks(text, [table])
    return Paper(
        issuer=head.issuer.upper(),
        parent=head.parent.upper(),
        symbol=head.symbol,
        place=head.place,
        abstract=abstract_of(urged.day),
        addressed_to=_addressees(urged.agencies),
        blocks=blocks,
        recipients=head.recipients,
        signature=Signature(
            authority=head.authority.upper(),
            position=head.position.upper(),
            name=head.name,
            on_behalf=head.on_behalf.upper(),
        ),
        annexes=[_annex(urged)] if urged.together else (),
        as_of=urged.day,
    )


def task_table(agency: LateAgency, day: date) -> Table:
    """The late tasks of one agency."""
    rows = [_task_cells(place, task, day) for place, task in enumerate(agency.tasks, 1)]
    return Table(_TASKS, rows)


def summary_table(urged: Urged) -> Table:
    """How many late tasks each agency has; the last row adds them up."""
    rows: list[Sequence[Runs]] = [
        (str(place), one.name, str(len(one.tasks)), str(one.longest(urged.day)))
        for place, one in enumerate(urged.agencies, 1)
    ]
    rows.append(("", "Tổng cộng", str(urged.late), ""))
    return Table(_AGENCIES, rows, total_rows=[len(rows) - 1])


def _annex(urged: Urged) -> Annex:
    rows: list[Sequence[Runs]] = []
    for agency in urged.agencies:
        counted = phrasing.counted_number(len(agency.tasks))
        rows.append([[Run(f"{agency.name}: {counted} nhiệm vụ", bold=True)]])
        rows += [_task_cells(place, one, urged.day) for place, one in enumerate(agency.tasks, 1)]
    title = f"Nhiệm vụ quá hạn của các cơ quan, đơn vị tính đến ngày {day_words(urged.day)}"
    return Annex(title, [Table(_WIDE_TASKS, rows)], landscape=True)


def _task_cells(place: int, task: LateTask, day: date) -> list[Runs]:
    confirmed = f"{task.percent}%"
    if task.confirmed_on:
        confirmed += f" (ngày {day_words(task.confirmed_on)})"
    else:
        confirmed = "Chưa có tiến độ được xác nhận" if not task.percent else confirmed
    title = " ".join(task.title.split())
    return [
        str(place),
        [Run(title, ref=f"task.{task.id}")],
        task.deadline or day_words(task.due),
        str(task.days(day)),
        confirmed,
    ]


def _addressees(agencies: Sequence[LateAgency]) -> list[str]:
    if len(agencies) > MOST_ADDRESSEES:
        return [phrases()["urging.many_addressees"].text]
    return [one.name for one in agencies]
