"""What belongs to a task beside its particulars: milestones, mandates, numbers in other systems."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.documents.models import Clause, Document
from sauro.domains.programmes.models import ExternalId, Milestone, Task, TaskMandate
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.services.writing import locked_task, record_task
from sauro.engines import access, text

SYSTEM = re.compile(r"[a-z0-9][a-z0-9._-]{0,29}")


class BadDetail(DomainError):
    """The particulars cannot be accepted."""

    code = "bad_detail"


@transaction.atomic
def set_milestone(
    *,
    task: Task,
    title: str,
    due_on: date,
    by: Any,
    at: datetime,
    milestone: Milestone | None = None,
    done_on: date | None = None,
) -> Milestone:
    """A new milestone, or one with new particulars; the same particulars again write nothing."""
    task = locked_task(task.pk)
    _check_own(by, task)
    title = text.clean(title)[:300]
    if not title:
        raise BadDetail(_("A milestone needs a title."), field="title")
    if task.starts_on and due_on < task.starts_on:
        raise BadDetail(_("The day lies before the start of the task."), field="due_on")
    found = _milestone(task, milestone, title, due_on)
    before = {} if found.pk is None else _facts(found)
    found.title, found.due_on, found.done_on = title, due_on, done_on
    after = _facts(found)
    if before == after:
        return found
    found.save()
    record_task("milestone_set", task, by=by, at=at, before=before, after=after)
    return found


def _milestone(task: Task, milestone: Milestone | None, title: str, due_on: date) -> Milestone:
    if milestone is not None:
        return Milestone.objects.select_for_update().get(pk=milestone.pk, task=task)
    same = Milestone.objects.filter(task=task, title=title, due_on=due_on).first()
    return same or Milestone(task=task)


def _facts(milestone: Milestone) -> dict[str, Any]:
    return {
        "milestone": milestone.title,
        "due_on": milestone.due_on,
        "done_on": milestone.done_on,
    }


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Any, at: datetime) -> Task:
    """The task, without a milestone that was set by mistake."""
    task = locked_task(milestone.task_id)
    _check_own(by, task)
    record_task("milestone_set", task, by=by, at=at, before=_facts(milestone))
    Milestone.objects.filter(pk=milestone.pk).delete()
    return task


@transaction.atomic
def add_mandate(
    *, task: Task, document: Document, by: Any, at: datetime, clause: Clause | None = None
) -> TaskMandate:
    """The document, or its clause, that the task answers; adding it again changes nothing."""
    task = locked_task(task.pk)
    access.check(by, Perm.MANAGE, task)
    if clause is not None and clause.document_id != document.pk:
        raise BadDetail(_("This clause belongs to another document."), field="clause")
    existing = TaskMandate.objects.filter(task=task, document=document, clause=clause).first()
    if existing is not None:
        return existing
    mandate = TaskMandate.objects.create(task=task, document=document, clause=clause)
    after = {"document": document, "clause": clause.label if clause else ""}
    record_task("mandate_added", task, by=by, at=at, after=after)
    return mandate


@transaction.atomic
def remove_mandate(*, mandate: TaskMandate, by: Any, at: datetime) -> Task:
    """The task, no longer tied to the document."""
    task = locked_task(mandate.task_id)
    access.check(by, Perm.MANAGE, task)
    before = {
        "document": mandate.document,
        "clause": mandate.clause.label if mandate.clause else "",
    }
    TaskMandate.objects.filter(pk=mandate.pk).delete()
    record_task("mandate_removed", task, by=by, at=at, before=before)
    return task


@transaction.atomic
def set_external_id(
    *, task: Task, system: str, code: str, by: Any, at: datetime
) -> ExternalId | None:
    """The number of the task in another system; an empty number removes it."""
    task = locked_task(task.pk)
    access.check(by, Perm.MANAGE, task)
    system, code = text.clean(system).lower(), text.clean(code)[:80]
    if not SYSTEM.fullmatch(system):
        raise BadDetail(
            _("A system is named by letters, digits, dots or hyphens, for example nq57."),
            field="system",
        )
    found = ExternalId.objects.select_for_update().filter(task=task, system=system).first()
    before = {"system": system, "code": found.code if found else ""}
    if before["code"] == code:
        return found
    record_task(
        "external_id_set", task, by=by, at=at, before=before, after={"system": system, "code": code}
    )
    if not code and found is not None:
        found.delete()
        return None
    made, _made = ExternalId.objects.update_or_create(
        task=task, system=system, defaults={"code": code}
    )
    return made


def _check_own(by: Any, task: Task) -> None:
    if not access.allowed(by, Perm.REPORT, task):
        access.check(by, Perm.MANAGE, task)
