"""Rights over programmes, tasks and their progress."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with programmes."""

    VIEW_ALL = "programmes.view_all"
    VIEW_OWN = "programmes.view_own"
    MANAGE = "programmes.manage"
    REPORT = "programmes.report"
    VERIFY = "programmes.verify"
    DECIDE = "programmes.decide"


def programme_path(subject: Any) -> str | None:
    """The tree path of the owner of a programme, or of the programme of a task or update."""
    task = getattr(subject, "task", subject)
    programme = getattr(task, "programme", task)
    return programme.owner.path


def lead_path(subject: Any) -> str | None:
    """The tree path of the organisation that leads a task, or of the task of an update."""
    task = getattr(subject, "task", subject)
    return task.lead.path if task.lead_id else None


access.register(Perm.VIEW_ALL, programme_path)
access.register(Perm.MANAGE, programme_path)
access.register(Perm.VERIFY, programme_path)
access.register(Perm.DECIDE, programme_path)
access.register(Perm.REPORT, lead_path)
access.register(Perm.VIEW_OWN, lead_path)


def may_judge(user: Any, subject: Any) -> bool:
    """Whether a person writes the synthesis: who reports on it, of a target also the monitor."""
    if access.allowed(user, Perm.REPORT, subject):
        return True
    if hasattr(subject, "state"):  # a task is judged by those who lead it alone
        return False
    return any(access.allowed(user, perm, subject) for perm in (Perm.VERIFY, Perm.MANAGE))
