"""Targets of a programme and the readings that show where they stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import COMPARATORS


class Target(models.Model):
    """A value that an indicator must reach, keep or stay below by a day."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="targets"
    )
    group = models.ForeignKey(
        "programmes.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="targets"
    )
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, related_name="targets"
    )
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    title = models.TextField(_("target"))
    folded = models.TextField(editable=False)
    comparator = models.CharField(_("comparison"), max_length=12, choices=COMPARATORS)
    low = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=20, decimal_places=4, null=True, blank=True)
    wording = models.CharField(_("value as written"), max_length=300, blank=True)
    baseline = models.CharField(_("present state"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    lead = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_targets",
    )
    lead_mention = models.CharField(max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    blockers = models.PositiveSmallIntegerField(_("open bottlenecks"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("programme_id", "position", "id")
        indexes = [models.Index(fields=["programme", "position", "id"], name="target_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()[:200]


class TargetMilestone(models.Model):
    """The value that a target must have reached by the end of a year on the way."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveSmallIntegerField(_("year"))
    comparator = models.CharField(_("comparison"), max_length=12, choices=COMPARATORS)
    low = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=20, decimal_places=4, null=True, blank=True)
    wording = models.CharField(_("value as written"), max_length=300, blank=True)

    class Meta:
        ordering = ("target_id", "year")
        constraints = [
            models.UniqueConstraint(fields=["target", "year"], name="target_milestone_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.wording}"


class TaskEffect(models.Model):
    """What the completion of a task does to a target: it adds an amount, or meets it in words."""

    task = models.ForeignKey("programmes.Task", on_delete=models.CASCADE, related_name="effects")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="effects")
    adds = models.DecimalField(_("adds"), max_digits=20, decimal_places=4, null=True, blank=True)
    reading = models.ForeignKey(
        "programmes.TargetReading", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("task_id", "id")
        constraints = [models.UniqueConstraint(fields=["task", "target"], name="task_effect_pair")]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.target_id}"


class TargetReading(models.Model):
    """The value of a target on a day, with its source; the last one up to a day counts."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    wording = models.CharField(_("value in words"), max_length=300, blank=True)
    met = models.BooleanField(_("met, for a target in words"), null=True, blank=True)
    measurable = models.BooleanField(_("can be measured already"), default=True)
    source = models.CharField(_("source"), max_length=250)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("target_id", "on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(met__isnull=False) | Q(measurable=False),
                name="reading_says_something",
            )
        ]
        indexes = [models.Index(fields=["target", "-on", "-id"], name="reading_last")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.on:%d/%m/%Y}"
