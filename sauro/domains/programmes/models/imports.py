"""Plan files: what was read out of them and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from sauro.core.models import paired


class PlanImport(models.Model):
    """One plan file staged for a programme; nothing is written before it is accepted."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="imports"
    )
    kind = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="plans/%Y/")
    choices = models.JSONField(default=dict)
    staged = models.JSONField(encoder=DjangoJSONEncoder)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    staged_at = models.DateTimeField()
    staged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [paired("accepted_at", "accepted_by", "import_accepted_pair")]

    def __str__(self) -> str:
        return self.file_name
