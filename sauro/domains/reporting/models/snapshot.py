"""Frozen pictures of a province, and which indicators its reports tell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """A picture of a province as of a day; the final one of a period is taken once, at closing."""

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("period"), max_length=30)
    day = models.DateField(_("as of"))
    known_on = models.DateField(_("figures known by"))
    is_final = models.BooleanField(_("closed"), default=False)
    text = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-day", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "period"], condition=Q(is_final=True), name="snapshot_final_once"
            )
        ]
        indexes = [models.Index(fields=["owner", "period", "-id"], name="snapshot_newest")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.period}"


class FeaturedIndicator(models.Model):
    """An indicator that the reports of a province tell, under a heading, in its own words."""

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.CASCADE, related_name="+"
    )
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    phrase = models.CharField(_("sentence"), max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["owner", "indicator"], name="featured_once")]

    def __str__(self) -> str:
        return f"{self.heading}: {self.indicator_id}"
