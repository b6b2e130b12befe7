"""Jobs that a person may see."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from sauro.engines import access
from sauro.engines.history.recording import subject_type_of
from sauro.engines.jobs.kinds import unattended_kinds
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import OPEN, JobState

OVERSEE = "accounts.manage"  # held everywhere only by the administrator of the whole


def visible_jobs(*, user: Any) -> QuerySet[Job]:
    """One's own work, newest first; the administrator of the whole sees everybody's.

    Of work that nobody asked for, every administrator sees what failed.
    """
    unattended = Q(kind__in=unattended_kinds())
    failed = unattended & Q(state=JobState.FAILED.value)
    found = Job.objects.select_related("by")
    if oversees(user):
        return found.filter(~unattended | failed)
    own = Q(by_id=user.pk) & ~unattended
    return found.filter(own | failed if access.can(user, OVERSEE) else own)


def oversees(user: Any) -> bool:
    """Whether a person administers the whole system."""
    active = user.is_active
    return active and (user.is_superuser or access.scope(user, OVERSEE).everywhere)


def latest_of(*, subject: models.Model) -> Job | None:
    """The newest job about a record, whosoever it is."""
    about = {"subject_type": subject_type_of(subject), "subject_id": str(subject.pk)}
    return Job.objects.filter(**about).select_related("by").first()


def is_at_work(*, subject: models.Model) -> bool:
    """Whether a job about a record waits or runs."""
    about = {"subject_type": subject_type_of(subject), "subject_id": str(subject.pk)}
    return Job.objects.filter(state__in=OPEN, **about).exists()
