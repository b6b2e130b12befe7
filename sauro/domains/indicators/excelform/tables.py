"""Tables that others made, and sheets of many units, turned into what an upload keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators.excelform import matrix, words
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.foreign import reading as foreign
from sauro.domains.indicators.foreign.shapes import (
    BASE,
    REASON,
    VALUE,
    Fate,
    Known,
    KnownIndicator,
    KnownUnit,
    TableRead,
)
from sauro.domains.indicators.models import DataSet, DataSetItem
from sauro.domains.indicators.selectors import blanks, forms
from sauro.domains.orgs import rules as org_rules
from sauro.domains.orgs.models import Organisation
from sauro.engines import text
from sauro.engines.office.grid import Grid


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person says of files that do not say it themselves."""

    form: DataSet | None = None
    unit: str = ""
    period: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


def known_of(
    *, form: DataSet, items: Sequence[DataSetItem], hints: Hints, by: Any, day: date | None
) -> Known:
    """What reading needs to know of a form; two SQL."""
    units = blanks.units_named(form=form, day=day)
    own = [unit for unit in units if blanks.may_enter(user=by, form=form, organisation=unit)]
    return Known(
        indicators=tuple(_indicator(item) for item in items),
        units=tuple(_unit(unit) for unit in units),
        periodicity=form.periodicity,
        above=(form.owner.name, form.owner.short_name or form.owner.name),
        unit=hints.unit,
        period=hints.period,
        own=own[0].code if len(own) == 1 else "",
        choices=hints.choices,
    )


def form_named(grids: Iterable[Grid], name: str, candidates: Sequence[DataSet]) -> DataSet | None:
    """The one form whose code or name stands in the titles, in a sheet's or in the file's name."""
    lines = [name.rsplit(".", 1)[0]]
    for grid in grids:
        lines += [grid.name, *grid.titles]
        lines += [cell.text for row in grid.rows[:12] for cell in row if cell.text]
    told = [f" {_plain(line)} " for line in lines]
    named = [
        form
        for form in candidates
        if any(
            f" {_plain(form.name)} " in line or f" {_plain(form.code)} " in line for line in told
        )
    ]
    return named[0] if len(named) == 1 else None


def hints_of(by: Any, expected: Place | None) -> Hints:
    """The form, unit and period that a page or a command named together."""
    if expected is None:
        return Hints()
    found = blanks.known_places(user=by, places=[expected])
    form = found[expected][0] if expected in found else None
    return Hints(form, expected.unit, expected.period)


def stored_hints(kept: Mapping[str, Any], by: Any) -> Hints:
    """The hints as an upload keeps them."""
    forms_seen = blanks.enterable_forms(user=by) if kept.get("form") else []
    form = next((one for one in forms_seen if one.pk == kept["form"]), None)
    return Hints(form, kept.get("unit", ""), kept.get("period"), kept.get("choices", {}))


def kept_hints(hints: Hints) -> dict[str, Any]:
    """The hints in plain values."""
    return {
        "form": hints.form.pk if hints.form is not None else None,
        "unit": hints.unit,
        "period": hints.period,
        "choices": dict(hints.choices),
    }


Part = tuple[
    Place, dict[str, dict[str, str]], str, str, str
]  # figures; form, unit, period in words


@dataclass(slots=True)
class Tables:
    """What the tables of one file hold, in plain values."""

    parts: list[Part] = field(default_factory=list)
    said: list[tuple[str, str, bool]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)


