"""What the lines around a table say of it: the unit, the period, the indicator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sauro.domains.indicators.foreign import times
from sauro.domains.indicators.foreign.headings import Lexicon
from sauro.domains.indicators.foreign.shapes import Known, Remark
from sauro.engines import text

_SIGNED = re.compile(r"\bngay\b.{0,14}\bthang\b.{0,8}\bnam\b")
_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?!\d)")
_AFTER_COLON = re.compile(r"[:：]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside of the table and where it stands."""

    text: str
    where: str


@dataclass(slots=True)
class Context:
    """What holds for every cell of a table that does not say otherwise."""

    unit: str = ""
    period: int | None = None
    year: int | None = None
    indicator: str = ""
    unit_faults: list[Remark] = field(default_factory=list)
    period_faults: list[Remark] = field(default_factory=list)


def context_of(
    titles: Sequence[Line], sheet: Line, file: Line, known: Known, lexicon: Lexicon
) -> Context:
    """The context of a table from its titles, else the name of its sheet, else of its file."""
    found = Context()
    sources = [list(titles), [sheet], [file]]
    _period(found, sources, known)
    _unit(found, sources, known, lexicon)
    for lines in sources[:2]:
        named = set().union(*(_indicators(line.text, lexicon) for line in lines))
        if len(named) == 1:
            found.indicator = named.pop()
            break
    if not found.indicator and len(known.indicators) == 1:
        found.indicator = known.indicators[0].code
    return found


def _indicators(words: str, lexicon: Lexicon) -> set[str]:
    code = lexicon.indicators.exact(words)
    return {code} if code else lexicon.indicators.within(words)


def _unit(found: Context, sources: list[list[Line]], known: Known, lexicon: Lexicon) -> None:
    if known.unit:
        found.unit = known.unit
        first = _units_of(sources[0], lexicon)
        if first and known.unit not in first:
            other = next(iter(first))
            facts = {"unit": lexicon.units.names[other]}
            found.unit_faults.append(Remark(first[other], "other_unit", facts))
        return
    for lines in sources:
        named = _units_of(lines, lexicon)
        if len(named) == 1:
            found.unit = next(iter(named))
            return
        if named:
            several = ", ".join(lexicon.units.names[code] for code in sorted(named))
            where = next(iter(named.values()))
            found.unit_faults.append(Remark(where, "several_units", {"units": several}))
            return
    if known.own:
        found.unit = known.own
        facts = {"unit": lexicon.units.names.get(known.own, known.own)}
        found.unit_faults.append(Remark(sources[1][0].where, "unit_assumed", facts, hard=False))


def _units_of(lines: Iterable[Line], lexicon: Lexicon) -> dict[str, str]:
    """The units that lines name, each with the first place."""
    found: dict[str, str] = {}
    for line in lines:
        if _SIGNED.search(text.fold(line.text)):
            continue
        after = _AFTER_COLON.search(line.text)
        bare = re.sub(r"[\W_]*\d[\d\W_]*$", "", line.text)  # “Đông Hải 2025”
        named = (line.text, bare, after[1] if after else "")
        code = next((code for one in named if one and (code := lexicon.units.exact(one))), "")
        for one in sorted({code} if code else lexicon.units.within(line.text)):
            found.setdefault(one, line.where)
    return found


def _period(found: Context, sources: list[list[Line]], known: Known) -> None:
    told = [
        [(one, line) for line in lines for one in times.find(line.text).found] for lines in sources
    ]
    years = [one.year for group in told for one, _line in group if one.year and not one.bad]
    bare = [int(part) for lines in sources for one in lines for part in _YEAR.findall(one.text)]
    found.year = (
        known.period // 12 if known.period is not None else next(iter([*years, *bare]), None)
    )
    for group in told:
        for one, line in group:
            if one.bad:
                found.period_faults.append(Remark(line.where, "no_such_day", {"written": one.bad}))
    if known.period is not None:
        found.period = known.period
        first = _indexes(told[0], known, found.year)
        if first and known.period not in first:
            found.period_faults.append(Remark(next(iter(first.values())), "other_period"))
        return
    for group in told:
        named = _indexes(group, known, found.year)
        if len(named) == 1:
            [found.period] = named
            if remark := _stretched(group, known):
                found.period_faults.append(remark)
            return
        if named:
            where = next(iter(named.values()))
            found.period_faults.append(Remark(where, "several_periods"))
            return


def _stretched(group: Sequence[tuple[times.Time, Line]], known: Known) -> Remark | None:
    """A word when the title names a longer stretch and only its last day fits the form."""
    own = [one for one, _line in group if one.kind == known.periodicity]
    longer: Callable[[str], bool] = {"quarter", "half_year", "nine_months"}.__contains__
    other = next((line for one, line in group if longer(one.kind)), None)
    if own or other is None:
        return None
    return Remark(other.where, "period_by_day", {}, hard=False)


def _indexes(
    group: Sequence[tuple[times.Time, Line]], known: Known, year: int | None
) -> dict[int, str]:
    found: dict[int, str] = {}
    for time, line in group:
        index = times.index_of(time, known.periodicity, year)
        if index is not None:
            found.setdefault(index, line.where)
    return found
