"""Indicators: what is measured, how often, in which unit, and how it is added up."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import DIRECTIONS, OVER_TIME, PERIODICITY, ROLLUPS
from sauro.domains.indicators.rules import (
    SCALE,
    Direction,
    OverTime,
    Periodicity,
    Rollup,
    Sums,
    amount_of,
    contribution,
)

CONFIRMED = 2  # the status of a figure that the owner has confirmed


class Indicator(models.Model):
    """A measured quantity; several targets of several programmes may be set on it."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=500)
    name_en = models.CharField(_("name in English"), max_length=500, blank=True)
    folded = models.CharField(max_length=500, editable=False)
    unit = models.CharField(_("unit of measure"), max_length=80, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=DIRECTIONS, default=Direction.UP.value
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    periodicity = models.CharField(
        _("periodicity"), max_length=10, choices=PERIODICITY, default=Periodicity.MONTH.value
    )
    over_time = models.CharField(
        _("counts"), max_length=12, choices=OVER_TIME, default=OverTime.PERIODIC.value
    )
    rollup = models.CharField(
        _("added up by"), max_length=10, choices=ROLLUPS, default=Rollup.SUM.value
    )
    factor = models.PositiveIntegerField(
        _("factor"), default=1, help_text=_("100 shows a ratio in percent")
    )
    threshold = models.DecimalField(
        _("threshold"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    whole = models.BooleanField(_("whole numbers only"), default=False)
    lowest = models.DecimalField(
        _("lowest possible"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    highest = models.DecimalField(
        _("highest possible"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    jump = models.DecimalField(
        _("expected change, %"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    base_name = models.CharField(_("denominator or weight"), max_length=250, blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    reporter = models.CharField(_("reported by"), max_length=250, blank=True)
    confirmer = models.CharField(_("confirmed by"), max_length=250, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="indicator_code"),
            models.UniqueConstraint(fields=["owner", "folded", "unit"], name="indicator_name"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(lowest__lte=F("highest")),
                name="indicator_range",
            ),
            models.CheckConstraint(
                condition=~Q(rollup=Rollup.SHARE.value) | Q(threshold__isnull=False),
                name="indicator_share_has_threshold",
            ),
            models.CheckConstraint(condition=Q(factor__gte=1), name="indicator_factor"),
        ]

    def __str__(self) -> str:
        return self.name

    def shown(self, amount: int, base: int | None) -> Decimal | None:
        """A single unit's figure as it is read: a ratio in its own unit, else as typed."""
        if self.rollup == Rollup.RATIO:
            return Decimal(amount) * self.factor / Decimal(base) if base else None
        return Decimal(amount) / SCALE

    @property
    def bounds(self) -> dict[str, float | None]:
        """Between which figures a total can lie: a sum has no upper bound, a share is a percent."""
        if self.rollup == Rollup.SHARE:
            return {"lowest": 0.0, "highest": 100.0}
        low, high = (None if one is None else float(one) for one in (self.lowest, self.highest))
        if self.rollup == Rollup.SUM:
            return {"lowest": 0.0 if low is not None and low >= 0 else None, "highest": None}
        return {"lowest": low, "highest": high}

    def sums_of(self, amount: int, base: int | None, status: int) -> Sums:
        """What a stored figure adds to the totals above it; a returned one adds nothing."""
        if status == 0:
            return Sums()
        return contribution(
            self.rollup,
            amount=amount,
            base=base,
            confirmed=status == CONFIRMED,
            threshold=None if self.threshold is None else amount_of(self.threshold),
            falling=self.direction == Direction.DOWN,
        )


class Definition(models.Model):
    """The wording of what an indicator counts, as it stood from a day on."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    text = models.TextField(_("definition"))
    method = models.TextField(_("method"), blank=True)
    document = models.CharField(_("document"), max_length=250, blank=True)
    valid_from = models.DateField(_("valid from"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-valid_from", "-id")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="definition_day")
        ]

    def __str__(self) -> str:
        return self.text[:100]


class SameMeaning(models.Model):
    """A person's word that two owners' indicators measure the same; never guessed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="same_as")
    other = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["indicator", "other"], name="same_meaning_pair"),
            models.CheckConstraint(
                condition=~Q(indicator=F("other")), name="same_meaning_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} = {self.other_id}"
