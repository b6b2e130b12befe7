"""Reminding people of days that come near or have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from sauro.engines.notify.models import Notice, Reminded
from sauro.engines.notify.selectors.reminders import Reminder, reminders_of
from sauro.engines.notify.services import notices

BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """How many days were spoken of, and to how many people in all."""

    reminders: int
    notices: int


def remind(*, today: date, at: datetime) -> Told:
    """Say what is to be said today; run again, or after a crash, it says only what is missing."""
    waiting = reminders_of(today=today)
    reminders = told = 0
    while some := list(islice(waiting, BATCH)):
        told += _say(some, today, at)
        reminders += len(some)
    return Told(reminders, told)


@transaction.atomic
def _say(reminders: list[Reminder], today: date, at: datetime) -> int:
    """The notices and the note that they were written, together or not at all."""
    made = [notice for one in reminders for notice in notices_of(one, at)]
    notices.write(made)
    Reminded.objects.bulk_create(
        [
            Reminded(
                code=one.code,
                subject_kind=one.due.subject_kind,
                subject_id=one.due.subject_id,
                due_on=one.due.due_on,
                step=one.step,
                on=today,
            )
            for one in reminders
        ],
        update_conflicts=True,
        unique_fields=["code", "subject_kind", "subject_id", "due_on"],
        update_fields=["step", "on"],
    )
    return len(made)


def notices_of(reminder: Reminder, at: datetime) -> Iterator[Notice]:
    """The notices of one reminder, not yet written: those who act, then their superiors."""
    people = [(one, False) for one in reminder.to] + [(one, True) for one in reminder.superiors]
    for person, escalated in dict(people).items():
        yield Notice(
            person_id=person,
            key=reminder.key,
            kind=reminder.code,
            facts=reminder.facts(escalated=escalated),
            subject_kind=reminder.due.subject_kind,
            subject_id=reminder.due.subject_id,
            label=reminder.due.label[:300],
            url=reminder.due.url[:300],
            at=at,
        )
