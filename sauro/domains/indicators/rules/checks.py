"""Checking a figure where it is typed: what blocks it, and what only asks for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from sauro.domains.indicators.rules.sums import OverTime, Rollup, amount_of

MOST_WEIGHTED = Decimal(80_000_000_000)  # figure × weight that the sums of both engines hold
FEWEST_PEERS = 5  # fewer than this say nothing of what is usual
USUAL = 3.5  # robust distances from the median beyond which a figure is unusual


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet of an indicator says of its figures."""

    rollup: str = Rollup.SUM
    over_time: str = OverTime.PERIODIC
    lowest: Decimal | None = None
    highest: Decimal | None = None
    jump: Decimal | None = None  # percent
    factor: int = 1
    whole: bool = False  # whole numbers only


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as typed, with what it is held against; `base` is denominator or weight."""

    value: Decimal | None
    base: Decimal | None = None
    previous: Decimal | None = None
    previous_in_year: Decimal | None = None
    peers: Sequence[Decimal | float] = ()  # what asks for a reason may be read as floats
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a figure; a hard one blocks, a soft one asks for a reason."""

    code: str
    hard: bool
    facts: Mapping[str, Decimal] = field(default_factory=dict)


def check_cell(sheet: Sheet, cell: Cell) -> list[Finding]:
    """Everything to be said of one figure; an empty one has nothing to check."""
    if cell.value is None:
        if cell.base is not None:
            return [Finding("figure_missing", hard=True)]
        return []
    hard = list(_impossible(sheet, cell))
    if hard:
        return hard
    return list(_unusual(sheet, cell))


def check_parts(whole: Decimal | None, parts: Iterable[Decimal | None]) -> list[Finding]:
    """Parts against their whole: more than it is impossible, less asks for a reason."""
    known = list(parts)
    if whole is None or not known or all(part is None for part in known):
        return []
    total = sum((part for part in known if part is not None), Decimal(0))
    facts = {"parts": total, "whole": whole}
    if total > whole:
        return [Finding("parts_exceed_whole", True, facts)]
    if total < whole and all(part is not None for part in known):
        return [Finding("parts_below_whole", False, facts)]
    return []


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether a figure with these remarks cannot be handed in at all."""
    return any(finding.hard for finding in findings)


def needs_reason(findings: Iterable[Finding], reason: str) -> bool:
    """Whether a reason is asked for and missing."""
    return not reason.strip() and any(not finding.hard for finding in findings)


def _impossible(sheet: Sheet, cell: Cell) -> Iterable[Finding]:
    value, base = cell.value, cell.base
    assert value is not None
    if code := _unstorable(sheet, value, base) or _bad_base(sheet, value, base):
        yield Finding(code, hard=True)
        return
    shown = _shown(sheet, value, base)
    if sheet.lowest is not None and shown < sheet.lowest:
        yield Finding("below_range", True, {"lowest": sheet.lowest})
    if sheet.highest is not None and shown > sheet.highest:
        yield Finding("above_range", True, {"highest": sheet.highest})


def _unstorable(sheet: Sheet, value: Decimal, base: Decimal | None) -> str:
    for one in (value, base):
        if one is not None and (code := _too(one)):
            return code
    return "not_whole" if sheet.whole and value != value.to_integral_value() else ""


def _bad_base(sheet: Sheet, value: Decimal, base: Decimal | None) -> str:
    if sheet.rollup == Rollup.RATIO:
        if base is None:
            return "denominator_missing"
        return "denominator_not_positive" if base <= 0 else ""
    if sheet.rollup == Rollup.AVERAGE and base is not None:
        if base <= 0:
            return "weight_not_positive"
        return "too_large" if abs(value * base) > MOST_WEIGHTED else ""
    return ""


def _unusual(sheet: Sheet, cell: Cell) -> Iterable[Finding]:
    assert cell.value is not None
    shown = _shown(sheet, cell.value, cell.base)
    before = cell.previous_in_year
    if sheet.over_time == OverTime.CUMULATIVE and before is not None and shown < before:
        yield Finding("cumulative_fell", False, {"previous": before})
    elif sheet.jump is not None and cell.previous is not None:
        change = _change(cell.previous, shown)
        if change is None or change > sheet.jump:
            yield Finding("jumped", False, {"previous": cell.previous, "expected": sheet.jump})
    if finding := _against_peers(shown, cell.peers):
        yield finding


def _against_peers(shown: Decimal, peers: Sequence[Decimal | float]) -> Finding | None:
    if len(peers) < FEWEST_PEERS:
        return None
    known = [float(one) for one in peers]
    middle = median(known)
    spread = median([abs(one - middle) for one in known]) * 1.4826
    if spread == 0:
        spread = abs(middle) / 4
    if spread == 0 or abs(float(shown) - middle) <= USUAL * spread:
        return None
    return Finding("unlike_peers", False, {"median": Decimal(str(round(middle, 4)))})


def _shown(sheet: Sheet, value: Decimal, base: Decimal | None) -> Decimal:
    """The figure as it is read: a ratio in its own unit, anything else as typed."""
    if sheet.rollup == Rollup.RATIO and base:
        return value * sheet.factor / base
    return value


def _change(old: Decimal, new: Decimal) -> Decimal | None:
    """How far a figure moved, in percent of the old one; nothing when that was nought."""
    if old == 0:
        return Decimal(0) if new == 0 else None
    return abs(new - old) * 100 / abs(old)


def _too(value: Decimal) -> str:
    try:
        amount_of(value)
    except ValueError as error:
        return str(error)
    return ""
