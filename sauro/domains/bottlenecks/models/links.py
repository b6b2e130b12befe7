"""What waits for a bottleneck, and the reported obstacles that stand behind it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.bottlenecks.models.bottleneck import Bottleneck

_PEOPLE = settings.AUTH_USER_MODEL


class BottleneckSubject(models.Model):
    """A record that waits: its kind and number, and the task or target itself to count by."""

    bottleneck = models.ForeignKey(Bottleneck, on_delete=models.CASCADE, related_name="subjects")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    task = models.ForeignKey(
        "programmes.Task", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    target = models.ForeignKey(
        "programmes.Target", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    note = models.CharField(_("how it holds it up"), max_length=500, blank=True)
    since = models.DateField(_("since"))
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["bottleneck", "subject_kind", "subject_id"], name="bottleneck_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(target__isnull=True), name="waits_one_record"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="bottleneck_of_subject"),
            models.Index(fields=["task", "bottleneck"], name="bottleneck_of_task"),
            models.Index(fields=["target", "bottleneck"], name="bottleneck_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"

    @property
    def key(self) -> tuple[str, str]:
        """The kind and the number together."""
        return self.subject_kind, self.subject_id


class Sighting(models.Model):
    """A reported obstacle: it stands behind a bottleneck, or was set aside with a reason."""

    bottleneck = models.ForeignKey(
        Bottleneck, on_delete=models.CASCADE, related_name="sightings", null=True, blank=True
    )
    update = models.OneToOneField(
        "programmes.ProgressUpdate",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
    )
    task = models.ForeignKey(
        "programmes.Task", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    words = models.TextField(_("as reported"))
    folded = models.TextField(editable=False)
    on = models.DateField()
    set_aside = models.TextField(_("why it was set aside"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(bottleneck__isnull=False, set_aside="")
                | Q(bottleneck__isnull=True) & ~Q(set_aside=""),
                name="sighting_tied_or_set_aside",
            )
        ]
        indexes = [
            models.Index(fields=["bottleneck", "-on"], name="sighting_of_bottleneck"),
            models.Index(fields=["task", "-id"], name="sighting_of_task"),
        ]

    def __str__(self) -> str:
        return self.words[:120]
