"""Days decided otherwise than the general calendar, by a notice of the authorities."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """One day that is worked, or not, against the general rule, with the document that says so."""

    day = models.DateField(_("Day"), unique=True)
    is_working = models.BooleanField(_("Working day"))
    reason = models.CharField(_("Reason"), max_length=200)
    document = models.CharField(_("Document"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("day",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="day_override_has_reason",
                violation_error_message=_("Say why the day differs."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
