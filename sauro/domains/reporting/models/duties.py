"""Who owes which report, how often, and how many days after closing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.core.models import paired
from sauro.domains.reporting.labels import DUTY_PERIODS, UNIT_KINDS

_PEOPLE = settings.AUTH_USER_MODEL


class ReportDuty(models.Model):
    """All organisations of a collective, or of a kind, owe a kind of report of each period.

    Periods count whose closing day is on or after `starts_on` and before `ends_on`.
    """

    owner = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    definition = models.CharField(_("kind of report"), max_length=30)
    period_kind = models.CharField(_("period"), max_length=12, choices=DUTY_PERIODS)
    collective = models.ForeignKey(
        "orgs.Collective", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    org_kind = models.CharField(_("kind of unit"), max_length=20, blank=True, choices=UNIT_KINDS)
    due_days = models.PositiveSmallIntegerField(_("days after closing"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        _PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("definition", "period_kind", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(collective__isnull=True) & ~Q(org_kind="")
                | Q(collective__isnull=False, org_kind=""),
                name="duty_names_units_one_way",
            ),
            models.UniqueConstraint(
                fields=["owner", "definition", "period_kind", "collective"],
                condition=Q(collective__isnull=False),
                name="duty_of_collective_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "definition", "period_kind", "org_kind"],
                condition=Q(collective__isnull=True),
                name="duty_of_kind_once",
            ),
            paired("ends_on", "ended_by", "duty_ended_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.period_kind}"
