"""Targets of a file against targets of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes.models import Programme, Target
from sauro.domains.programmes.planfile.drafts import PlanDraft, TargetDraft, Value
from sauro.domains.programmes.staging.identity import Known, Recogniser
from sauro.domains.programmes.staging.parties import Directory, Found
from sauro.domains.programmes.staging.report import CREATE, UNCHANGED, UPDATE, Row
from sauro.engines import text

COMPARED = (
    *("number", "title", "comparator", "low", "high", "wording", "baseline", "year"),
    *("lead_mention", "note"),
)
QUANTUM = Decimal("0.0001")


@dataclass(slots=True)
class TargetRow:
    """A target of the file with the values it would have, and the record it is."""

    draft: TargetDraft
    report: Row
    values: dict[str, Any]
    unit: str
    years: list[dict[str, Any]]
    found: Found
    existing: Target | None


def resolve(*, programme: Programme, draft: PlanDraft, directory: Directory) -> list[TargetRow]:
    """Each target of the file, recognised and compared; two SQL."""
    if not draft.targets:
        return []
    existing = {
        target.pk: target
        for target in Target.objects.filter(programme_id=programme.pk)
        .select_related("group", "indicator", "lead")
        .prefetch_related("milestones")
    }
    records = [
        Known(pk, t.group.folded if t.group else "", t.number, t.folded, t.year)
        for pk, t in existing.items()
    ]
    rows = [
        Known(
            index,
            _group_of(draft, target),
            target.number,
            text.fold(text.clean(target.title)),
            target.horizon,
        )
        for index, target in enumerate(draft.targets)
    ]
    same = Recogniser(records).assign(rows)
    return [
        _row(index, target, draft, directory, existing.get(same.get(index, 0)))
        for index, target in enumerate(draft.targets)
    ]


def values_of(target: TargetDraft, found: Found) -> dict[str, Any]:
    """The columns of a target as the file gives them."""
    notes = [target.note]
    notes += [f"{label}: {value}" for label, value in target.extra if value]
    if target.source:
        notes.append(f"Nguồn: {target.source}")
    if target.coordinate_text:
        notes.append(f"Phối hợp: {target.coordinate_text}")
    return {
        "number": text.clean(target.number)[:20],
        "title": text.clean(target.title),
        **_figure(target.value),
        "baseline": _baseline(target),
        "year": target.horizon,
        "due_on": date(target.horizon, 12, 31) if target.horizon else None,
        "lead": found.organisation,
        "lead_mention": text.clean(target.lead_text)[:300],
        "note": text.clean("\n".join(note for note in notes if note)),
    }


def _figure(value: Value) -> dict[str, Any]:
    return {
        "comparator": value.comparator or Comparator.TEXT.value,
        "low": _rounded(value.low),
        "high": _rounded(value.high) if value.high != value.low else None,
        "wording": text.clean(value.text)[:300],
    }


def _rounded(value: Decimal | None) -> Decimal | None:
    return value.quantize(QUANTUM) if value is not None else None


def _baseline(target: TargetDraft) -> str:
    words = text.clean(target.baseline.text)
    if words and target.baseline_year:
        words = f"{words} ({target.baseline_year})"
    return words[:200]


def _row(
    index: int,
    target: TargetDraft,
    draft: PlanDraft,
    directory: Directory,
    existing: Target | None,
) -> TargetRow:
    found = directory.of(target.leads[0].text) if target.leads else Found()
    values = values_of(target, found)
    report = Row(
        kind="target",
        index=index,
        where=target.where,
        number=values["number"],
        title=values["title"],
        group=draft.groups[target.group].title if target.group is not None else "",
        lead=values["lead_mention"],
        deadline=values["wording"],
        due_on=str(target.horizon or ""),
        action=CREATE,
    )
    years = [{"year": year, **_figure(value)} for year, value in target.values]
    unit = text.clean(target.unit or target.value.unit)[:80]
    row = TargetRow(target, report, values, unit, years, found, existing)
    if existing is not None:
        _compare(row, existing)
    return row


def _compare(row: TargetRow, existing: Target) -> None:
    report = row.report
    report.existing_id = existing.pk
    for name in COMPARED:
        before, after = getattr(existing, name), row.values[name]
        if before != after and not _only_says(name, row, existing):
            report.changes.append((name, _shown(before), _shown(after)))
    if existing.indicator.unit != row.unit:
        report.changes.append(("unit", existing.indicator.unit, row.unit))
    old = [(m.year, m.comparator, m.low, m.high, m.wording) for m in existing.milestones.all()]
    new = [tuple(year.values()) for year in row.years]
    if old != new:
        report.changes.append(("milestones", _years(old), _years(new)))
    report.action = UPDATE if report.changes else UNCHANGED


def _only_says(name: str, row: TargetRow, existing: Target) -> bool:
    """Whether the file only puts into words what a person gave without words."""
    if name == "wording":
        figures = ("comparator", "low", "high")
        same = all(getattr(existing, figure) == row.values[figure] for figure in figures)
        return same and not existing.wording
    return (
        name == "lead_mention"
        and not existing.lead_mention
        and (existing.lead is not None and existing.lead == row.found.organisation)
    )


def _years(rows: list[tuple[Any, ...]]) -> str:
    return "; ".join(f"{year}: {wording}" for year, *_rest, wording in rows)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _group_of(draft: PlanDraft, target: TargetDraft) -> str:
    return text.fold(draft.groups[target.group].title) if target.group is not None else ""
