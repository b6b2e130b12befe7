"""Figures that changed after a snapshot had been taken: what stood, what stands, when and why.

Reported means: the figure stood on the day until which the snapshot knows figures. A figure that
came later for the first time corrects nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from sauro.core import clock
from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Observation, Superseded
from sauro.domains.indicators.selectors import forms
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.figures import reading_words
from sauro.domains.programmes.models import Target, TargetReading
from sauro.domains.reporting.models import Snapshot
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.picture import CorrectionRow, Picture
from sauro.domains.reporting.selectors import pictures
from sauro.engines import periods

NOT_COUNTED = "không tính"
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which snapshot, and until when; `of_targets`: programmes by indicator."""

    snapshot: Snapshot
    picture: Picture
    until: datetime | None
    of_targets: dict[int, tuple[int, ...]]


def corrections_since(
    *, snapshot: Snapshot, until: datetime | None = None
) -> tuple[CorrectionRow, ...]:
    """Corrections of what a snapshot says, the earliest first; four SQL."""
    picture = pictures.picture_in(snapshot=snapshot)
    asked = _Asked(snapshot, picture, until, _programmes_of(picture))
    with translation.override("vi"):
        found = [*_figures(asked), *_readings(asked)]
    return tuple(sorted(found, key=lambda row: (row.on, row.what)))


def since_previous(
    *, owner: Organisation, period: periods.Period, until: datetime
) -> tuple[CorrectionRow, ...]:
    """Corrections of the closed figures of the period before; nothing when it was not closed."""
    closed = Snapshot.objects.filter(owner=owner, is_final=True, period=period.previous().code)
    previous = closed.first()
    return () if previous is None else corrections_since(snapshot=previous, until=until)


def _programmes_of(picture: Picture) -> dict[int, tuple[int, ...]]:
    """The programmes whose targets stand on an indicator."""
    found: dict[int, set[int]] = defaultdict(set)
    targets = Target.objects.filter(pk__in=[row.id for row in picture.targets])
    for indicator, programme in targets.order_by().values_list("indicator_id", "programme_id"):
        found[indicator].add(programme)
    return {indicator: tuple(sorted(rows)) for indicator, rows in found.items()}


def _figures(asked: _Asked) -> Iterator[CorrectionRow]:
    snapshot = asked.snapshot
    known_then = snapshot.known_on < clock.day_of(snapshot.taken_at)
    moment = clock.end_of(snapshot.known_on) if known_then else snapshot.taken_at
    first, last = _months(asked.picture)
    indicators = {*asked.of_targets, *(row.id for row in asked.picture.indicators)}
    owner = Organisation.objects.only("path").get(pk=snapshot.owner_id)
    past = (
        Superseded.objects.filter(
            indicator__in=indicators,
            period__range=(first, last),
            organisation__path__startswith=owner.path,
            at__gt=moment,
        )
        .select_related("indicator", "organisation", "by")
        .order_by("at", "pk")
    )
    chains: dict[Key, list[Superseded]] = defaultdict(list)
    for row in past:
        chains[row.indicator_id, row.period, row.organisation_id].append(row)
    reported = {
        key: rows
        for key, rows in chains.items()
        if rows[0].since <= snapshot.known_on and rows[0].status
    }
    present = _present(reported)
    for key, rows in reported.items():
        yield from _steps(asked, rows, present.get(key))


def _present(keys: Iterable[Key]) -> dict[Key, Observation]:
    wanted = list(keys)
    if not wanted:
        return {}
    found = Observation.objects.filter(
        indicator__in={key[0] for key in wanted},
        period__in={key[1] for key in wanted},
        organisation__in={key[2] for key in wanted},
    )
    return {(one.indicator_id, one.period, one.organisation_id): one for one in found}


def _steps(
    asked: _Asked, rows: list[Superseded], present: Observation | None
) -> Iterator[CorrectionRow]:
    """One row for each counted figure that gave way to another; returned ones lie between."""
    then = rows[0]
    reasons: list[str] = []
    for place, row in enumerate(rows):
        if asked.until is not None and row.at > asked.until:
            return
        after: Any = rows[place + 1] if place + 1 < len(rows) else present
        reasons += [row.reason.strip()] if row.reason.strip() else []
        last = place + 1 == len(rows)
        counted = after is not None and after.status
        if not counted and not last:
            continue
        if not counted or (after.amount, after.base) != (then.amount, then.base):
            yield _figure_row(asked, then, row, after if counted else None, "; ".join(reasons))
        if counted:
            then, reasons = after, []


def _figure_row(
    asked: _Asked, then: Any, gave_way: Superseded, now: Any, why: str
) -> CorrectionRow:
    indicator, unit = gave_way.indicator, gave_way.organisation
    period = indicator_rules.period_at(indicator.periodicity, gave_way.period)
    return CorrectionRow(
        what=f"{indicator.name}, {period.label('vi').lower()}, {unit.label}",
        unit=unit.pk,
        programmes=asked.of_targets.get(indicator.pk, ()),
        then=_value(indicator, then),
        now=_value(indicator, now) if now is not None else NOT_COUNTED,
        on=clock.day_of(gave_way.at),
        why=" ".join(why.split()),
        by=str(gave_way.by),
    )


def _value(indicator: Any, row: Any) -> str:
    value = forms.shown(indicator, row.amount, row.base)
    rounded = None if value is None else round(value, 2).normalize() + 0
    return f"{phrasing.shown(rounded)} {indicator.unit}".strip().replace(" %", "%")


def _months(picture: Picture) -> tuple[int, int]:
    """From the beginning of the year of the period, as figures add up over it, to its end."""
    period = periods.parse(picture.period)
    start = min(period.start.year * 12 + period.start.month - 1, period.end.year * 12)
    return start, period.end.year * 12 + period.end.month - 1


def _readings(asked: _Asked) -> Iterator[CorrectionRow]:
    """Readings of targets entered later with a day that the snapshot had told already."""
    rows = {row.id: row for row in asked.picture.targets}
    found = TargetReading.objects.filter(
        target__in=rows, at__gt=asked.snapshot.taken_at, on__lte=asked.snapshot.day
    )
    if asked.until is not None:
        found = found.filter(at__lte=asked.until)
    stood = {row.id: (row.last, row.last_on) for row in rows.values()}
    for one in found.select_related("target__indicator", "by").order_by("at", "pk"):
        row = rows[one.target_id]
        then, then_on = stood[row.id]
        words = reading_words(one, row.unit)
        if (then_on and one.on < then_on) or words == then:
            continue
        stood[row.id] = (words, one.on)
        yield CorrectionRow(
            what=f"{row.title.strip().rstrip('.;')}, ngày {one.on:%d/%m/%Y}",
            unit=row.lead,
            programmes=(row.programme,),
            then=then or "chưa có số liệu",
            now=words,
            on=clock.day_of(one.at),
            why=one.source,
            by=str(one.by),
        )
