"""Writing forms: what they ask, of whom, and for whom an indicator does not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Indicator,
    NotApplicable,
    Submission,
)
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import Rollup
from sauro.domains.orgs.rules import OrgKind
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


class BadForm(DomainError):
    """The particulars of the form cannot be accepted."""

    code = "bad_form"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a form as asked for."""

    indicator: Indicator
    section: str = ""
    required: bool = True


@transaction.atomic
def create_form(
    *, owner: Any, values: Mapping[str, Any], items: Sequence[Item], by: Any, at: datetime
) -> DataSet:
    """A new form with its lines; `values` names columns of `DataSet`."""
    form = DataSet(owner=owner)
    access.check(by, Perm.MANAGE, form)
    _fill(form, values)
    if not form.code:
        raise BadForm(_("A form needs a code."), field="code")
    if DataSet.objects.filter(owner=owner, code=form.code).exists():
        raise BadForm(_("This code is taken."), field="code")
    _refuse_bad_items(form, items)
    form.save()
    _write_items(form, items)
    record(
        kind="indicators.form.created",
        subject=form,
        by=by,
        at=at,
        after={"code": form.code, "name": form.name, "items": _codes(items)},
    )
    return form


@transaction.atomic
def change_form(
    *,
    form: DataSet,
    values: Mapping[str, Any],
    by: Any,
    at: datetime,
    version: int,
    items: Sequence[Item] | None = None,
) -> DataSet:
    """The form with changed particulars or lines; its periodicity stays once it was used."""
    found = (
        DataSet.objects.select_for_update(of=("self",))
        .select_related("owner", "checker")
        .get(pk=form.pk)
    )
    access.check(by, Perm.MANAGE, found)
    before, after = changes(found, dict(values))
    old = [item.indicator.code for item in found.items.select_related("indicator")]
    if items is not None and _codes(items) != old:
        before["items"], after["items"] = old, _codes(items)
    if not after:
        return found
    if found.version != version:
        raise Stale(_("Somebody else changed this form in the meantime."))
    if "periodicity" in after and Submission.objects.filter(data_set=found).exists():
        raise BadForm(_("Units have handed in this form already."), field="periodicity")
    _fill(found, {name: new for name, new in after.items() if name != "items"})
    if items is not None:
        _refuse_bad_items(found, items)
        DataSetItem.objects.filter(data_set=found).delete()
        _write_items(found, items)
    found.version += 1
    found.save()
    record(kind="indicators.form.changed", subject=found, by=by, at=at, before=before, after=after)
    return found


@transaction.atomic
def exempt(
    *, indicator: Indicator, organisation: Any, reason: str, by: Any, at: datetime
) -> NotApplicable:
    """A unit that need not report an indicator; said twice it changes nothing."""
    access.check(by, Perm.MANAGE, indicator)
    reason = text.clean(reason)[:300]
    if not reason:
        raise BadForm(_("Say why."), field="reason")
    made, created = NotApplicable.objects.get_or_create(
        indicator=indicator,
        organisation=organisation,
        defaults={"reason": reason, "by": by, "at": at},
    )
    if created:
        record(
            kind="indicators.indicator.exempted",
            subject=indicator,
            by=by,
            at=at,
            after={"organisation": organisation},
            note=reason,
        )
    return made


@transaction.atomic
def withdraw_exemption(*, exemption: NotApplicable, by: Any, at: datetime) -> None:
    """The unit has to report the indicator again."""
    indicator = exemption.indicator
    access.check(by, Perm.MANAGE, indicator)
    deleted, _tables = NotApplicable.objects.filter(pk=exemption.pk).delete()
    if deleted:
        record(
            kind="indicators.indicator.exemption_withdrawn",
            subject=indicator,
            by=by,
            at=at,
            before={"organisation": exemption.organisation},
        )


def _fill(form: DataSet, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(form, name, text.clean(value) if isinstance(value, str) else value)
    form.folded = text.fold(f"{form.code} {form.name}")[:320]
    if not form.name:
        raise BadForm(_("A form needs a name."), field="name")
    if not form.kinds or not set(form.kinds) <= {kind.value for kind in OrgKind}:
        raise BadForm(_("Say which kinds of agencies report."), field="kinds")
    if not form.opens_after <= form.due_after <= form.closes_after:
        raise BadForm(_("A form opens before it is due, and closes afterwards."), field="due_after")


def _refuse_bad_items(form: DataSet, items: Sequence[Item]) -> None:
    if not items:
        raise BadForm(_("A form needs at least one indicator."), field="items")
    seen: set[int] = set()
    for item in items:
        indicator = item.indicator
        if indicator.pk in seen:
            raise BadForm(
                _("“%(name)s” stands twice on the form.") % {"name": indicator}, field="items"
            )
        seen.add(indicator.pk)
        if indicator.periodicity != form.periodicity:
            raise BadForm(
                _("“%(name)s” is not reported as often as this form.") % {"name": indicator},
                field="items",
            )
    _refuse_double_counting(form, [item.indicator for item in items])


def _refuse_double_counting(form: DataSet, indicators: Sequence[Indicator]) -> None:
    """What is added up must not be reported by a unit and again by one above it."""
    others = DataSetItem.objects.filter(indicator__in=indicators).exclude(data_set=form.pk)
    for item in others.select_related("data_set", "indicator"):
        if item.indicator.rollup != Rollup.NONE and set(item.data_set.kinds) != set(form.kinds):
            raise BadForm(
                _("“%(name)s” is reported on “%(form)s” by other agencies; it would count twice.")
                % {"name": item.indicator, "form": item.data_set},
                field="items",
            )


def _write_items(form: DataSet, items: Sequence[Item]) -> None:
    DataSetItem.objects.bulk_create(
        DataSetItem(
            data_set=form,
            indicator=item.indicator,
            section=text.clean(item.section)[:200],
            required=item.required,
            position=place,
        )
        for place, item in enumerate(items, 1)
    )


def _codes(items: Sequence[Item]) -> list[str]:
    return [item.indicator.code for item in items]
