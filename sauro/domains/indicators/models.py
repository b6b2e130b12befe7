"""Indicators: what is measured, in which unit, in which direction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import DIRECTIONS
from sauro.domains.indicators.rules import Direction


class Indicator(models.Model):
    """A measured quantity; several targets of several programmes may be set on it."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=500)
    folded = models.CharField(max_length=500, editable=False)
    unit = models.CharField(_("unit of measure"), max_length=80, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=DIRECTIONS, default=Direction.UP.value
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="indicator_code"),
            models.UniqueConstraint(fields=["owner", "folded", "unit"], name="indicator_name"),
        ]

    def __str__(self) -> str:
        return self.name
