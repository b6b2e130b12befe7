"""Forms: units that have not handed in for several periods, and forms that nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from sauro.core import clock
from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules import tasks as rules
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import DataSet, Submission
from sauro.domains.indicators.selectors import forms, members
from sauro.domains.indicators.selectors.work import HANDED_IN
from sauro.domains.orgs.models import Organisation
from sauro.engines import periods

SILENT, WAITING = RuleCode.UNIT_SILENT, RuleCode.FORM_WAITING
_FAR_BACK = 24  # periods after which a form that is asked for nowhere is given up


def silent_units(search: Search) -> Iterator[Cause]:
    """Units that handed in none of the last periods whose form was due; one SQL a form."""
    if not search.wants([SILENT]):
        return
    for form in DataSet.objects.filter(search.owned()).select_related("owner").order_by("pk"):
        yield from silent_in(search, form=form)


def silent_in(search: Search, *, form: DataSet, unit_id: int | None = None) -> Iterator[Cause]:
    """The silent units of one form, or whether one unit is silent in it; one SQL."""
    setting = search.setting(SILENT, form.owner.path)
    count = setting.limits["periods"]
    due = due_periods(form=form, today=search.today, count=count)
    if not setting.is_on or len(due) < count:
        return
    units = _silent(form, due, search.today)
    if unit_id is not None:
        units = units.filter(pk=unit_id)
    for pk, name, last in units.values_list("pk", "name", "last_period"):
        yield Cause(
            rule=SILENT.value,
            subject_id=str(pk),
            part=str(form.pk),
            owner_id=form.owner_id,
            organisation_id=pk,
            level=setting.level,
            facts={
                "form": form.name,
                "periodicity": form.periodicity,
                "first_period": due[-1],
                "last_period": due[0],
                "handed_in": last,
                **setting.limits,
            },
            label=name[:200],
        )


def due_periods(*, form: DataSet, today: date, count: int) -> list[int]:
    """The last periods whose form was due before a day, newest first."""
    step = forms.MONTHS[form.periodicity]
    number = indicator_rules.index_of(periods.KINDS[form.periodicity].containing(today))
    found: list[int] = []
    for _n in range(_FAR_BACK):
        if number < form.first_period or len(found) == count:
            break
        if forms.in_use(form=form, period=number) and forms.timing_of(
            form=form, period=number
        ).is_late(today):
            found.append(number)
        number -= step
    return found


def _silent(form: DataSet, due: list[int], today: date) -> QuerySet[Organisation, Any]:
    handed = Submission.objects.filter(
        data_set=form, organisation=OuterRef("pk"), state__in=HANDED_IN
    ).order_by()
    since = indicator_rules.period_at(form.periodicity, due[-1]).end
    last = handed.values("organisation").annotate(last=Max("period")).values("last")
    return (
        Organisation.objects.in_force(today)
        .filter(members.below(form.owner.path), kind__in=form.kinds, valid_from__lte=since)
        .filter(~Exists(handed.filter(period__in=due)))
        .annotate(last_period=Subquery(last))
        .order_by("pk")
    )


def waiting_forms(search: Search) -> Iterator[Cause]:
    """Forms handed in that wait too long for the one who checks or confirms them; one SQL."""
    if not search.wants([WAITING]):
        return
    found = Submission.objects.filter(
        search.owned("data_set__owner"),
        state__in=("submitted", "checked"),
        submitted_at__isnull=False,
    )
    for one in found.select_related("data_set__owner", "organisation").order_by("pk"):
        yield from waiting_form(search, one)


def waiting_form(search: Search, submission: Submission) -> Iterator[Cause]:
    """Whether one form waits too long."""
    form = submission.data_set
    setting = search.setting(WAITING, form.owner.path)
    is_checked = submission.state == "checked"
    moment = submission.checked_at if is_checked else submission.submitted_at
    if not setting.is_on or moment is None or submission.state not in ("submitted", "checked"):
        return
    since = clock.day_of(moment)
    if rules.waiting(since, setting.limits, search.today, search.working_days) is None:
        return
    decides = form.owner_id if is_checked or not form.checker_id else form.checker_id
    yield Cause(
        rule=WAITING.value,
        subject_id=str(submission.pk),
        owner_id=form.owner_id,
        organisation_id=decides,
        level=setting.level,
        facts={
            "since": since.isoformat(),
            "form": form.name,
            "from": submission.organisation.label,
            "period": submission.period,
            "periodicity": form.periodicity,
            **setting.limits,
        },
        label=f"{form.name} · {submission.organisation.label}"[:200],
    )
