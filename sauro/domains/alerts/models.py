"""What a province decided about a rule, the alerts found, and when they were looked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.alerts.labels import CLOSE_REASONS, LEVELS, RULES
from sauro.domains.alerts.rules.standing import AlertState

_PEOPLE = settings.AUTH_USER_MODEL


class AlertRule(models.Model):
    """How a province, or one of its programmes, applies a rule; without a row it is as usual."""

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    code = models.CharField(_("rule"), max_length=30, choices=RULES)
    is_on = models.BooleanField(_("in use"), default=True)
    level = models.CharField(_("severity"), max_length=10, choices=LEVELS)
    limits = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("owner_id", "code", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code"],
                condition=Q(programme__isnull=True),
                name="alert_rule_of_owner",
            ),
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(programme__isnull=False),
                name="alert_rule_of_programme",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AlertQuerySet(models.QuerySet["Alert"]):
    """Filters of alerts."""

    def with_state(self, *, today: date) -> Any:
        """`rules.standing.state_of` in SQL, as `state`; one test holds the two equal."""
        return self.annotate(
            state=Case(
                When(closed_at__isnull=False, then=Value(AlertState.CLOSED.value)),
                When(snoozed_until__gte=today, then=Value(AlertState.SNOOZED.value)),
                When(acknowledged_at__isnull=False, then=Value(AlertState.ACKNOWLEDGED.value)),
                default=Value(AlertState.OPEN.value),
                output_field=CharField(),
            )
        )

    def going_on(self) -> Any:
        """Those whose cause has not ended."""
        return self.filter(closed_at__isnull=True)

    def not_closed_by(self, moment: datetime) -> Any:
        """Those whose cause had not ended at a moment, as far as was known then."""
        return self.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=moment))


class Alert(models.Model):
    """One cause: a rule and the record it speaks of, open until the cause ends.

    `part` names the part of the record when it can give several causes: the unit of an indicator,
    the form of a unit. `owner` is the organisation that owns the record, `organisation` the unit
    that answers. `facts` are the numbers its sentence prints, with the limits that were applied.
    """

    rule = models.CharField(_("rule"), max_length=30, choices=RULES)
    level = models.CharField(_("severity"), max_length=10, choices=LEVELS)
    weight = models.PositiveSmallIntegerField(default=0)  # the level as a number, to sort by
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=220, blank=True, editable=False)
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="alerts"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, blank=True, choices=CLOSE_REASONS)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    snoozed_at = models.DateTimeField(null=True, blank=True)
    snoozed_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    snoozed_until = models.DateField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id", "part"],
                condition=Q(closed_at__isnull=True),
                name="alert_once_for_a_cause",
            ),
            paired("acknowledged_at", "acknowledged_by", "alert_acknowledged_pair"),
            paired("snoozed_at", "snoozed_by", "alert_snoozed_pair"),
            models.CheckConstraint(
                condition=Q(snoozed_at__isnull=True, snoozed_until__isnull=True)
                | Q(snoozed_at__isnull=False, snoozed_until__isnull=False),
                name="alert_snoozed_until",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_at__isnull=True) | Q(acknowledged_at__isnull=True),
                name="alert_handled_one_way",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | Q(closed_at__isnull=False) & ~Q(close_reason=""),
                name="alert_closed_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="alert_of_subject"),
            models.Index(fields=["owner", "closed_at", "rule"], name="alert_of_owner"),
            models.Index(fields=["organisation", "closed_at", "rule"], name="alert_of_unit"),
            models.Index(
                fields=["-weight", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="alert_gravest_first",
            ),
            models.Index(fields=["opened_at"], name="alert_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.label}"[:200].rstrip(": ")


class AlertRun(models.Model):
    """One search for causes: over one owner or all, what it opened and closed, by rule."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    opened = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    going_on = models.PositiveIntegerField()
    opened_by_rule = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"
