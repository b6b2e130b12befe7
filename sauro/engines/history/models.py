"""The append-only record of every write."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One write: what kind, on what, by whom, when, and the changed fields before and after.

    It holds no foreign key, so that the record never blocks live data and survives its subject.
    `quiet` is set when nothing was to follow it (`recording.quietly`).
    A database trigger refuses UPDATE and DELETE.
    """

    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)
    quiet = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
            models.Index(fields=["by_id", "at"], name="event_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}"


class Seal(models.Model):
    """The hash of one event chained to the hash of the event before it, made by a job."""

    event_id = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("event_id",)

    def __str__(self) -> str:
        return f"{self.event_id} {self.digest[:12]}"
