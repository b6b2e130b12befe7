"""The text of attached files, as it is searched."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import READINGS
from sauro.domains.documents.rules import ReadingState

PASSAGES = 1_000_000  # the most passages of one document; its share of the keys


class FileReading(models.Model):
    """What came of reading the text of an attached file."""

    file = models.OneToOneField(
        "documents.DocumentFile", on_delete=models.CASCADE, related_name="reading"
    )
    state = models.CharField(
        _("text"), max_length=12, choices=READINGS, default=ReadingState.WAITING.value
    )
    pages = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["state"], name="file_reading_state")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.state}"


class FilePassage(models.Model):
    """A part of the text of a file: as written, its words with marks, its words without.

    The key is the document's key times `PASSAGES` plus a number, so that the index of words alone
    tells in which document a word occurs.
    """

    id = models.BigIntegerField(primary_key=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="passages"
    )
    file = models.ForeignKey(
        "documents.DocumentFile", on_delete=models.CASCADE, related_name="passages"
    )
    content = models.TextField()
    exact = models.TextField()
    folded = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.file_id} {self.pk % PASSAGES}"
