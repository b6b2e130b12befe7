"""Writing targets and the readings that show where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators import services as indicator_services
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Comparator, Direction
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Group, Programme, Target, TargetReading
from sauro.domains.programmes.permissions import Perm
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


class BadTarget(DomainError):
    """The particulars of the target cannot be accepted."""

    code = "bad_target"


class BadReading(DomainError):
    """The reading cannot be accepted."""

    code = "bad_reading"


class StaleTarget(Stale):
    """Somebody else changed this target in the meantime."""

    def __init__(self, target: Target) -> None:
        self.current = target
        super().__init__(_("Somebody else changed this target in the meantime."))


@dataclass(frozen=True, slots=True)
class TargetInput:
    """Everything that may be said of a target; the indicator is found by name and unit, or made.

    `indicator_name` is the title when it is left out.
    """

    title: str
    comparator: str = Comparator.GE
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    direction: str = Direction.UP
    indicator_name: str = ""
    number: str = ""
    group: Group | None = None
    wording: str = ""
    baseline: str = ""
    year: int | None = None
    due_on: date | None = None
    lead: Organisation | None = None
    lead_mention: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReadingInput:
    """The value of a target on a day, or the word that it is met, or not measurable yet."""

    on: date
    source: str
    value: Decimal | None = None
    wording: str = ""
    met: bool | None = None
    measurable: bool = True


COLUMNS = (
    *("number", "title", "comparator", "low", "high", "group", "wording", "baseline", "year"),
    *("due_on", "lead", "lead_mention", "note"),
)
LENGTHS = {
    "title": 2000,
    "number": 20,
    "wording": 300,
    "baseline": 200,
    "lead_mention": 300,
    "note": 2000,
}
SAME = ("title", "number", "comparator", "low", "high", "year", "due_on", "group")


@transaction.atomic
def create_target(*, programme: Programme, target: TargetInput, by: Any, at: datetime) -> Target:
    """The new target at the end of its programme; the same particulars again return the first."""
    programme = _locked_programme(programme)
    access.check(by, Perm.MANAGE, programme)
    values = _clean(target)
    _refuse_foreign_group(target.group, programme)
    existing = programme.targets.filter(**_lookup(values)).first()
    if existing is not None:
        return existing
    made = Target.objects.create(
        programme=programme,
        indicator=_indicator(programme, target, values["title"], by=by, at=at),
        position=programme.targets.count() + 1,
        folded=text.fold(values["title"]),
        **values,
    )
    record(
        kind="programmes.target.created",
        subject=made,
        by=by,
        at=at,
        after={
            "title": made.title,
            "comparator": made.comparator,
            "low": made.low,
            "high": made.high,
            "lead": made.lead,
        },
    )
    return made


@transaction.atomic
def change_target(
    *, target: Target, wanted: TargetInput, by: Any, at: datetime, expected_version: int
) -> Target:
    """The target with new particulars; unchanged particulars write nothing."""
    target = _locked_target(target)
    access.check(by, Perm.MANAGE, target)
    if target.version != expected_version:
        raise StaleTarget(target)
    values = _clean(wanted)
    _refuse_foreign_group(wanted.group, target.programme)
    values["indicator"] = _indicator(target.programme, wanted, values["title"], by=by, at=at)
    before, after = changes(target, values)
    if not after:
        return target
    for name, value in after.items():
        setattr(target, name, value)
    target.folded = text.fold(target.title)
    target.version += 1
    target.save(update_fields=[*after, "folded", "version"])
    record(
        kind="programmes.target.changed",
        subject=target,
        by=by,
        at=at,
        before=before,
        after=after,
    )
    return target


@transaction.atomic
def add_reading(*, target: Target, reading: ReadingInput, by: Any, at: datetime) -> TargetReading:
    """The reading kept beside the earlier ones; the same reading again returns the first."""
    target = _locked_target(target)
    if not (access.allowed(by, Perm.VERIFY, target) or access.allowed(by, Perm.MANAGE, target)):
        raise NotAllowed(_("Your role does not allow this here."))
    values = _clean_reading(target, reading, at)
    last = target.readings.filter(on=reading.on).order_by("-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return last
    made = TargetReading.objects.create(target=target, at=at, by=by, **values)
    record(
        kind="programmes.target.reading_added",
        subject=target,
        by=by,
        at=at,
        after={key: value for key, value in values.items() if value not in (None, "")},
    )
    return made


def _locked_programme(programme: Programme) -> Programme:
    return (
        Programme.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=programme.pk)
    )


def _locked_target(target: Target) -> Target:
    return (
        Target.objects.select_for_update(of=("self",))
        .select_related("programme__owner", "indicator", "group", "lead")
        .get(pk=target.pk)
    )


def _clean(target: TargetInput) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(target, name) for name in COLUMNS}
    for name, length in LENGTHS.items():
        values[name] = text.clean(values[name])[:length]
    values["comparator"] = str(values["comparator"])
    if not values["title"]:
        raise BadTarget(_("A target needs a title."), field="title")
    if target.year is not None and not 1990 <= target.year <= 2100:
        raise BadTarget(_("The year is not a year."), field="year")
    aim = indicator_rules.Aim(values["comparator"], target.low, target.high)
    faults = indicator_rules.faults_of(aim)
    if faults:
        field, code = faults[0]
        raise BadTarget(_fault_text(code), field=field)
    return values


def _indicator(
    programme: Programme, target: TargetInput, title: str, *, by: Any, at: datetime
) -> Indicator:
    aim = indicator_rules.Aim(str(target.comparator), direction=str(target.direction))
    return indicator_services.ensure_indicator(
        owner=programme.owner,
        name=target.indicator_name or title,
        unit=target.unit,
        direction=indicator_rules.way_of(aim).value,
        source=target.source,
        by=by,
        at=at,
    )


def _refuse_foreign_group(group: Group | None, programme: Programme) -> None:
    if group is not None and group.programme_id != programme.pk:
        raise BadTarget(_("This group belongs to another programme."), field="group")


def _clean_reading(target: Target, reading: ReadingInput, at: datetime) -> dict[str, Any]:
    source = text.clean(reading.source)[:250]
    if not source:
        raise BadReading(_("Say where the figure comes from."), field="source")
    if reading.on > clock.day_of(at):
        raise BadReading(_("A reading cannot lie in the future."), field="on")
    if reading.measurable and reading.value is None and reading.met is None:
        in_words = target.comparator in indicator_rules.IN_WORDS
        field = "met" if in_words else "value"
        raise BadReading(_("Give a value, or say whether the target is met."), field=field)
    return {
        "on": reading.on,
        "value": reading.value if reading.measurable else None,
        "wording": text.clean(reading.wording)[:300],
        "met": reading.met if reading.measurable else None,
        "measurable": reading.measurable,
        "source": source,
    }


def _lookup(values: dict[str, Any]) -> dict[str, Any]:
    """What makes two targets the same, as a filter; nothing is looked for as null."""
    return {
        (f"{name}__isnull" if values[name] is None else name): (
            True if values[name] is None else values[name]
        )
        for name in SAME
    }


def _fault_text(code: str) -> str:
    return {
        "unknown_comparator": _("This comparison is not known."),
        "value_needed": _("Give the value to reach."),
        "second_value_needed": _("Give the second value of the range."),
        "range_upside_down": _("The second value lies below the first."),
    }[code]
