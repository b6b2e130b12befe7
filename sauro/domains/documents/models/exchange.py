"""Electronic exchange: codes of organisations, messages in and out, what addressees answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import DIRECTIONS, MESSAGE_KINDS, STATUSES
from sauro.domains.documents.rules import ExchangeDirection, MessageKind


class ExchangeAddress(models.Model):
    """The code under which an organisation sends and receives electronic documents."""

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="exchange_address"
    )
    organ_id = models.CharField(_("code for electronic exchange"), max_length=13, unique=True)

    class Meta:
        ordering = ("organ_id",)

    def __str__(self) -> str:
        return self.organ_id


class ExchangeMessage(models.Model):
    """A message that an organisation received or made, with its file and its faults.

    A message about a secret paper keeps no file: `secret`, an empty payload, only the digest.
    """

    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="exchange_messages"
    )
    direction = models.CharField(_("direction"), max_length=3, choices=DIRECTIONS)
    kind = models.CharField(_("kind of message"), max_length=8, choices=MESSAGE_KINDS)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="exchange_messages",
    )
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answered_by"
    )
    partner_id = models.CharField(_("code of the other side"), max_length=13, blank=True)
    partner_name = models.CharField(_("other side"), max_length=250, blank=True)
    identifier = models.CharField(_("identifier of the document"), max_length=200, blank=True)
    reference = models.CharField(_("number and symbol"), max_length=90, blank=True)
    business = models.CharField(max_length=1, blank=True)
    code = models.CharField(_("status"), max_length=2, choices=STATUSES, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    faults = models.JSONField(_("faults"), default=list)
    secret = models.BooleanField(default=False)
    payload = models.FileField(upload_to="exchange/%Y/", blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["organisation", "-at", "-id"], name="exchange_newest"),
            models.Index(fields=["identifier"], name="exchange_identifier"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=Q(direction=ExchangeDirection.IN.value),
                name="exchange_received_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.DOCUMENT.value) | ~Q(code=""),
                name="exchange_status_has_code",
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | Q(payload=""), name="exchange_secret_without_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.kind} {self.pk}"

    @property
    def is_received_document(self) -> bool:
        """Whether it brought a document here."""
        return (
            self.direction == ExchangeDirection.IN.value and self.kind == MessageKind.DOCUMENT.value
        )

    @property
    def is_sent_document(self) -> bool:
        """Whether it carried a document out of here."""
        is_document = self.kind == MessageKind.DOCUMENT.value and not self.code
        return self.direction == ExchangeDirection.OUT.value and is_document


class ExchangeDelivery(models.Model):
    """An addressee of a document that was sent, and the last thing it said about it."""

    message = models.ForeignKey(
        ExchangeMessage, on_delete=models.CASCADE, related_name="deliveries"
    )
    organ_id = models.CharField(max_length=13)
    name = models.CharField(max_length=250)
    code = models.CharField(_("status"), max_length=2, choices=STATUSES, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["message", "organ_id"], name="exchange_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.code}".strip()
