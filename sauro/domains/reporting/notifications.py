"""What people are told about the reports they owe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.models import ReportDuty
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import duties as rules
from sauro.domains.reporting.selectors import duties
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source


def _reminded(event: Event) -> Iterable[int]:
    """Who makes the reports of the units that somebody reminded; two SQL."""
    units = Organisation.objects.filter(code__in=event.after.get("units", ()))
    ids = list(units.values_list("pk", flat=True))
    found = org_selectors.people_who(
        permission=Perm.MAKE_OWN, organisations=ids, day=clock.day_of(event.at)
    )
    return [one.pk for several in found.values() for one in several]


def reports_due(*, today: date) -> Iterator[Due]:
    """Reports that units owe and have not issued; four SQL a duty, whatever the number of units."""
    going_on = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    for duty in ReportDuty.objects.filter(going_on).select_related("owner__unit", "collective"):
        yield from _owed(duty, today)


def _owed(duty: ReportDuty, today: date) -> Iterator[Due]:
    table = duties.table_of(duty=duty, user=None, today=today)
    days = {one.period.code: one for one in table.periods}
    officers, heads = org_selectors.officers_and_heads(
        officer=Perm.MAKE_OWN, head=DocumentPerm.APPROVE, organisations=table.units, day=today
    )
    title = str(definitions()[duty.definition].name)
    units = {unit.pk: unit for unit in table.units}
    for (pk, code), mark in table.marks.items():
        asked = days[code]
        if mark.state not in rules.NOT_ISSUED or asked.due_on > today + timedelta(days=HORIZON):
            continue
        yield Due(
            subject_kind="reporting.duty",
            subject_id=f"{duty.pk}-{pk}-{code}",
            label=f"{title}, {asked.period.label('vi')}, {units[pk].label}",
            url=reverse("report_detail", args=[mark.report.pk])
            if mark.report
            else reverse("report_create"),
            due_on=asked.due_on,
            to=officers.get(pk, ()),
            superiors=heads.get(pk, ()),
        )


MESSAGES: dict[str, Message] = {
    "reporting.duty.reminded": Message(
        kind="reporting.duty.reminded",
        to=_reminded,
        title=_("%(by)s reminds your unit of a report that it owes."),
        url=lambda _event: reverse("report_list"),
        urgent=True,
    ),
}
REMINDERS: dict[str, Source] = {
    "reporting.reports_due": Source(label=_("Report"), dues=reports_due)
}
