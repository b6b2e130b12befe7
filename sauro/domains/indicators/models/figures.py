"""Figures as handed in, what they replaced, and what they add up to.

Figures are whole ten-thousandths (`rules.SCALE`), periods are numbered in months
(`rules.index_of`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.models.sheet import CONFIRMED as SURE
from sauro.domains.indicators.models.sheet import Indicator


class Observation(models.Model):
    """The figure of one indicator, period and unit; narrow, because there are millions."""

    RETURNED, SUBMITTED, CONFIRMED = 0, 1, SURE  # a returned figure is kept and not counted

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = models.BigIntegerField()
    base = models.BigIntegerField(null=True)
    status = models.PositiveSmallIntegerField(default=SUBMITTED)
    since = models.DateField()  # the day from which this figure stands

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "organisation"], name="observation_key"
            ),
            models.CheckConstraint(condition=Q(status__lte=2), name="observation_status"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.organisation_id}"


class Superseded(models.Model):
    """A figure that stood from one day until another, and why it gave way."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="superseded", db_index=False
    )
    period = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = models.BigIntegerField()
    base = models.BigIntegerField(null=True)
    status = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    reason = models.TextField(blank=True)
    after_closing = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["indicator", "period", "organisation"], name="superseded_key")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.organisation_id} until {self.until}"


class Proposal(models.Model):
    """Another figure that a unit proposes beside the official one; it counts only once accepted."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="proposals")
    period = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="proposals"
    )
    amount = models.BigIntegerField()
    base = models.BigIntegerField(null=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "organisation"],
                condition=Q(accepted__isnull=True),
                name="proposal_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.organisation_id}"


class RollupRow(models.Model):
    """What the counted figures of a unit and all below it add up to in one period."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    period = models.PositiveSmallIntegerField()
    total = models.BigIntegerField(default=0)
    base = models.BigIntegerField(default=0)
    units = models.IntegerField(default=0)
    over = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "period"], name="rollup_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.organisation_id}/{self.period}"


class Latest(models.Model):
    """The last counted figure of each unit, for maps and rankings."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    period = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    base = models.BigIntegerField(null=True)
    status = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "organisation"], name="latest_key")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.organisation_id}"
