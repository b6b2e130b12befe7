"""What finished tasks do to targets: the reading is written with the completion, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.programmes.models import Target, TargetReading, Task, TaskEffect
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.services.writing import locked_task, record_task
from sauro.engines import access
from sauro.engines.history.recording import new_event, record_all


class BadEffect(DomainError):
    """The effect on the target cannot be accepted."""

    code = "bad_effect"
    status = 422


@transaction.atomic
def set_effect(
    *, task: Task, target: Target, adds: Decimal | None, by: Any, at: datetime
) -> TaskEffect:
    """What the completion of the task will do to a target; the same again writes nothing.

    Without an amount the target must be one in words, which the completion meets.
    """
    task = locked_task(task.pk)
    access.check(by, Perm.MANAGE, task)
    if target.programme.owner_id != task.programme.owner_id:
        raise BadEffect(_("Choose a target of the same owner."), field="target")
    in_words = target.comparator in indicator_rules.IN_WORDS
    if in_words != (adds is None):
        raise BadEffect(
            _("A target in words takes no amount.")
            if in_words
            else _("Say how much the task adds to the target."),
            field="adds",
        )
    found = TaskEffect.objects.filter(task=task, target=target).first()
    if found is not None and found.adds == adds:
        return found
    if task.state == State.COMPLETED:
        raise BadEffect(_("The task is completed already."), field="target")
    before = {"target": str(target), "adds": found.adds} if found else None
    made, _created = TaskEffect.objects.update_or_create(
        task=task, target=target, defaults={"adds": adds}
    )
    after = {"target": str(target), "adds": adds}
    record_task("effect_set", task, by=by, at=at, before=before, after=after)
    return made


@transaction.atomic
def remove_effect(*, effect: TaskEffect, by: Any, at: datetime) -> Task:
    """The task, no longer tied to the target; readings that it wrote stay."""
    task = locked_task(effect.task_id)
    access.check(by, Perm.MANAGE, task)
    before = {"target": str(effect.target), "adds": effect.adds}
    if TaskEffect.objects.filter(pk=effect.pk).delete()[0]:
        record_task("effect_set", task, by=by, at=at, before=before)
    return task


def move_targets(tasks: Iterable[Task], *, by: Any, at: datetime) -> None:
    """Write the readings that these completed tasks bring, once each; part of their transaction."""
    done = [task.pk for task in tasks if task.state == State.COMPLETED]
    if not done:
        return
    effects = (
        TaskEffect.objects.select_for_update(of=("self",))
        .filter(task__in=done, reading__isnull=True)
        .select_related("task", "target__indicator", "target__programme__owner")
        .order_by("target_id", "task__completed_on", "pk")
    )
    events = []
    for effect in effects:
        effect.reading = _reading(effect, by, at)
        effect.save(update_fields=["reading"])
        events.append(
            new_event(
                kind="programmes.target.reading_added",
                subject=effect.target,
                by=by,
                at=at,
                after={"on": effect.reading.on, "value": effect.reading.value},
                note=effect.reading.source,
            )
        )
    record_all(events)


def withdraw_readings(task: Task, *, by: Any, at: datetime) -> None:
    """Take back the readings of a task that is worked on again; its effects wait anew."""
    written = TaskEffect.objects.filter(task=task, reading__isnull=False).select_related(
        "reading", "target"
    )
    events = []
    for effect in written:
        reading = effect.reading
        assert reading is not None, "filtered"
        events.append(
            new_event(
                kind="programmes.target.reading_withdrawn",
                subject=effect.target,
                by=by,
                at=at,
                before={"on": reading.on, "value": reading.value},
                note=reading.source,
            )
        )
        reading.delete()
    record_all(events)


def _reading(effect: TaskEffect, by: Any, at: datetime) -> TargetReading:
    task, target = effect.task, effect.target
    assert task.completed_on is not None, "a completed task has its day"
    source = _("Task completed: %(task)s") % {"task": str(task)[:180]}
    if effect.adds is None:
        return TargetReading.objects.create(
            target=target, on=task.completed_on, met=True, source=source, at=at, by=by
        )
    last = target.readings.filter(value__isnull=False).order_by("-on", "-pk").first()
    start = last.value if last else indicator_rules.number_in(target.baseline)
    on = max(task.completed_on, last.on) if last else task.completed_on
    return TargetReading.objects.create(
        target=target,
        on=on,
        value=(start or Decimal(0)) + effect.adds,
        source=source,
        at=at,
        by=by,
    )
