"""Forms: which indicators which units report when, and what one unit handed in for one period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.labels import BASES, FORM_STATES, PERIODICITY
from sauro.domains.indicators.models.sheet import Indicator
from sauro.domains.indicators.rules import Basis, Periodicity
from sauro.engines.workflow import state_field


class DataSet(models.Model):
    """A form: indicators that units of some kinds report for every period of one length."""

    owner = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="data_sets"
    )
    checker = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_data_sets",
        verbose_name=_("checked first by"),
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=320, editable=False)
    help = models.TextField(_("help"), blank=True)
    periodicity = models.CharField(
        _("periodicity"), max_length=10, choices=PERIODICITY, default=Periodicity.MONTH.value
    )
    kinds = models.JSONField(_("reported by"), default=list)  # kinds of organisations
    first_period = models.PositiveSmallIntegerField(_("first period"))
    last_period = models.PositiveSmallIntegerField(_("last period"), null=True, blank=True)
    basis = models.CharField(
        _("dates count from"), max_length=10, choices=BASES, default=Basis.CLOSING.value
    )
    opens_after = models.SmallIntegerField(_("opens after, days"), default=-10)
    due_after = models.SmallIntegerField(_("due after, days"), default=3)
    closes_after = models.SmallIntegerField(_("closes after, days"), default=20)
    is_demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="data_set_code"),
            models.CheckConstraint(
                condition=Q(opens_after__lte=F("due_after")) & Q(due_after__lte=F("closes_after")),
                name="data_set_days",
            ),
            models.CheckConstraint(
                condition=Q(last_period__isnull=True) | Q(last_period__gte=F("first_period")),
                name="data_set_periods",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DataSetItem(models.Model):
    """One indicator in its place on a form."""

    data_set = models.ForeignKey(DataSet, on_delete=models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="items")
    section = models.CharField(_("section"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        ordering = ("data_set_id", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=["data_set", "indicator"], name="data_set_item")
        ]

    def __str__(self) -> str:
        return f"{self.data_set_id}/{self.indicator_id}"


class NotApplicable(models.Model):
    """A unit for which an indicator does not apply, and why."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="exempt")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="exempt_from"
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["indicator", "organisation"], name="not_applicable")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} × {self.organisation_id}"


class Submission(models.Model):
    """What one unit has filled in on a form for one period, and how far it has come.

    `draft` holds cells by indicator id: {"value": "12.5", "base": "40", "reason": "…"}.
    """

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="submissions"
    )
    period = models.PositiveSmallIntegerField()
    state = state_field(default="draft", choices=FORM_STATES)
    draft = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)
    return_reason = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.PositiveSmallIntegerField(default=0)  # soft findings given a reason
    is_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-period", "organisation_id")
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "period", "organisation"], name="submission_key"
            )
        ]
        indexes = [
            models.Index(fields=["state", "data_set", "period"], name="submission_queue"),
            models.Index(fields=["organisation", "period"], name="submission_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.data_set} · {self.organisation}"
