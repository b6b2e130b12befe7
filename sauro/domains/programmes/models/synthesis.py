"""One line of judgement on a task or target by those who answer for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Synthesis(models.Model):
    """What its owner says of a task or target in one line; earlier ones are kept."""

    task = models.ForeignKey(
        "programmes.Task",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="syntheses",
    )
    target = models.ForeignKey(
        "programmes.Target",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="syntheses",
    )
    text = models.CharField(_("synthesis"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, target__isnull=True)
                | Q(task__isnull=True, target__isnull=False),
                name="synthesis_of_one",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="synthesis_says_something"),
        ]
        indexes = [
            models.Index(fields=["task", "-id"], name="synthesis_of_task"),
            models.Index(fields=["target", "-id"], name="synthesis_of_target"),
        ]

    def __str__(self) -> str:
        return self.text
