"""Documents of the register, their clauses, relations and files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import FLOWS, KINDS, RELATIONS, SECRECY, URGENCY
from sauro.domains.documents.rules import (
    DocumentFlow,
    DocumentKind,
    Relation,
    Secrecy,
    Urgency,
    ValidityState,
    written_reference,
)

_KEY = ("register", "issuer_folded", "number", "symbol_folded", "issued_on")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Filters and facts of documents."""

    def with_validity(self, as_of: date) -> DocumentQuerySet:
        """Each with `validity`, its state on a day: `rules.validity_of` in SQL."""
        starts = Coalesce("valid_from", "issued_on")
        ends = ExpressionWrapper(F("valid_until") + timedelta(days=1), models.DateField())
        replacing = _acting(Relation.REPLACES, as_of).order_by("starts").values("starts")[:1]
        known = self.annotate(starts=starts, replaced_on=Subquery(replacing))
        open_end = Q(valid_until__isnull=True)
        return known.annotate(
            validity=Case(
                When(recalled_on__lte=as_of, then=_state(ValidityState.RECALLED)),
                When(starts__gt=as_of, then=_state(ValidityState.NOT_YET)),
                When(
                    Q(replaced_on__isnull=False) & (open_end | Q(replaced_on__lte=ends)),
                    then=_state(ValidityState.REPLACED),
                ),
                When(valid_until__lt=as_of, then=_state(ValidityState.EXPIRED)),
                When(Exists(_acting(Relation.AMENDS, as_of)), then=_state(ValidityState.AMENDED)),
                default=_state(ValidityState.IN_FORCE),
            )
        )


def _acting(relation: Relation, as_of: date) -> Any:
    """Relations to a document whose later side has begun, and was not recalled, by a day."""
    return DocumentRelation.objects.annotate(
        starts=Coalesce("source__valid_from", "source__issued_on")
    ).filter(
        Q(source__recalled_on__isnull=True) | Q(source__recalled_on__gt=as_of),
        acts_openly(),
        target=OuterRef("pk"),
        relation=relation.value,
        starts__lte=as_of,
    )


def acts_openly() -> Q:
    """Relations that may decide the state of their target.

    The state of an open document would tell everybody of a secret paper: those in charge of one
    state the end of the open document itself.
    """
    is_open = Q(source__secrecy=Secrecy.OPEN.value)
    return is_open | ~Q(target__secrecy=Secrecy.OPEN.value)


def _state(state: ValidityState) -> Value:
    return Value(state.value, output_field=models.CharField())


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
    flow = models.CharField(
        _("way"), max_length=10, choices=FLOWS, default=DocumentFlow.INCOMING.value
    )
    book = models.ForeignKey(
        "documents.NumberBook",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        help_text="the series from which an issued document has its number",
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    recalled_on = models.DateField(_("recalled on"), null=True, blank=True)
    recall_reason = models.CharField(_("reason for the recall"), max_length=500, blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=12, choices=URGENCY, default=Urgency.NORMAL.value
    )
    signer_name = models.CharField(_("signer"), max_length=100, blank=True)
    signer_position = models.CharField(_("position of the signer"), max_length=150, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    page_amount = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default="vi")
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
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
            models.Index(fields=["owner", "flow", "issued_on"], name="document_counted"),
            models.Index(
                fields=["-issued_on", "-id", "owner", "secrecy", "flow"], name="document_held"
            ),
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
            models.UniqueConstraint(
                fields=["book", "number"],
                condition=Q(book__isnull=False),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="document_validity_dates",
            ),
            models.CheckConstraint(
                condition=Q(recalled_on__isnull=True, recall_reason="")
                | Q(recalled_on__isnull=False) & ~Q(recall_reason=""),
                name="document_recall_reason",
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
    """One document implements, amends, replaces or guides another."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="related_by")
    relation = models.CharField(_("relation"), max_length=20, choices=RELATIONS)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "relation"], name="document_relation"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="document_not_itself"),
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
