"""What a unit says to a request, and the files and links that show it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.explanations.labels import DECISIONS
from sauro.domains.explanations.models.request import Request
from sauro.domains.explanations.rules import AnswerDecision

_PEOPLE = settings.AUTH_USER_MODEL


class Answer(models.Model):
    """One answer of the unit; each is kept, and what became of it.

    `due_on` is the day that this answer had to meet.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField(_("No."))
    text = models.TextField(_("what happened"))
    cause = models.TextField(_("cause"))
    remedy = models.TextField(_("remedy"))
    remedy_on = models.DateField(_("remedied by"))
    due_on = models.DateField(_("due on"))
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=DECISIONS, default="", blank=True)
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="explanation_answer_number"),
            models.CheckConstraint(
                condition=Q(decision=AnswerDecision.WAITING.value, decided_at__isnull=True)
                | ~Q(decision=AnswerDecision.WAITING.value) & Q(decided_at__isnull=False),
                name="explanation_answer_decided",
            ),
            paired("decided_at", "decided_by", "explanation_answer_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.number}"


class Exhibit(models.Model):
    """A file or a link that shows what an answer says."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="exhibits")
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(upload_to="explanations/%Y/%m/", blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="explanation_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.name
