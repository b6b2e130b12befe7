"""What was sent to a national system, row by row, for good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Exchange(models.Model):
    """A sheet as it was sent: its title lines, columns and rows, each row with its hash.

    `columns`: [{"key", "title", "width"}]; `rows`: [{"task", "code", "cells", "hash"}].
    """

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(_("layout"), max_length=30)
    day = models.DateField(_("as of"))
    titles = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    count = models.PositiveIntegerField(_("rows"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["owner", "layout", "-id"], name="national_newest")]

    def __str__(self) -> str:
        return f"{self.layout} {self.day:%d/%m/%Y}"
