"""Targets of a file against targets of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sauro.domains.indicators.labels import COMPARATORS
from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes.models import Programme, Target
from sauro.domains.programmes.planfile.drafts import PlanDraft, TargetDraft, Value
from sauro.domains.programmes.staging import target_results
from sauro.domains.programmes.staging.identity import Known, Recogniser
from sauro.domains.programmes.staging.parties import Directory, Found
from sauro.domains.programmes.staging.report import CREATE, UNCHANGED, UPDATE, Row
from sauro.domains.programmes.staging.target_facts import facts_of
from sauro.domains.programmes.staging.target_results import ReadingDraft
from sauro.engines import text

COMPARED = (
    *("number", "title", "comparator", "low", "high", "wording", "baseline", "year"),
    *("due_on", "lead_mention", "note"),
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
    readings: list[ReadingDraft] = field(default_factory=list)


def resolve(
    *, programme: Programme, draft: PlanDraft, directory: Directory, day: date
) -> list[TargetRow]:
    """Each target of the file, recognised and compared; two SQL, three when it tells results."""
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
    years: dict[str, set[int | None]] = defaultdict(set)
    for record in records:
        years[record.folded].add(record.year)
    rows = [_known(index, draft, target, years) for index, target in enumerate(draft.targets)]
    same = Recogniser(records).assign(rows)
    told = [same[n] for n, target in enumerate(draft.targets) if target.results and n in same]
    readings = target_results.known_readings(targets=told)
    made = []
    for index, target in enumerate(draft.targets):
        row = _row(index, target, draft, directory, existing.get(same.get(index, 0)))
        _add_results(row, readings, day)
        made.append(row)
    return made


def _known(
    index: int, draft: PlanDraft, target: TargetDraft, years: Mapping[str, set[int | None]]
) -> Known:
    """A row as far as it can be recognised; a year nobody wrote does not tell it from another."""
    folded = text.fold(text.clean(target.title))
    there = years.get(folded, set())
    year = target.horizon
    if target.horizon_assumed and year not in there and len(there) == 1:
        (year,) = there
    return Known(index, _group_of(draft, target), target.number, folded, year)


def _add_results(row: TargetRow, known: target_results.Known, day: date) -> None:
    """The readings that the row brings, and what they change."""
    report = row.report
    before = known.get(row.existing.pk, []) if row.existing is not None else []
    row.readings = target_results.resolve(
        results=row.draft.results, existing=before, row=report, day=day
    )
    if row.existing is not None and row.readings:
        report.changes += target_results.changes(wanted=row.readings, existing=before)
        report.action = UPDATE


def values_of(target: TargetDraft, found: Found) -> dict[str, Any]:
    """The columns of a target as the file gives them."""
    notes = [target.note]
    if target.code:
        notes.append(f"Mã: {target.code}")
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
        "due_on": target.due_on or (date(target.horizon, 12, 31) if target.horizon else None),
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
        due_on=str(target.due_on or target.horizon or ""),
        action=CREATE,
        facts=facts_of(target),
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
    _keep_what_nobody_wrote(row, existing)
    for name in COMPARED:
        before, after = getattr(existing, name), row.values[name]
        if before != after and not _only_says(name, row, existing):
            report.changes.append((name, _shown(before, name), _shown(after, name)))
    if existing.indicator.unit != row.unit:
        report.changes.append(("unit", existing.indicator.unit, row.unit))
    old = [(m.year, m.comparator, m.low, m.high, m.wording) for m in existing.milestones.all()]
    new = [tuple(year.values()) for year in row.years]
    if old != new:
        report.changes.append(("milestones", _years(old), _years(new)))
    report.action = UPDATE if report.changes else UNCHANGED


def _keep_what_nobody_wrote(row: TargetRow, existing: Target) -> None:
    """A year or a day that the file does not name leaves the ones on record alone."""
    draft = row.draft
    if draft.horizon_assumed:
        row.values["year"], row.values["due_on"] = existing.year, existing.due_on
    same_year = existing.year == row.values["year"]
    own_day = existing.due_on is not None and existing.year is None and draft.due_on
    if own_day and existing.due_on == draft.due_on:
        row.values["year"] = None
    elif draft.due_on is None and same_year:
        row.values["due_on"] = existing.due_on


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


def _shown(value: Any, name: str) -> str:
    if name == "comparator":
        return str(dict(COMPARATORS).get(value, value))
    if isinstance(value, Decimal):
        return text.vi_number(value)
    if isinstance(value, date):
        return text.vi_date(value)
    return "" if value is None else str(value)


def _group_of(draft: PlanDraft, target: TargetDraft) -> str:
    return text.fold(draft.groups[target.group].title) if target.group is not None else ""
