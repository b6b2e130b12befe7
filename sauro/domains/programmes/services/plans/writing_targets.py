"""The targets of a staged plan, written in bulk with the indicators they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sauro.domains.indicators import services as indicator_services
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.rules import Direction
from sauro.domains.programmes.models import (
    Group,
    Programme,
    Target,
    TargetMilestone,
    TargetReading,
)
from sauro.domains.programmes.staging.plan import Staging
from sauro.domains.programmes.staging.report import CREATE, UPDATE
from sauro.domains.programmes.staging.target_rows import TargetRow
from sauro.engines import text
from sauro.engines.history.recording import new_event, record_all


def write(
    staging: Staging,
    programme: Programme,
    groups: Sequence[Group],
    *,
    by: Any,
    at: datetime,
    source: str,
) -> None:
    """Create the new targets and change the changed ones; events in bulk."""
    rows = [row for row in staging.targets if not row.report.has_error]
    new = [row for row in rows if row.report.action == CREATE]
    changed = [row for row in rows if row.report.action == UPDATE]
    if not (new or changed):
        return
    indicators = _indicators(programme, [*new, *changed], by=by, at=at)
    place = programme.targets.count()
    made = [Target(programme=programme, position=place + n) for n, _row in enumerate(new, 1)]
    for target, row in zip(made, new, strict=True):
        _fill(target, row, groups, indicators)
    Target.objects.bulk_create(made, batch_size=500)
    old = [row.existing for row in changed if row.existing is not None]
    for target, row in zip(old, changed, strict=True):
        _fill(target, row, groups, indicators)
        target.version += 1
    names = [*changed[0].values] if changed else []
    if changed:
        Target.objects.bulk_update(
            old, [*names, "folded", "group", "indicator", "version"], batch_size=200
        )
    pairs = [*zip(made, new, strict=True), *zip(old, changed, strict=True)]
    _write_milestones(pairs)
    _write_readings(pairs, by=by, at=at, source=source)
    kinds = [("created", t, r) for t, r in zip(made, new, strict=True)]
    kinds += [("changed", t, r) for t, r in zip(old, changed, strict=True)]
    record_all([_event(kind, target, row, by, at, source) for kind, target, row in kinds])


def _indicators(
    programme: Programme, rows: Sequence[TargetRow], *, by: Any, at: datetime
) -> dict[tuple[str, str], Indicator]:
    wanted = {
        _indicator_key(row): (
            _indicator_name(row)[:500],
            (Direction.DOWN if row.draft.falling else Direction.UP).value,
        )
        for row in rows
        if not _keeps_indicator(row)
    }
    return indicator_services.ensure_indicators(owner=programme.owner, wanted=wanted, by=by, at=at)


def _indicator_name(row: TargetRow) -> str:
    return text.clean(row.draft.indicator) or row.values["title"]


def _indicator_key(row: TargetRow) -> tuple[str, str]:
    return text.fold(_indicator_name(row))[:500], row.unit


def _keeps_indicator(row: TargetRow) -> bool:
    """Whether the target on record goes on with its figures: only another unit parts them."""
    return row.existing is not None and row.existing.indicator.unit == row.unit


def _fill(
    target: Target,
    row: TargetRow,
    groups: Sequence[Group],
    indicators: dict[tuple[str, str], Indicator],
) -> None:
    for name, value in row.values.items():
        setattr(target, name, value)
    target.folded = text.fold(target.title)
    target.group = groups[row.draft.group] if row.draft.group is not None else None
    if not _keeps_indicator(row):
        target.indicator = indicators[_indicator_key(row)]


def _write_milestones(pairs: Sequence[tuple[Target, TargetRow]]) -> None:
    TargetMilestone.objects.filter(target__in=[target for target, _row in pairs]).delete()
    TargetMilestone.objects.bulk_create(
        [TargetMilestone(target=target, **year) for target, row in pairs for year in row.years],
        batch_size=1000,
    )


def _write_readings(
    pairs: Sequence[tuple[Target, TargetRow]], *, by: Any, at: datetime, source: str
) -> None:
    """The results of the file as readings, with the file as their source."""
    wanted = [(target, reading) for target, row in pairs for reading in row.readings]
    if not wanted:
        return
    told = text.clean(source)[:250] or "import"
    TargetReading.objects.bulk_create(
        [
            TargetReading(target=target, at=at, by=by, source=told, **asdict(reading))
            for target, reading in wanted
        ],
        batch_size=1000,
    )
    record_all(
        [
            new_event(
                kind="programmes.target.reading_added",
                subject=target,
                by=by,
                at=at,
                before={},
                after={"on": reading.on, "value": reading.value, "wording": reading.wording},
                note=source,
            )
            for target, reading in wanted
        ]
    )


def _event(kind: str, target: Target, row: TargetRow, by: Any, at: datetime, source: str) -> Any:
    changes = row.report.changes
    return new_event(
        kind=f"programmes.target.{kind}",
        subject=target,
        by=by,
        at=at,
        before={name: old for name, old, _new in changes},
        after={name: new for name, _old, new in changes} or {"title": target.title},
        note=source,
    )
