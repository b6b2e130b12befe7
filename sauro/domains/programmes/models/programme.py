"""A programme, the documents that order it, and its groups."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """A plan or action programme of one owner over a period."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="programmes"
    )
    standing = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_programmes",
        verbose_name=_("standing agency"),
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=500)
    folded = models.CharField(max_length=600, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_on", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeMandate(models.Model):
    """A document, or one of its clauses, on which the programme stands."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="mandates")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="programmes"
    )
    clause = models.ForeignKey(
        "documents.Clause",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "document", "clause"], name="programme_mandate"
            ),
            models.UniqueConstraint(
                fields=["programme", "document"],
                condition=Q(clause__isnull=True),
                name="programme_mandate_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} ← {self.document_id}"


class Group(models.Model):
    """A group of tasks or targets as numbered in the plan."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="groups")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10, default="tasks")
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    folded = models.CharField(max_length=1000, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("programme_id", "kind", "position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["tasks", "targets"]), name="group_kind_known"
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "position"], name="group_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
