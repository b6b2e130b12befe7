"""What is due from a person's units, what waits for his decision, and who has handed in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Proposal, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms, visibility
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, periods

SHOWN_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A form that a unit owes for a period, and how far it has come."""

    form: DataSet
    organisation: Organisation
    period: int
    timing: Timing
    submission: Submission | None

    @property
    def state(self) -> str:
        """The state of the form, draft when it has not been begun."""
        return self.submission.state if self.submission else "draft"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for the unit."""
        return self.state in ("submitted", "checked", "confirmed")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the table of who has handed in: a state, and whether it came late."""

    state: str
    late: bool
    submission_id: int | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who handed in a form in which period; fractions reconcile with the rows."""

    form: DataSet
    periods: tuple[int, ...]
    units: tuple[Organisation, ...]
    marks: dict[tuple[int, int], Mark]

    def count(self, period: int) -> tuple[int, int, int]:
        """Units that handed in by the due day, that handed in at all, and that owe the form."""
        owed = [unit for unit in self.units if (unit.pk, period) in self.marks]
        marks = [self.marks[unit.pk, period] for unit in owed]
        handed = [one for one in marks if one.state in ("submitted", "checked", "confirmed")]
        return sum(not one.late for one in handed), len(handed), len(owed)


def due_from(*, user: Any, day: date) -> list[Due]:
    """Forms that the person's units can hand in on a day, the most pressing first; four SQL."""
    units = visibility.own_units(user=user)
    owed = [
        (form, unit, period)
        for form, unit in forms.forms_for(organisations=units, day=day)
        for period in forms.open_periods(form=form, day=day)
        if forms.still_owed(form=form, organisation=unit, period=period, day=day)
    ]
    begun = {
        (one.data_set_id, one.organisation_id, one.period): one
        for one in Submission.objects.filter(
            data_set__in={form.pk for form, _unit, _period in owed},
            organisation__in={unit.pk for _form, unit, _period in owed},
            period__in={period for _form, _unit, period in owed},
        )
    }
    found = [
        Due(
            form,
            unit,
            period,
            forms.timing_of(form=form, period=period),
            begun.get((form.pk, unit.pk, period)),
        )
        for form, unit, period in owed
    ]
    return sorted(found, key=lambda one: (one.is_done, one.timing.due_on, one.form.code))


def waiting_for(*, user: Any) -> QuerySet[Submission]:
    """Forms that wait for the person to check or confirm, unusual ones first; none of his own."""
    found = visibility.visible_submissions(user=user).exclude(submitted_by=user)
    confirms, checks = access.scope(user, Perm.CONFIRM), access.scope(user, Perm.CHECK)
    ready = found.none()
    if confirms:
        mine = found.filter(confirms.q("data_set__owner__path"))
        ready = mine.filter(state="checked") | mine.filter(
            state="submitted", data_set__checker__isnull=True
        )
    if checks:
        ready = ready | found.filter(checks.q("data_set__checker__path"), state="submitted")
    return ready.order_by("-remarks", "submitted_at", "pk")


def open_proposals(*, user: Any) -> QuerySet[Proposal]:
    """Figures that units propose beside those of the person's owner, oldest first."""
    scope = access.scope(user, Perm.CONFIRM)
    if not scope:
        return Proposal.objects.none()
    return (
        Proposal.objects.filter(scope.q("indicator__owner__path"), accepted__isnull=True)
        .select_related("indicator__owner", "organisation", "by")
        .order_by("at")
    )


def completeness(
    *, form: DataSet, user: Any, day: date, shown: int = SHOWN_PERIODS
) -> Completeness:
    """Who handed in a form in its last periods, of the units the person may see; two SQL."""
    numbers = _periods_up_to(form, day, shown)
    first = rules.period_at(form.periodicity, numbers[0]).start if numbers else day
    scope_whole = access.allowed(user, Perm.VIEW_ALL, form) or access.allowed(
        user, Perm.CHECK, form
    )
    units = (
        Organisation.objects.filter(path__startswith=form.owner.path, kind__in=form.kinds)
        .filter(valid_from__lte=day)
        .exclude(valid_to__lt=first)
        .order_by("sort_key", "pk")
    )
    if not scope_whole:
        units = units.filter(access.scope(user, Perm.VIEW_OWN).q("path"))
    handed = {
        (one.organisation_id, one.period): one
        for one in Submission.objects.filter(data_set=form, period__in=numbers)
    }
    rows = tuple(units)
    return Completeness(form, tuple(numbers), rows, _marks(form, rows, numbers, handed, day))


def _marks(
    form: DataSet,
    units: Sequence[Organisation],
    numbers: Sequence[int],
    handed: dict[tuple[int, int], Submission],
    day: date,
) -> dict[tuple[int, int], Mark]:
    found: dict[tuple[int, int], Mark] = {}
    for number in numbers:
        end = rules.period_at(form.periodicity, number).end
        late = forms.timing_of(form=form, period=number).is_late(day)
        for unit in units:
            if unit.valid_from > end or (unit.valid_to is not None and unit.valid_to < end):
                continue
            one = handed.get((unit.pk, number))
            if one is None or one.state == "draft":
                found[unit.pk, number] = Mark("missing", late, one.pk if one else None)
            else:
                found[unit.pk, number] = Mark(one.state, one.is_late, one.pk)
    return found


def _periods_up_to(form: DataSet, day: date, shown: int) -> list[int]:
    """The last periods whose form has opened by a day, oldest first."""
    here = rules.index_of(periods.KINDS[form.periodicity].containing(day))
    step = forms.MONTHS[form.periodicity]
    found: list[int] = []
    number = here + step
    while len(found) < shown and number >= form.first_period:
        opened = forms.timing_of(form=form, period=number).opens_on <= day
        if opened and forms.in_use(form=form, period=number):
            found.append(number)
        number -= step
    return found[::-1]
