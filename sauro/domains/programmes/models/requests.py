"""Extensions, suspensions, and what was decided about tasks that look the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.programmes.labels import DECISIONS, VERDICTS
from sauro.domains.programmes.rules import Decision


class Extension(models.Model):
    """A request to move a deadline; the day before it is kept."""

    task = models.ForeignKey("programmes.Task", on_delete=models.CASCADE, related_name="extensions")
    old_due_on = models.DateField(null=True)
    wanted_due_on = models.DateField(_("wanted due day"))
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=10, choices=DECISIONS, default=Decision.PENDING.value)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(_("note on the decision"), blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state=Decision.PENDING.value),
                name="extension_one_pending",
            ),
            paired("decided_at", "decided_by", "extension_decided_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.wanted_due_on:%d/%m/%Y}"


class Suspension(models.Model):
    """A task was set aside on a ground that somebody approved."""

    task = models.ForeignKey(
        "programmes.Task", on_delete=models.CASCADE, related_name="suspensions"
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ground = models.CharField(_("ground"), max_length=500)
    approver = models.CharField(_("approved by"), max_length=200)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    prior_state = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(ended_at__isnull=True), name="suspension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="suspension_dates",
            ),
            paired("ended_at", "ended_by", "suspension_ended_pair"),
        ]

    def __str__(self) -> str:
        return self.ground


class OverlapDecision(models.Model):
    """What a person decided about two tasks that look the same."""

    first = models.ForeignKey("programmes.Task", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("programmes.Task", on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="overlap_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="overlap_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.verdict} {self.second_id}"
