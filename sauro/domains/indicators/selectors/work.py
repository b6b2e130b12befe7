"""What is due from a person's units, what waits for his decision, and who has handed in what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Proposal, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms, members, visibility
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, periods

SHOWN_PERIODS = 12
HANDED_IN = ("submitted", "checked", "confirmed")


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
        return self.state in HANDED_IN


class Mark(NamedTuple):
    """One cell of the table of who has handed in: a state, and whether it came late."""

    state: str
    late: bool
    submission_id: int | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who handed in a form in which period; fractions reconcile with the rows of all units.

    `marks` are those of the units read, `counts` by period those of all units.
    """

    form: DataSet
    periods: tuple[int, ...]
    units: tuple[Organisation, ...]
    marks: dict[tuple[int, int], Mark]
    counts: Mapping[int, tuple[int, int, int]]

    def count(self, period: int) -> tuple[int, int, int]:
        """Units that handed in by the due day, that handed in at all, and that owe the form."""
        return self.counts[period]


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
    *,
    form: DataSet,
    user: Any,
    day: date,
    shown: int = SHOWN_PERIODS,
    units: Sequence[Organisation] | None = None,
) -> Completeness:
    """Who handed in a form in its last periods, of the units the person may see; four SQL.

    With `units` only their marks are read, three SQL; all units are counted.
    """
    numbers = last_periods(form=form, day=day, shown=shown)
    every = units_followed(form=form, user=user, day=day, shown=shown)
    counts = _counts(form, every.order_by(), numbers)
    read = tuple(every if units is None else units)
    return Completeness(form, tuple(numbers), read, _marks(form, read, numbers, day), counts)


def units_followed(
    *, form: DataSet, user: Any, day: date, shown: int = SHOWN_PERIODS
) -> QuerySet[Organisation]:
    """The units that owed a form in its last periods, by name, of those the person may see."""
    numbers = last_periods(form=form, day=day, shown=shown)
    first = rules.period_at(form.periodicity, numbers[0]).start if numbers else day
    found = (
        Organisation.objects.filter(members.below(form.owner.path), kind__in=form.kinds)
        .filter(valid_from__lte=day)
        .exclude(valid_to__lt=first)
        .order_by("sort_key", "pk")
    )
    if access.allowed(user, Perm.VIEW_ALL, form) or access.allowed(user, Perm.CHECK, form):
        return found
    return found.filter(access.scope(user, Perm.VIEW_OWN).q("path"))


def _counts(
    form: DataSet, units: QuerySet[Organisation], numbers: Sequence[int]
) -> dict[int, tuple[int, int, int]]:
    """By period: units that handed in by the due day, at all, and that owe the form; two SQL."""
    ends = {number: rules.period_at(form.periodicity, number).end for number in numbers}
    if not ends:
        return {}
    owed = units.aggregate(
        **{f"in_{number}": Count("pk", filter=_in_force(end)) for number, end in ends.items()}
    )
    owing = Q(pk__in=())
    for number, end in ends.items():
        owing |= Q(period=number) & _in_force(end, "organisation__")
    handed = (
        Submission.objects.filter(owing, data_set=form, state__in=HANDED_IN)
        .filter(organisation__in=units)
        .order_by()
        .values_list("period")
        .annotate(all=Count("pk"), on_time=Count("pk", filter=Q(is_late=False)))
    )
    known = {period: (on_time, every) for period, every, on_time in handed}
    return {number: (*known.get(number, (0, 0)), owed[f"in_{number}"]) for number in numbers}


def _in_force(day: date, name: str = "") -> Q:
    ends = f"{name}valid_to"
    return Q(**{f"{name}valid_from__lte": day}) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    )


def _marks(
    form: DataSet, units: Sequence[Organisation], numbers: Sequence[int], day: date
) -> dict[tuple[int, int], Mark]:
    """The marks of these units; one SQL."""
    rows = Submission.objects.filter(data_set=form, period__in=numbers)
    if len(units) <= members.NAMED:
        rows = rows.filter(organisation__in=[unit.pk for unit in units])
    handed = {
        (unit, period): Mark(state, late, pk)
        for unit, period, state, late, pk in rows.order_by().values_list(
            "organisation_id", "period", "state", "is_late", "pk"
        )
    }
    found: dict[tuple[int, int], Mark] = {}
    for number in numbers:
        end = rules.period_at(form.periodicity, number).end
        late = forms.timing_of(form=form, period=number).is_late(day)
        for unit in units:
            if unit.valid_from > end or (unit.valid_to is not None and unit.valid_to < end):
                continue
            one = handed.get((unit.pk, number))
            if one is None or one.state == "draft":
                one = Mark("missing", late, one.submission_id if one else None)
            found[unit.pk, number] = one
    return found


def last_periods(*, form: DataSet, day: date, shown: int = SHOWN_PERIODS) -> list[int]:
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
