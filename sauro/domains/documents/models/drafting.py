"""Papers before their number: drafts, their versions, who was asked and what they said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import DRAFT_STATES, FLOWS, KINDS, URGENCY, VERDICTS
from sauro.domains.documents.models.document import Document
from sauro.domains.documents.rules import DocumentFlow, DraftState, Urgency
from sauro.engines.workflow import state_field

_PEOPLE = settings.AUTH_USER_MODEL


class Draft(models.Model):
    """A paper on its way to a number; content above open never becomes a draft here.

    `owner` drafts it, `issuer` will issue, number and keep it. `document` is set with the number,
    `signed_sha256` with the signature: the digest of the file of the document that was signed.
    """

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="drafts")
    issuer = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="drafts_to_issue"
    )
    issuer_name = models.CharField(_("issuer"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    abstract = models.CharField(_("abstract"), max_length=500)
    folded = models.TextField(editable=False)
    symbol = models.CharField(_("symbol"), max_length=60)
    flow = models.CharField(
        _("way"), max_length=10, choices=FLOWS, default=DocumentFlow.OUTGOING.value
    )
    urgency = models.CharField(
        _("urgency"), max_length=12, choices=URGENCY, default=Urgency.NORMAL.value
    )
    signer_name = models.CharField(_("signer"), max_length=100, blank=True)
    signer_position = models.CharField(_("position of the signer"), max_length=150, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    state = state_field(choices=DRAFT_STATES, default=DraftState.DRAFTING.value)
    state_reason = models.CharField(max_length=1000, blank=True)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    signed_on_paper = models.BooleanField(default=False)
    signed_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = [
            models.Index(fields=["owner", "state"], name="draft_of_owner"),
            models.Index(fields=["issuer", "state"], name="draft_of_issuer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["numbered", "signed", "issued"], document__isnull=False)
                | ~Q(state__in=["numbered", "signed", "issued"]) & Q(document__isnull=True),
                name="draft_document_with_number",
            ),
        ]

    def __str__(self) -> str:
        return self.abstract[:120]


class DraftVersion(models.Model):
    """The file of a draft as it stood at one time; every version is kept."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(upload_to="drafts/%Y/")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class DraftConsultation(models.Model):
    """An organisation was asked for its opinion on a draft, until a day."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="draft_consultations"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["draft", "organisation"], name="consultation_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.organisation_id}"


class Opinion(models.Model):
    """What an asked organisation says about a draft, and what the drafter made of it.

    `agrees`: no change is wanted, nothing is to be decided.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="opinions")
    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="opinions"
    )
    section = models.CharField(_("section"), max_length=150, blank=True)
    text = models.TextField(_("opinion"), blank=True)
    agrees = models.BooleanField(_("agrees, no change wanted"), default=False)
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(
        _("decision"), max_length=10, choices=VERDICTS, null=True, blank=True
    )
    answer = models.CharField(_("reason"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__isnull=True, decided_at__isnull=True)
                | Q(verdict__isnull=False, decided_at__isnull=False),
                name="opinion_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(text=""), name="opinion_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80] or str(self.organisation_id)
