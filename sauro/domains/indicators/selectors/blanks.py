"""Forms to be filled in elsewhere: everything that an Excel form of one or many units shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q

from sauro.domains.indicators import permissions, rules
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    NotApplicable,
    Observation,
    Submission,
)
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms, visibility
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

_FIRST, _LAST = 1900 * 12, 2200 * 12


@dataclass(frozen=True, slots=True)
class Blank:
    """A form of one unit and period, with what was typed so far and the last period's figures."""

    form: DataSet
    organisation: Organisation
    period: int
    timing: Timing
    items: tuple[DataSetItem, ...]
    exempt: frozenset[int] = frozenset()
    previous: dict[int, Observation] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The form, unit and period by their codes."""
        return Place(self.form.owner.code, self.form.code, self.organisation.code, self.period)


def units_for(
    *, user: Any, form: DataSet, period: int, day: date, permission: str = Perm.VIEW_OWN
) -> list[Organisation]:
    """Units that owe a form for a period, of those the person may see; at most one SQL."""
    end = rules.period_at(form.periodicity, period).end
    units = forms.reporting_units(form=form, day=min(end, day))
    if permission == Perm.VIEW_OWN and _sees_all(user, form):
        return list(units)
    return list(units.filter(access.scope(user, permission).q("path")))


def blanks_of(*, form: DataSet, units: Sequence[Organisation], period: int) -> list[Blank]:
    """The form for each of these units; four SQL however many there are."""
    items = tuple(DataSetItem.objects.filter(data_set=form).select_related("indicator"))
    ids = [item.indicator_id for item in items]
    exempt: dict[int, set[int]] = {}
    for unit, indicator in NotApplicable.objects.filter(
        indicator__in=ids, organisation__in=units
    ).values_list("organisation", "indicator"):
        exempt.setdefault(unit, set()).add(indicator)
    previous: dict[int, dict[int, Observation]] = {}
    before = period - forms.MONTHS[form.periodicity]
    for one in Observation.objects.filter(
        indicator__in=ids, organisation__in=units, period=before, status__gt=0
    ):
        previous.setdefault(one.organisation_id, {})[one.indicator_id] = one
    drafts = dict(
        Submission.objects.filter(data_set=form, organisation__in=units, period=period).values_list(
            "organisation", "draft"
        )
    )
    timing = forms.timing_of(form=form, period=period)
    return [
        Blank(
            *(form, unit, period, timing, items, frozenset(exempt.get(unit.pk, ()))),
            previous.get(unit.pk, {}),
            drafts.get(unit.pk, {}),
        )
        for unit in units
    ]


def without_draft(*, blank: Blank, user: Any) -> Blank:
    """The form without what was typed so far, unless the person may type there himself."""
    if may_enter(user=user, form=blank.form, organisation=blank.organisation):
        return blank
    return replace(blank, draft={})


def is_asked(*, form: DataSet, period: int) -> bool:
    """Whether a number is one of a period in which the form is asked for."""
    if not _FIRST <= period < _LAST or not forms.in_use(form=form, period=period):
        return False
    return rules.index_of(rules.period_at(form.periodicity, period)) == period


def forms_coded(*, user: Any, code: str) -> list[DataSet]:
    """Forms with a code that the person may see; several provinces may use the same."""
    return list(visibility.visible_forms(user=user).filter(code__iexact=code.strip()))


def known_places(
    *, user: Any, places: Iterable[Place]
) -> dict[Place, tuple[DataSet, Organisation]]:
    """The forms and units of places, as far as the person may enter figures there; two SQL."""
    wanted = set(places)
    if not wanted:
        return {}
    condition = Q(pk__in=())
    for owner, code in {(place.owner, place.form) for place in wanted}:
        condition |= Q(owner__code=owner, code=code)
    found = visibility.visible_forms(user=user).filter(condition)
    named = {(form.owner.code, form.code): form for form in found}
    codes = {place.unit for place in wanted}
    units = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}
    return {
        place: (form, unit)
        for place in wanted
        if (form := named.get((place.owner, place.form))) is not None
        and (unit := units.get(place.unit)) is not None
        and may_enter(user=user, form=form, organisation=unit)
    }


def may_enter(*, user: Any, form: DataSet, organisation: Organisation) -> bool:
    """Whether the person enters figures of the unit: for his own, or for those he decides on."""
    return permissions.may_enter(user, form, organisation)


def may_load(*, user: Any) -> bool:
    """Whether the person enters figures of any unit at all."""
    return any(access.can(user, one) for one in (Perm.REPORT, Perm.CONFIRM, Perm.CHECK))


def enterable_forms(*, user: Any) -> list[DataSet]:
    """Forms on which the person may enter figures, by code; one SQL."""
    own = access.scope(user, Perm.REPORT)
    found = visibility.visible_forms(user=user).order_by("code", "pk")
    return [form for form in found if own or permissions.decides(user, form)]


def units_named(*, form: DataSet, day: date | None) -> list[Organisation]:
    """The units that report on a form, with their other names; two SQL."""
    units = Organisation.objects.filter(path__startswith=form.owner.path, kind__in=form.kinds)
    units = units.filter(valid_to__isnull=True) if day is None else units.in_force(day)
    return list(units.prefetch_related("aliases").order_by("sort_key", "pk"))


def place_named(*, user: Any, data_set_id: int, organisation_id: int, period: int) -> Blank | None:
    """The form, unit and period named by their numbers, where the person may enter; two SQL."""
    form = visibility.visible_forms(user=user).filter(pk=data_set_id).first()
    unit = Organisation.objects.filter(pk=organisation_id).first()
    if form is None or unit is None or not is_asked(form=form, period=period):
        return None
    if not may_enter(user=user, form=form, organisation=unit):
        return None
    return Blank(form, unit, period, forms.timing_of(form=form, period=period), ())


def items_of(*, forms_read: Iterable[DataSet]) -> dict[int, list[DataSetItem]]:
    """The lines of forms, by form; one SQL."""
    found: dict[int, list[DataSetItem]] = {}
    chosen = [form.pk for form in forms_read]
    rows = DataSetItem.objects.filter(data_set__in=chosen).select_related("indicator")
    for item in rows.order_by("position", "pk"):
        found.setdefault(item.data_set_id, []).append(item)
    return found


def _sees_all(user: Any, form: DataSet) -> bool:
    return access.allowed(user, Perm.VIEW_ALL, form) or access.allowed(user, Perm.CHECK, form)
