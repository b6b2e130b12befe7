"""A merger that was carried out, with everything it moved."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired


class Merger(models.Model):
    """Organisations that went into another one; `moves` is what undoing it needs.

    {"places": [{"id", "parent", "parent_open", "path"}], "rows": [a `moves.Move` as plain values],
    "stays": {kind: count}}
    """

    target = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        related_name="mergers",
        verbose_name=_("successor"),
    )
    sources = models.ManyToManyField(
        "orgs.Organisation", related_name="merged_by", verbose_name=_("merged agencies")
    )
    on = models.DateField(_("last day"))
    ground = models.CharField(_("ground"), max_length=300)
    moves = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [paired("undone_at", "undone_by", "merger_undone_pair")]

    def __str__(self) -> str:
        return f"{self.target} ({self.on:%d/%m/%Y})"
