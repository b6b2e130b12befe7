"""Urging letters: which agency was urged on which day about which late tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UrgingLetter(models.Model):
    """A letter as it was made from the figures of a day; `paper` is that text for good.

    Its way to number and signature is that of its draft, whose first version it is.
    """

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("as of"))
    answer_by = models.DateField(_("answer by"))
    together = models.BooleanField(_("one letter to all"), default=False)
    paper = models.JSONField()
    draft = models.OneToOneField(
        "documents.Draft", on_delete=models.PROTECT, related_name="urging_letter"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["owner", "-id"], name="urging_letter_newest")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.day:%d/%m/%Y}"


class UrgedAgency(models.Model):
    """An agency in a letter, with its late tasks; `attempt` counts again after a withdrawal."""

    letter = models.ForeignKey(UrgingLetter, on_delete=models.CASCADE, related_name="agencies")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    task_ids = models.JSONField(default=list)
    tasks_key = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "organisation", "day", "tasks_key", "attempt"],
                name="urged_agency_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day:%d/%m/%Y}"
