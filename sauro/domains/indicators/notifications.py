"""What people are told about forms and figures: as it happens, and as the day comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.indicators.models import DataSet, Indicator, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import period_at
from sauro.domains.indicators.selectors import forms, work
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source

LATE_PERIODS = 3  # what is older is told by alerts and by the table of who handed in


def _reporters(event: Event) -> Iterable[int]:
    """Who fills in the forms of the unit that handed one in; two SQL."""
    form = Submission.objects.only("organisation_id").get(pk=event.subject_id)
    return _ids(Perm.REPORT, [form.organisation_id], clock.day_of(event.at))


def _reminded(event: Event) -> Iterable[int]:
    """Who fills in the forms of the units that somebody reminded; two SQL."""
    units = Organisation.objects.filter(code__in=event.after.get("units", ()))
    ids = list(units.values_list("pk", flat=True))
    return _ids(Perm.REPORT, ids, clock.day_of(event.at))


def _keepers(event: Event) -> Iterable[int]:
    """Who confirms the figures of an indicator; two SQL."""
    indicator = Indicator.objects.select_related("owner").get(pk=event.subject_id)
    found = org_selectors.people_over(
        permission=Perm.CONFIRM, organisations=[indicator.owner], day=clock.day_of(event.at)
    )
    return [one.pk for several in found.values() for one in several]


def _ids(permission: str, units: Iterable[int], day: date) -> list[int]:
    found = org_selectors.people_who(permission=permission, organisations=units, day=day)
    return [one.pk for several in found.values() for one in several]


def _form_page(event: Event) -> str:
    form = Submission.objects.only("data_set_id", "organisation_id", "period").get(
        pk=event.subject_id
    )
    return reverse("figure_form", args=[form.data_set_id, form.organisation_id, form.period])


def forms_due(*, today: date) -> Iterator[Due]:
    """Forms that units have not handed in; a few SQL a form, whatever the number of units."""
    for form in DataSet.objects.select_related("owner").order_by("pk"):
        yield from _owed(form, today)


def _owed(form: DataSet, today: date) -> Iterator[Due]:
    numbers = [
        period
        for period in forms.open_periods(form=form, day=today)
        if forms.timing_of(form=form, period=period).due_on <= today + timedelta(days=HORIZON)
    ][-LATE_PERIODS:]
    if not numbers:
        return
    units = list(forms.reporting_units(form=form, day=today))
    done = set(
        Submission.objects.filter(
            data_set=form, period__in=numbers, state__in=work.HANDED_IN
        ).values_list("organisation_id", "period")
    )
    officers, heads = org_selectors.officers_and_heads(
        officer=Perm.REPORT, head=DocumentPerm.APPROVE, organisations=units, day=today
    )
    for unit in units:
        for period in numbers:
            owed = forms.still_owed(form=form, organisation=unit, period=period, day=today)
            if owed and (unit.pk, period) not in done:
                to, superiors = officers.get(unit.pk, ()), heads.get(unit.pk, ())
                yield _due(form, unit, period, to=to, superiors=superiors)


def _due(
    form: DataSet,
    unit: Organisation,
    period: int,
    *,
    to: tuple[int, ...],
    superiors: tuple[int, ...],
) -> Due:
    words = period_at(form.periodicity, period).label("vi")
    return Due(
        subject_kind="indicators.form",
        subject_id=f"{form.pk}-{unit.pk}-{period}",
        label=f"{form.name}, {words}, {unit.label}",
        url=reverse("figure_form", args=[form.pk, unit.pk, period]),
        due_on=forms.timing_of(form=form, period=period).due_on,
        to=to,
        superiors=superiors,
    )


MESSAGES: dict[str, Message] = {
    "indicators.form.returned": Message(
        kind="indicators.form.returned",
        to=_reporters,
        title=_("Your form was returned: %(label)s. %(note)s"),
        url=_form_page,
        urgent=True,
    ),
    "indicators.form.confirmed": Message(
        kind="indicators.form.confirmed",
        to=_reporters,
        title=_("Your form was confirmed: %(label)s"),
        url=_form_page,
    ),
    "indicators.form.reminded": Message(
        kind="indicators.form.reminded",
        to=_reminded,
        title=_("%(by)s reminds your unit of a form: %(label)s"),
        url=lambda _event: reverse("figure_due"),
        urgent=True,
    ),
    "indicators.figure.proposed": Message(
        kind="indicators.figure.proposed",
        to=_keepers,
        title=_("%(by)s proposes another figure: %(label)s. %(note)s"),
        url=lambda _event: reverse("figure_queue"),
    ),
}
REMINDERS: dict[str, Source] = {"indicators.forms_due": Source(label=_("Form"), dues=forms_due)}
