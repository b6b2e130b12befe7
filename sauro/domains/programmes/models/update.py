"""Progress updates and their evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.programmes.labels import UPDATE_STATES
from sauro.domains.programmes.rules import UpdateState
from sauro.engines import workflow


class ProgressUpdate(models.Model):
    """What was done on a task in a reporting month, and whether somebody else verified it."""

    task = models.ForeignKey("programmes.Task", on_delete=models.PROTECT, related_name="updates")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="updates"
    )
    month = models.DateField(_("reporting month"))
    percent = models.PositiveSmallIntegerField(_("progress in percent"))
    done = models.TextField(_("what was done"), blank=True)
    next_steps = models.TextField(_("what is next"), blank=True)
    obstacle = models.TextField(_("obstacle"), blank=True)
    no_change = models.BooleanField(_("nothing new this month"), default=False)
    claims_completion = models.BooleanField(_("the task is completed"), default=False)
    state = workflow.state_field(choices=UPDATE_STATES, default=UpdateState.DRAFT.value)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField(_("reason for the return"), blank=True)
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="update_percent"),
            models.CheckConstraint(
                condition=Q(claims_completion=False) | Q(percent=100), name="update_claim_is_full"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="update_month_first_day"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(state=UpdateState.DRAFT.value), name="update_one_draft"
            ),
            paired("submitted_at", "submitted_by", "update_submitted_pair"),
            paired("decided_at", "decided_by", "update_decided_pair"),
        ]
        indexes = [
            models.Index(fields=["task", "-id"], name="update_of_task"),
            models.Index(fields=["state", "id"], name="update_queue"),
            models.Index(fields=["month", "task"], name="update_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} {self.percent}%"


class Evidence(models.Model):
    """A file or a link that shows what an update says."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="evidence_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.name
