"""Series of numbers, who numbers what together, and the arrivals of incoming documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.labels import FLOWS, FORMS, SERIES
from sauro.domains.documents.rules import DocumentFlow, PaperForm, Series


class NumberRule(models.Model):
    """What an organisation numbers together, and the abbreviation of its name in symbols.

    Without a row the default of Decree 30/2020 holds: one series per year for the organisation.
    """

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="number_rule"
    )
    series = models.CharField(_("series"), max_length=10, choices=SERIES, default=Series.ONE.value)
    own_kinds = models.JSONField(_("kinds with a series of their own"), default=list)
    mark = models.CharField(_("abbreviation in symbols"), max_length=20, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=FORMS, default=PaperForm.STATE.value)

    class Meta:
        ordering = ("organisation_id",)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.series}"


class NumberBook(models.Model):
    """One series of numbers of one organisation and year; `last` is the last one taken.

    What is secret has books of its own, so that a missing number tells nobody of a paper.
    """

    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="number_books"
    )
    flow = models.CharField(max_length=10, choices=FLOWS, default=DocumentFlow.OUTGOING.value)
    group = models.CharField(max_length=80, blank=True)
    secret = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("organisation_id", "-year", "flow", "group", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "flow", "group", "secret", "year"], name="number_book"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.flow} {self.group} {self.year}".replace("  ", " ")


class Arrival(models.Model):
    """An organisation received a document, under its own arrival number of the year.

    One document of the register can arrive at several organisations, each with its number.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="arrivals"
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="arrivals"
    )
    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="arrivals")
    number = models.PositiveIntegerField(_("arrival number"))
    arrived_on = models.DateField(_("arrived on"))
    passed_to = models.CharField(_("passed to"), max_length=250, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-arrived_on", "-number", "id")
        constraints = [
            models.UniqueConstraint(fields=["document", "organisation"], name="arrival_once"),
            models.UniqueConstraint(fields=["book", "number"], name="arrival_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.arrived_on})"
