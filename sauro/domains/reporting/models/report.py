"""A report: what was generated from a snapshot, what people wrote, and the draft it travels as."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.reporting.labels import FORMS, SUBJECTS

_PEOPLE = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A report of a kind for a subject and a period; `maker` writes it, `draft` is its way.

    The subject is `programme` or `organisation`, by `subject_kind`; a province is an organisation.
    """

    definition = models.CharField(_("kind of report"), max_length=30)
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="reports")
    subject_kind = models.CharField(_("about"), max_length=12, choices=SUBJECTS)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    period = models.CharField(_("period"), max_length=30)
    snapshot = models.ForeignKey(
        "reporting.Snapshot", on_delete=models.PROTECT, related_name="reports"
    )
    draft = models.OneToOneField("documents.Draft", on_delete=models.PROTECT, related_name="report")
    form = models.CharField(_("form"), max_length=6, choices=FORMS, default="state")
    place = models.CharField(_("place"), max_length=100)
    parent_name = models.CharField(_("parent agency"), max_length=250, blank=True)
    addressed_to = models.TextField(_("addressed to"), blank=True)
    grounds = models.TextField(_("grounds"), blank=True)
    on_behalf = models.CharField(_("on behalf of"), max_length=150, blank=True)
    authority = models.CharField(_("authority of signature"), max_length=150, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind="programme", programme__isnull=False)
                | ~Q(subject_kind="programme") & Q(organisation__isnull=False),
                name="report_has_subject",
            ),
            models.UniqueConstraint(
                fields=["definition", "period", "organisation"],
                condition=Q(programme__isnull=True),
                name="report_once",
            ),
            models.UniqueConstraint(
                fields=["definition", "period", "programme"],
                condition=Q(programme__isnull=False),
                name="report_of_programme_once",
            ),
        ]
        indexes = [models.Index(fields=["owner", "period"], name="report_of_period")]

    def __str__(self) -> str:
        return f"{self.definition} {self.period}"


class ReportSection(models.Model):
    """A section: the blocks that were generated, and the text a person wrote instead of theirs.

    `written_on` is the hash of the generated blocks the person had before him; when it is no more
    the same, the page shows both. Tables are never written over.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    chapter = models.CharField(max_length=150, blank=True)
    title = models.CharField(_("title"), max_length=250)
    annex = models.BooleanField(default=False)
    generated = models.JSONField(default=list)
    generated_hash = models.CharField(max_length=64)
    written = models.TextField(_("text"), blank=True)
    written_on = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="section_once"),
            paired("written_at", "written_by", "section_written_pair"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_text(self) -> bool:
        """Whether it says anything."""
        return bool(self.written or self.generated)

    @property
    def is_behind(self) -> bool:
        """Whether the figures moved on since a person wrote the text."""
        return bool(self.written) and self.written_on != self.generated_hash


class ReportTemplate(models.Model):
    """A Word frame that a province uses instead of the one of a report kind."""

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    definition = models.CharField(_("kind of report"), max_length=30)
    form = models.CharField(_("form"), max_length=6, choices=FORMS)
    content = models.BinaryField()
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("definition", "form")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "definition", "form"], name="report_template_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
