"""Dossiers: what belongs together, without copies, and is handed over to the archive."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Dossier(models.Model):
    """A dossier of an organisation, known by its code: organisation, year and notation."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="dossiers"
    )
    organ_id = models.CharField(_("code of the organisation"), max_length=13, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    notation = models.CharField(_("number and notation of the dossier"), max_length=20)
    title = models.CharField(_("title"), max_length=500)
    folded = models.TextField(editable=False)
    retention_years = models.PositiveSmallIntegerField(
        _("kept for how many years"), null=True, blank=True, help_text=_("Empty: for ever.")
    )
    rights = models.CharField(_("mode of use"), max_length=30, blank=True)
    creator = models.CharField(_("made by"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=50, default="Tiếng Việt")
    started_on = models.DateField(_("begun on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "notation", "id")
        constraints = [
            models.UniqueConstraint(fields=["owner", "year", "notation"], name="dossier_code"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="dossier_days",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(ended_on__isnull=False),
                name="dossier_closed_has_end",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True) | Q(closed_at__isnull=False),
                name="dossier_handed_over_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The code of the dossier as Appendix VI writes it."""
        return ".".join(part for part in (self.organ_id, str(self.year), self.notation) if part)

    @property
    def is_closed(self) -> bool:
        """Whether it takes nothing more."""
        return self.closed_at is not None


class DossierEntry(models.Model):
    """A document in a dossier, at its place; one document may lie in many dossiers."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="entries")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="dossier_entries"
    )
    position = models.PositiveIntegerField(_("No."))
    note = models.CharField(_("note"), max_length=250, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "document"], name="dossier_entry_once"),
            models.UniqueConstraint(fields=["dossier", "position"], name="dossier_position"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.position}"
