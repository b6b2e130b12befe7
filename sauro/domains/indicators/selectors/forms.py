"""Reading forms: who owes them, what they ask, and the figures beside each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Indicator,
    NotApplicable,
    Observation,
    Submission,
)
from sauro.domains.indicators.rules import SCALE, Rollup, Timing
from sauro.domains.orgs.models import Organisation
from sauro.engines import periods
from sauro.engines.history.models import Event
from sauro.engines.history.recording import subject_type_of

shown = Indicator.shown
FILLED_IN = "indicators.form.filled_in"
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form for one unit, with what a figure there is held against."""

    item: DataSetItem
    applies: bool
    previous: Observation | None
    previous_in_year: Observation | None
    present: Observation | None

    @property
    def indicator(self) -> Indicator:
        """The indicator of the line."""
        return self.item.indicator


def timing_of(*, form: DataSet, period: int) -> Timing:
    """The days on which a form of one period opens, is due and closes."""
    return rules.timing(
        rules.period_at(form.periodicity, period),
        basis=form.basis,
        opens_after=form.opens_after,
        due_after=form.due_after,
        closes_after=form.closes_after,
    )


def label_of(*, periodicity: str, period: int, language: str) -> str:
    """The name of a period in words."""
    return rules.period_at(periodicity, period).label(language)


def open_periods(*, form: DataSet, day: date) -> list[int]:
    """Numbers of the periods whose form can be handed in on a day, oldest first."""
    here = rules.index_of(periods.KINDS[form.periodicity].containing(day))
    step = MONTHS[form.periodicity]
    return [
        period
        for period in range(here - 12 - step, here + 2 * step, step)
        if in_use(form=form, period=period) and timing_of(form=form, period=period).is_open(day)
    ]


def in_use(*, form: DataSet, period: int) -> bool:
    """Whether the form is asked for in a period at all."""
    last = form.last_period
    begins = period % MONTHS[form.periodicity] == 0  # not in the middle of a quarter or year
    return begins and period >= form.first_period and (last is None or period <= last)


def reporting_units(*, form: DataSet, day: date) -> QuerySet[Organisation]:
    """The units that owe a form on a day: of its kinds, below its owner, in force."""
    found: QuerySet[Organisation] = (
        Organisation.objects.in_force(day)
        .filter(path__startswith=form.owner.path, kind__in=form.kinds)
        .order_by("sort_key", "pk")
    )
    return found


def owes(*, form: DataSet, organisation: Organisation, day: date) -> bool:
    """Whether a unit owes a form on a day."""
    return reporting_units(form=form, day=day).filter(pk=organisation.pk).exists()


def still_owed(*, form: DataSet, organisation: Organisation, period: int, day: date) -> bool:
    """Whether the unit was in force on the last day of a period, or is when it still runs."""
    end = min(rules.period_at(form.periodicity, period).end, day)
    return organisation.valid_to is None or organisation.valid_to >= end


def lines_of(
    *,
    form: DataSet,
    organisation: Organisation,
    period: int,
    items: Sequence[DataSetItem] | None = None,
) -> list[Line]:
    """The lines of a form for a unit and period; three SQL, two with its items."""
    if items is None:
        items = list(
            DataSetItem.objects.filter(data_set=form)
            .select_related("indicator")
            .order_by("position", "pk")
        )
    ids = [item.indicator_id for item in items]
    exempt = set(
        NotApplicable.objects.filter(indicator__in=ids, organisation=organisation).values_list(
            "indicator", flat=True
        )
    )
    before = period - MONTHS[form.periodicity]
    figures = {
        (one.indicator_id, one.period): one
        for one in Observation.objects.filter(
            indicator__in=ids, organisation=organisation, period__in=(before, period)
        )
    }
    same_year = before // 12 == period // 12
    return [
        Line(
            item=item,
            applies=item.indicator_id not in exempt,
            previous=_counted(figures.get((item.indicator_id, before))),
            previous_in_year=_counted(figures.get((item.indicator_id, before)))
            if same_year
            else None,
            present=figures.get((item.indicator_id, period)),
        )
        for item in items
    ]


def peers_of(
    *, indicators: Iterable[Indicator], organisation: Organisation, period: int
) -> dict[int, list[float]]:
    """What similar units reported, by indicator, where size does not matter; two SQL.

    Similar units are those of the same kind below the same unit; of rates and averages only.
    """
    wanted = {one.pk: one for one in indicators if one.rollup in (Rollup.RATIO, Rollup.AVERAGE)}
    found: dict[int, list[float]] = {pk: [] for pk in wanted}
    if not wanted:
        return found
    # the key of figures ends with the unit: naming the units reads no other province
    alike = (
        Organisation.objects.filter(
            kind=organisation.kind,
            path__startswith=organisation.path[: -Organisation.steplen],
        )
        .exclude(pk=organisation.pk)
        .order_by()
    )
    rows = Observation.objects.filter(
        indicator__in=wanted,
        period=period,
        status__gt=0,
        organisation__in=list(alike.values_list("pk", flat=True)),
    )
    ratios = {pk: one.factor for pk, one in wanted.items() if one.rollup == Rollup.RATIO}
    for pk, amount, base in rows.values_list("indicator_id", "amount", "base"):
        if pk not in ratios:
            found[pk].append(amount / SCALE)
        elif base:
            found[pk].append(amount * ratios[pk] / base)
    return found


def entered_by(*, submissions: Iterable[Submission], user: Any) -> set[int]:
    """Those of the forms in which the person entered a figure himself; one SQL."""
    known = {str(one.pk): one.pk for one in submissions}
    found = Event.objects.filter(
        kind=FILLED_IN,
        subject_type=subject_type_of(Submission()),
        subject_id__in=list(known),
        by_id=user.pk,
    )
    return {known[subject] for subject in found.values_list("subject_id", flat=True)}


def sheet_of(indicator: Indicator) -> rules.Sheet:
    """What the rules need to know of an indicator to check a figure."""
    return rules.Sheet(
        rollup=indicator.rollup,
        over_time=indicator.over_time,
        lowest=indicator.lowest,
        highest=indicator.highest,
        jump=indicator.jump,
        factor=indicator.factor,
        whole=indicator.whole,
    )


def parts_on(items: Sequence[DataSetItem]) -> dict[int, list[int]]:
    """Indicators of a form that are parts of another on it, by the whole."""
    here = {item.indicator_id for item in items}
    found: dict[int, list[int]] = {}
    for item in items:
        whole = item.indicator.part_of_id
        if whole in here and whole is not None:
            found.setdefault(whole, []).append(item.indicator_id)
    return found


def forms_for(*, organisations: Iterable[Organisation], day: date) -> list[tuple[DataSet, Any]]:
    """Forms that these units owe, each with the unit; one SQL.

    A unit closed in the last year still owes the periods that ended before it did.
    """
    since = day - timedelta(days=366)
    units = [one for one in organisations if one.valid_to is None or one.valid_to >= since]
    if not units:
        return []
    above = Q()
    for unit in units:
        prefixes = [
            unit.path[:end]
            for end in range(Organisation.steplen, len(unit.path) + 1, Organisation.steplen)
        ]
        above |= Q(owner__path__in=prefixes)
    forms = DataSet.objects.filter(above).select_related("owner", "checker").order_by(F("code"))
    return [
        (form, unit)
        for form in forms
        for unit in units
        if unit.kind in form.kinds and unit.path.startswith(form.owner.path)
    ]


def _counted(figure: Observation | None) -> Observation | None:
    return figure if figure is not None and figure.status != Observation.RETURNED else None
