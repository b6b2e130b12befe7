"""A bottleneck with the condition that would lift it, and the levels it was put to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.bottlenecks.labels import KINDS, LEVELS, STATES
from sauro.domains.bottlenecks.rules import HOLDING, Level, State
from sauro.engines import workflow

_PEOPLE = settings.AUTH_USER_MODEL
_ORGANISATION = "orgs.Organisation"
_HOLDING = sorted(state.value for state in HOLDING)
_WITHOUT_DAY = [State.PROPOSED.value, State.REJECTED.value, State.MERGED.value]


class BottleneckQuerySet(models.QuerySet["Bottleneck"]):
    """Filters of bottlenecks."""

    def holding(self) -> Any:
        """Those for which tasks and targets wait."""
        return self.filter(state__in=_HOLDING)

    def overdue(self, *, today: date) -> Any:
        """Those that should have been lifted before a day."""
        return self.filter(state__in=_HOLDING, lift_by__lt=today)

    def with_answer_day(self) -> Any:
        """With `answer_due_on`: by when the level answers to which one is put, if it said so."""
        last = Escalation.objects.filter(bottleneck=OuterRef("pk")).order_by("-pk")
        put = Q(state=State.ESCALATED.value)
        return self.annotate(
            answer_due_on=Case(When(put, then=Subquery(last.values("due_on")[:1])))
        )

    def of_programme(self, *, code: str) -> Any:
        """Those for which tasks or targets of a programme wait."""
        waits = models.Q(subjects__task__programme__code=code)
        waits |= models.Q(subjects__target__programme__code=code)
        return self.filter(pk__in=self.model.objects.filter(waits).order_by().values("pk"))


class Bottleneck(models.Model):
    """What blocks, what would lift it, who can lift it, who answers, and by when.

    `authority` is the level that can lift it as things stand: each escalation says it anew.
    """

    owner = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(_("bottleneck"), max_length=300)
    folded = models.TextField(editable=False)
    kind = models.CharField(_("kind"), max_length=24, choices=KINDS)
    description = models.TextField(_("description"), blank=True)
    condition = models.TextField(_("what would lift it"), blank=True)
    authority = models.CharField(
        _("level that can lift it"), max_length=20, choices=LEVELS, default=Level.PROVINCE.value
    )
    lifter = models.ForeignKey(
        _ORGANISATION,
        related_name="+",
        verbose_name=_("who can lift it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    lifter_name = models.CharField(_("who can lift it, as written"), max_length=200, blank=True)
    raised_by = models.ForeignKey(
        _ORGANISATION,
        related_name="+",
        verbose_name=_("raised by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    responsible = models.ForeignKey(
        _ORGANISATION,
        related_name="+",
        verbose_name=_("responsible unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    position = models.ForeignKey(
        "orgs.Position",
        related_name="+",
        verbose_name=_("responsible post"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    lift_by = models.DateField(_("to be lifted by"), null=True, blank=True)
    original_lift_by = models.DateField(null=True, blank=True, editable=False)
    state = workflow.state_field(choices=STATES, default=State.PROPOSED.value)
    reason = models.TextField(_("reason it was not accepted"), blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lift_document = models.ForeignKey(
        "documents.Document", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    lift_ground = models.TextField(_("ground"), blank=True)
    lift_evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", related_name="merged", null=True, blank=True, on_delete=models.PROTECT
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        _PEOPLE, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = BottleneckQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="bottleneck_number"),
            models.CheckConstraint(
                condition=Q(state__in=_WITHOUT_DAY)
                | Q(responsible__isnull=False, lift_by__isnull=False),
                name="bottleneck_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=Q(lift_by__isnull=True, original_lift_by__isnull=True)
                | Q(lift_by__isnull=False, original_lift_by__isnull=False),
                name="bottleneck_keeps_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.LIFTED.value)
                | Q(lifted_on__isnull=False)
                & (Q(lift_document__isnull=False) | (~Q(lift_ground="") & ~Q(lift_evidence=""))),
                name="bottleneck_lifted_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED.value, merged_into__isnull=False)
                | ~Q(state=State.MERGED.value) & Q(merged_into__isnull=True),
                name="bottleneck_merged_names_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="bottleneck_not_merged_into_itself",
            ),
            paired("closed_at", "closed_by", "bottleneck_closed_pair"),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "lift_by"], name="bottleneck_standing"),
            models.Index(fields=["state", "kind", "authority"], name="bottleneck_group"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"[:300]

    @property
    def code(self) -> str:
        """The number as people write it, for example ĐN-07."""
        return f"ĐN-{self.number:02d}"


class Escalation(models.Model):
    """A bottleneck was put to the level that has the authority, by a document if there is one."""

    bottleneck = models.ForeignKey(Bottleneck, on_delete=models.CASCADE, related_name="escalations")
    level = models.CharField(_("level"), max_length=20, choices=LEVELS)
    organisation = models.ForeignKey(
        _ORGANISATION, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    name = models.CharField(_("to whom, as written"), max_length=200, blank=True)
    document = models.ForeignKey(
        "documents.Document", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    note = models.TextField(_("what is asked"), blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""), name="escalation_names_body"
            )
        ]
        indexes = [models.Index(fields=["bottleneck", "-id"], name="escalation_last")]

    def __str__(self) -> str:
        return f"{self.bottleneck_id} → {self.level}"
