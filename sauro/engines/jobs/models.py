"""Long work: who asked for it, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from sauro.core.models import choices_of
from sauro.engines.jobs.states import OPEN, STATUS_CODES, JobState


class Job(models.Model):
    """One piece of long work; `attempts` tells the runs apart, so that a lost one cannot write."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="background_jobs"
    )
    state = models.CharField(
        max_length=10, choices=choices_of(JobState), default=JobState.WAITING.value
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    task_id = models.CharField(max_length=64, blank=True)
    heartbeat = models.DateTimeField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["by", "-id"], name="job_by"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="job_subject"),
            models.Index(fields=["state"], condition=models.Q(state__in=OPEN), name="job_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=OPEN) & ~models.Q(key=""),
                name="job_one_open_of_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    @property
    def status(self) -> str:
        """The code of the state in the table of statuses."""
        return STATUS_CODES.get(JobState(self.state), self.state)

    @property
    def url(self) -> str:
        """The page to which it led, when it led to one."""
        return str(self.outcome.get("url", ""))

    @property
    def file(self) -> dict[str, Any]:
        """The file that it made, while it is kept: stored, name, media."""
        return dict(self.outcome.get("file") or {})


class Slot(models.Model):
    """The last moment of the schedule at which one entry was started, and by which worker."""

    code = models.CharField(max_length=60, primary_key=True)
    moment = models.DateTimeField()
    worker = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code
