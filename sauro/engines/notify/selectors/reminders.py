"""Which reminders are due on a day, and the steps by which that is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.engines.notify import Due, Source, tables
from sauro.engines.notify.models import Reminded, StepTable
from sauro.engines.notify.rules import Standing, Steps, reached, standing_of
from sauro.engines.periods import Calendar
from sauro.engines.periods import selectors as period_selectors

Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one day: the step it stands for, and whom it tells."""

    code: str
    due: Due
    step: int
    standing: Standing
    to: tuple[int, ...]
    superiors: tuple[int, ...]

    @property
    def key(self) -> str:
        """One of a record, a day and a step, for each person."""
        due = self.due
        what = f"{self.code}:{due.subject_kind}:{due.subject_id}"
        return f"r:{what}:{due.due_on:%Y%m%d}:{self.step:+d}"

    def facts(self, *, escalated: bool) -> dict[str, Any]:
        """What the words of the notice need."""
        return {
            "label": self.due.label[:300],
            "due_on": self.due.due_on.isoformat(),
            "days": self.standing.days,
            "is_late": self.standing.is_late,
            "step": self.step,
            "escalated": escalated,
        }


def step_tables() -> dict[str, Steps]:
    """The steps of each kind of reminder, by code; one SQL."""
    decided = {row.code: steps_of(row) for row in StepTable.objects.all()}
    general = decided.get("", Steps())
    return {code: decided.get(code, general) for code in tables.sources()}


def codes_decided() -> set[str]:
    """Kinds of reminder with steps of their own; an empty code stands for the general steps."""
    return set(StepTable.objects.values_list("code", flat=True))


def steps_of(row: StepTable) -> Steps:
    """A stored table of steps as a value."""
    return Steps(
        before=tuple(row.before),
        on_day=row.on_day,
        after=tuple(row.after),
        every=row.every,
        escalate_from=row.escalate_from,
    )


def steps_shown(*, code: str) -> dict[str, Any]:
    """The steps of one kind, or of all others, as a form shows them."""
    rows = {row.code: row for row in StepTable.objects.filter(code__in={code, ""})}
    row = rows.get(code) or rows.get("")
    steps = steps_of(row) if row else Steps()
    return {
        "before": list(steps.before),
        "on_day": steps.on_day,
        "after": list(steps.after),
        "every": steps.every,
        "escalate_from": steps.escalate_from,
    }


def reminders_of(*, today: date) -> Iterator[Reminder]:
    """Everything that is to be said today and was not yet, source by source."""
    calendar = period_selectors.calendar(years=(today.year,))
    tables_of = step_tables()
    for code, source in tables.sources().items():
        yield from _of_source(code, source, tables_of[code], today, calendar)


def _of_source(
    code: str, source: Source, steps: Steps, today: date, calendar: Calendar
) -> Iterator[Reminder]:
    dues = list(source.dues(today=today))
    known = _known(code, dues)
    for due in dues:
        step = reached(steps, due_on=due.due_on, today=today, calendar=calendar)
        last = known.get((due.subject_kind, due.subject_id, due.due_on))
        if step is None or (last is not None and step <= last):
            continue
        to, superiors = _people(due, escalates=steps.escalates(step))
        if to or superiors:  # nobody to tell: it waits until somebody is there
            standing = standing_of(due_on=due.due_on, today=today, calendar=calendar)
            yield Reminder(code, due, step, standing, to, superiors)


def _people(due: Due, *, escalates: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who acts and who is told above him; where nobody acts the superiors are told from the start.

    Nobody is told twice.
    """
    superiors = tuple(one for one in due.superiors if one not in due.to)
    return due.to, superiors if escalates or not due.to else ()


def _known(code: str, dues: list[Due]) -> dict[Key, int]:
    if not dues:
        return {}
    days = [due.due_on for due in dues]
    rows = Reminded.objects.filter(code=code, due_on__gte=min(days), due_on__lte=max(days))
    found = rows.values_list("subject_kind", "subject_id", "due_on", "step")
    return {(kind, number, day): step for kind, number, day, step in found}