class Reader:
    """Reads the tables of many files; what is known of a form is looked up once."""

    def __init__(self, by: Any, hints: Hints, day: date | None) -> None:
        self._by, self._hints, self._day = by, hints, day
        self._known: dict[int, Known] = {}
        self._forms: list[DataSet] | None = None

    def read(self, grids: Sequence[Grid], name: str) -> Tables:
        """What the tables of one file hold."""
        found = Tables()
        read = [(grid, *matrix.read(grid)) for grid in grids if matrix.is_matrix(grid)]
        for grid, table, places in read:
            self._read_matrix(found, grid, table, places)
        rest = [grid for grid in grids if not matrix.is_matrix(grid)]
        if read or not rest:
            if len({place.form for _grid, _table, places in read for place in places.values()}) > 1:
                found = Tables(said=[(name, _("Load each form as a file of its own."), True)])
            return found
        form = self._hints.form or form_named(rest, name, self._candidates())
        if form is None:
            found.said.append((name, _("Say which form this table belongs to."), True))
            return found
        known = self._known_of(form)
        for grid in rest:
            self._file(found, foreign.read_sheet(grid, known, name), form, known)
        _say_nothing_found(found, name)
        return found

    def _read_matrix(
        self, found: Tables, grid: Grid, table: TableRead, places: Mapping[str, Place]
    ) -> None:
        first = next(iter(places.values()), None)
        allowed = blanks.known_places(user=self._by, places=places.values())
        form = next((one for one, _unit in allowed.values()), None)
        if first is None or form is None:
            message = _("This form is not one that your units report.")
            found.said.append((grid.where(1), message, True))
            return
        if self._hints.form is not None and self._hints.form != form:
            message = _("This file is the form “%(form)s”, not the one chosen here.")
            found.said.append((grid.where(1), message % {"form": form.name}, True))
            return
        known = self._known_of(form)
        codes = {one.code for one in known.indicators}
        for one in table.cells:
            chosen = self._hints.period in (None, one.period)
            if one.fate == Fate.READ and one.indicator not in codes:
                one.fate, one.why = Fate.REFUSED, "no_indicator"
            elif one.fate == Fate.READ and not (chosen and self._hints.unit in ("", one.unit)):
                one.fate, one.why = (
                    Fate.IGNORED,
                    "period_not_chosen" if not chosen else "unit_not_chosen",
                )
        self._file(found, table, form, known)

    def _candidates(self) -> list[DataSet]:
        if self._forms is None:
            self._forms = blanks.enterable_forms(user=self._by)
        return self._forms

    def _known_of(self, form: DataSet) -> Known:
        if form.pk not in self._known:
            items = blanks.items_of(forms_read=[form]).get(form.pk, [])
            self._known[form.pk] = known_of(
                form=form, items=items, hints=self._hints, by=self._by, day=self._day
            )
        return self._known[form.pk]

    def _file(self, found: Tables, table: TableRead, form: DataSet, known: Known) -> None:
        """Add one table: its figures by unit and period, every cell, and what is to be said."""
        allowed = blanks.known_places(user=self._by, places=places_of(table, form))
        refuse(table, allowed, form)
        names = {unit.code: unit.name for unit in known.units}
        label = _Labels(form.periodicity)
        for (unit, period), rows in sorted(rows_of(table).items()):
            place = Place(form.owner.code, form.code, unit, period)
            found.parts.append((place, rows, form.name, names.get(unit, unit), label(period)))
        found.cells += cells_of(table, form, names)
        asked = [
            {
                "kind": one.kind,
                "text": one.text[:200],
                "where": one.where,
                "candidates": [list(pair) for pair in one.candidates],
            }
            for one in table.questions
        ]
        found.questions += asked
        found.said += [
            (one.where, words.say(one.code, one.facts), one.hard) for one in table.remarks
        ]
        found.said += _refusals(table)


def _refusals(table: TableRead) -> Iterator[tuple[str, str, bool]]:
    """A sentence for each refused cell, with what an unknown name may mean."""
    meant = {one.text: [name for _code, name in one.candidates] for one in table.questions}
    for one in table.cells:
        if one.fate == Fate.REFUSED:
            sentence = words.say(one.why, one.facts, one.text[:60])
            names = meant.get(str(one.facts.get("words", "")), [])
            yield one.where, words.with_candidates(sentence, names), True


