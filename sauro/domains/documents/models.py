"""The register of directing documents, as far as mandates need it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import KINDS, RELATIONS, SECRECY
from sauro.domains.documents.rules import DocumentKind, Relation, Secrecy, written_reference

_KEY = ("register", "issuer_folded", "number", "symbol_folded", "issued_on")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Filters and facts of documents."""

    def with_replaced(self) -> DocumentQuerySet:
        """Each with `is_replaced`: a later document takes its place."""
        later = DocumentRelation.objects.filter(
            target=OuterRef("pk"), relation=Relation.REPLACES.value
        )
        return self.annotate(is_replaced=Exists(later))


class Document(models.Model):
    """A document, known by issuer, number, symbol and date; the number alone says nothing.

    `register` is the province, or the national level, in whose register it stands: the four-part
    key is unique there. Papers above open stand in a register of their own, so that a refusal
    tells nobody that one exists.
    """

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="registered_documents"
    )
    register = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="issued"
    )
    issuer_name = models.CharField(_("issuer"), max_length=250)
    issuer_folded = models.CharField(max_length=250, editable=False)
    number = models.CharField(_("number"), max_length=20)
    symbol = models.CharField(_("symbol"), max_length=60)
    symbol_folded = models.CharField(max_length=60, editable=False)
    issued_on = models.DateField(_("date of issue"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=KINDS, default=DocumentKind.OTHER.value
    )
    abstract = models.CharField(_("abstract"), max_length=500)
    folded = models.TextField(editable=False)
    secrecy = models.CharField(
        _("secrecy"), max_length=20, choices=SECRECY, default=Secrecy.OPEN.value
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on", "-id")
        indexes = [
            models.Index(fields=["number", "symbol_folded"], name="document_reference"),
            models.Index(fields=["-issued_on", "-id"], name="document_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=_KEY, condition=Q(secrecy=Secrecy.OPEN.value), name="document_key"
            ),
            models.UniqueConstraint(
                fields=_KEY, condition=~Q(secrecy=Secrecy.OPEN.value), name="document_key_secret"
            ),
            models.CheckConstraint(
                condition=~Q(secrecy=Secrecy.TOP_SECRET.value), name="document_no_top_secret"
            ),
        ]

    def __str__(self) -> str:
        """The reference; a paper above open keeps it from logs and feeds."""
        if self.secrecy != Secrecy.OPEN.value:
            return _("confidential document %(id)s") % {"id": self.pk}
        return self.reference

    @property
    def reference(self) -> str:
        """Number and symbol as printed, for example 102/KH-UBND or 05-TB/BCĐTW."""
        return written_reference(self.number, self.symbol)


class Clause(models.Model):
    """A part of a document that gives a mandate."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    label = models.CharField(_("clause"), max_length=80)
    content = models.TextField(_("content"), blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["document", "label"], name="clause_label")]

    def __str__(self) -> str:
        return f"{self.document}, {self.label}"


class DocumentRelation(models.Model):
    """One document implements, amends or replaces another."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="related_by")
    relation = models.CharField(_("relation"), max_length=20, choices=RELATIONS)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "relation"], name="document_relation"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="document_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class DocumentFile(models.Model):
    """A file attached to a document, with the type found in its content."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="documents/%Y/")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="document_file_once")
        ]

    def __str__(self) -> str:
        return self.name
