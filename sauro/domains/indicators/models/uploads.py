"""Excel forms that came back: what was read out of them and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from sauro.core.models import paired


class FormUpload(models.Model):
    """The files of one upload as they were read; nothing counts before it is accepted.

    `files` holds what was typed, `results` what became of each file, `hints` the form, unit and
    period the person named and what he decided about names. `file` is what was loaded, as a zip.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    files = models.JSONField(encoder=DjangoJSONEncoder)
    results = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.FileField(upload_to="figures/%Y/", blank=True)
    hints = models.JSONField(default=dict)
    unread = models.BooleanField(default=False)  # kept, and being read in the background
    submitted = models.BooleanField(default=False)  # handed in, not only kept as drafts

    class Meta:
        ordering = ("-id",)
        constraints = [paired("accepted_at", "accepted_by", "form_upload_accepted_pair")]

    def __str__(self) -> str:
        return ", ".join(one["name"] for one in self.files[:3])