def _say_nothing_found(found: Tables, name: str) -> None:
    if not found.parts and not any(hard for _where, _what, hard in found.said):
        found.said.append((name, _("No figure was found in this file."), True))


def refuse(table: TableRead, allowed: Mapping[Place, Any], form: DataSet) -> None:
    """Refuse the figures of units and periods for which the person may not enter them."""
    for one in table.cells:
        if one.fate != Fate.READ or one.period is None:
            continue
        if Place(form.owner.code, form.code, one.unit, one.period) not in allowed:
            one.fate, one.why = Fate.REFUSED, "not_yours"
        elif not blanks.is_asked(form=form, period=one.period):
            one.fate, one.why = Fate.REFUSED, "not_asked"


def places_of(table: TableRead, form: DataSet) -> set[Place]:
    """The forms whose figures a table holds."""
    return {
        Place(form.owner.code, form.code, one.unit, one.period)
        for one in table.cells
        if one.fate == Fate.READ and one.period is not None
    }


def rows_of(table: TableRead) -> dict[tuple[str, int], dict[str, dict[str, str]]]:
    """What was typed by unit and period, then by code of the indicator."""
    found: dict[tuple[str, int], dict[str, dict[str, str]]] = {}
    for one in table.cells:
        if one.fate != Fate.READ or one.period is None:
            continue
        rows = found.setdefault((one.unit, one.period), {})
        typed = rows.setdefault(one.indicator, dict.fromkeys(_KEPT, ""))
        if one.role == BASE:
            typed["base"], typed["base_where"] = one.amount, one.where
        else:
            typed["value"], typed["where"] = one.amount, one.where
            if one.base:
                typed["base"] = one.base
    for one in table.cells:
        typed = found.get((one.unit, one.period or 0), {}).get(one.indicator, {})
        if one.role == REASON and typed and not typed["reason"]:
            typed["reason"] = one.amount
    for rows in found.values():
        for typed in rows.values():
            typed["where"] = typed["where"] or typed["base_where"]
    return found


def cells_of(table: TableRead, form: DataSet, units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every cell of a table that is not empty, with its fate, as an upload keeps it."""
    label = _Labels(form.periodicity)
    return [
        {
            "where": one.where,
            "text": one.text[:200],
            "fate": one.fate,
            "why": one.why,
            "message": words.say(one.why, one.facts, one.text[:60]) if one.why else "",
            "unit": one.unit,
            "unit_name": units.get(one.unit, ""),
            "indicator": one.indicator,
            "period": one.period,
            "period_name": label(one.period),
            "role": one.role or VALUE,
            "in_area": one.in_area,
        }
        for one in table.cells
    ]


_KEPT = ("value", "base", "reason", "where", "base_where")


class _Labels:
    """Names of periods, each made once."""

    def __init__(self, periodicity: str) -> None:
        self._periodicity = periodicity
        self._known: dict[int, str] = {}

    def __call__(self, period: int | None) -> str:
        if period is None:
            return ""
        if period not in self._known:
            language = get_language() or "vi"
            self._known[period] = forms.label_of(
                periodicity=self._periodicity, period=period, language=language
            )
        return self._known[period]


def _indicator(item: DataSetItem) -> KnownIndicator:
    one = item.indicator
    return KnownIndicator(
        *(one.code, one.name, one.name_en, one.base_name, one.unit),
        *(one.rollup, one.over_time, one.whole),
    )


def _unit(unit: Organisation) -> KnownUnit:
    aliases = [alias.name for alias in unit.aliases.all()]
    names = [
        form
        for name in (unit.name, unit.short_name)
        for form in org_rules.forms_of(unit.kind, name)
    ]
    return KnownUnit(unit.code, unit.name, tuple(filter(None, dict.fromkeys([*names, *aliases]))))


def _plain(words_: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.fold(words_)).split())
