"""What was asked, of whom, about which record, until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.explanations.labels import STATES
from sauro.domains.explanations.rules import DECIDED, OPEN, RequestState
from sauro.engines import workflow

_PEOPLE = settings.AUTH_USER_MODEL
_OPEN, _DECIDED = (sorted(one.value for one in states) for states in (OPEN, DECIDED))


class Request(models.Model):
    """A question about a record of any kind, put to the unit that must explain.

    `owner` is in whose name it was asked, mostly the province: who may ask there decides. The
    record is kept by kind and number, with the name it had then. `was_in_time` and `answer_days`
    are settled by the first answer.
    """

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        related_name="explanations",
        verbose_name=_("unit that explains"),
    )
    subject_kind = models.CharField(_("kind"), max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(_("about"), max_length=300)
    alert_id = models.PositiveBigIntegerField(null=True, blank=True)
    question = models.TextField(_("question"))
    folded = models.TextField(editable=False)
    asked_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    asked_on = models.DateField(_("asked on"))
    first_due_on = models.DateField(_("first due day"))
    due_on = models.DateField(_("due on"))
    state = workflow.state_field(choices=STATES, default=RequestState.ASKED.value)
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    returns = models.PositiveSmallIntegerField(_("times returned"), default=0)
    first_answered_on = models.DateField(_("first answered on"), null=True, blank=True)
    was_in_time = models.BooleanField(_("answered in time"), null=True, blank=True)
    answer_days = models.PositiveIntegerField(_("working days to answer"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = [
            models.Index(fields=["asked_of", "state", "due_on"], name="explanation_of_unit"),
            models.Index(fields=["owner", "state", "due_on"], name="explanation_of_owner"),
            models.Index(fields=["owner", "asked_on"], name="explanation_asked_on"),
            models.Index(fields=["subject_kind", "subject_id"], name="explanation_of_subject"),
            models.Index(fields=["state", "due_on"], name="explanation_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "asked_of"],
                condition=Q(state__in=_OPEN),
                name="explanation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_answered_on__isnull=True, was_in_time__isnull=True, answer_days=None
                )
                | Q(
                    first_answered_on__isnull=False,
                    was_in_time__isnull=False,
                    answer_days__isnull=False,
                ),
                name="explanation_first_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_DECIDED, decided_at__isnull=False)
                | ~Q(state__in=_DECIDED) & Q(decided_at__isnull=True),
                name="explanation_decided",
            ),
            paired("decided_at", "decided_by", "explanation_decided_pair"),
        ]

    def __str__(self) -> str:
        return self.subject_label[:200]
