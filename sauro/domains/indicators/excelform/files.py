"""The workbooks of an upload as they were read: which forms they hold, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators.excelform import matrix, reading, tables
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.selectors import blanks, forms
from sauro.engines.office import bundles
from sauro.engines.office.grid import Grid, Limits, OfficeError
from sauro.engines.office.reading import read_tables

FAULTS = {
    "no_value_column": gettext_lazy("No column of figures was found."),
    "not_on_form": gettext_lazy("The indicator %(code)s is not on this form."),
    "twice": gettext_lazy("%(code)s stands here and at %(where)s with different figures."),
    "row_not_read": gettext_lazy("This row belongs to no indicator of the form; it was not read."),
    "other_form": gettext_lazy("This row comes from the form of another unit or period."),
    "row_moved": gettext_lazy(
        "The row shows the code %(written)s and belongs to %(code)s; columns were sorted apart."
    ),
    "error_value": gettext_lazy("The formula gives the error %(error)s."),
    "formula_empty": gettext_lazy(
        "The formula has no result yet; open the file in Excel, save it and load it again."
    ),
    "merged": gettext_lazy("The cell is merged with %(where)s; give each line a cell of its own."),
}
_SMALL = Limits(megabytes=5, unpacked_megabytes=40, tables=60, rows=3_000, columns=80)


class NoFiles(DomainError):
    """Nothing in the upload can be read."""

    code = "no_files"
    status = 422


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said of a place in a file; a hard one keeps the whole file out."""

    where: str
    message: str
    hard: bool = True


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One form of a file: what was typed by code of the indicator, each with its place."""

    place: Place
    rows: dict[str, dict[str, str]]
    form: str = ""
    unit: str = ""
    period: str = ""
    apart: bool = False  # taken or refused by itself: one of many units in a table


@dataclass(slots=True)
class FileRead:
    """A file as it was read; `cells` are those of tables, `questions` names nobody is sure of."""

    name: str
    sheets: list[SheetRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)


Tell = Callable[[int, int], None]


def read_files(
    *,
    files: Iterable[tuple[str, bytes]],
    by: Any,
    expected: Place | None = None,
    hints: Hints | None = None,
    day: date | None = None,
    tell: Tell | None = None,
) -> list[FileRead]:
    """What the workbooks of an upload hold; archives are opened. Writes nothing.

    Files that are no form of ours are read as tables; `hints` says what they do not say, `day`
    which units there are, `tell` hears how many files are done.
    """
    found: list[FileRead] = []
    grids: list[tuple[FileRead, list[Grid]]] = []
    for name, data in files:
        try:
            for leaf, content in bundles.workbooks_in(data, name):
                one = FileRead(leaf)
                found.append(one)
                grids.append((one, _grids(one, content)))
        except OfficeError as error:
            found.append(FileRead(name, problems=[Problem(name, str(error))]))
    if not found:
        raise NoFiles(_("The upload holds no file."), field="file")
    keyed = [(one, many) for one, many in grids if any(map(_is_keyed, many))]
    places = {id(grid): reading.place_of(grid) for _one, many in keyed for grid in many}
    _understand(keyed, places, by, expected)
    reader = tables.Reader(by, hints or tables.hints_of(by, expected), day)
    for count, (one, many) in enumerate(grids):
        if tell is not None:
            tell(count, len(grids))
        if many and not any(map(_is_keyed, many)):
            _take_tables(one, reader.read(many, one.name))
    return found


def stored(kept: Mapping[str, Any]) -> FileRead:
    """A file as an upload keeps it."""
    sheets = [SheetRead(**{**sheet, "place": Place(**sheet["place"])}) for sheet in kept["sheets"]]
    problems = [Problem(**one) for one in kept["problems"]]
    return FileRead(
        *(kept["name"], sheets, problems), kept.get("cells", []), kept.get("questions", [])
    )


def _grids(one: FileRead, content: bytes) -> list[Grid]:
    try:
        return read_tables(content, one.name, _SMALL)
    except OfficeError as error:
        one.problems.append(Problem(one.name, str(error)))
        return []


def _is_keyed(grid: Grid) -> bool:
    return reading.place_of(grid) is not None and not matrix.is_matrix(grid)


def _take_tables(one: FileRead, found: tables.Tables) -> None:
    """File what was read from the tables of a file."""
    one.cells, one.questions = found.cells, found.questions
    one.problems += [Problem(*said) for said in found.said]
    one.sheets = [replace(SheetRead(*part), apart=True) for part in found.parts]


def _understand(
    grids: Sequence[tuple[FileRead, list[Grid]]],
    places: Mapping[int, Place | None],
    by: Any,
    expected: Place | None,
) -> None:
    """Fill in the sheets of each file; the forms of all files are looked up at once."""
    wanted = [place for place in places.values() if place] + ([expected] if expected else [])
    known = blanks.known_places(user=by, places=wanted)
    items = blanks.items_of(forms_read=[form for form, _unit in known.values()])
    for one, many in grids:
        for grid in many:
            place = places[id(grid)]
            if place is None or matrix.is_matrix(grid):
                continue
            if problem := _misplaced(place, known, expected):
                one.problems.append(Problem(grid.where(1), problem))
                continue
            form, unit = known[place]
            names = {item.indicator.code: item.indicator.name for item in items[form.pk]}
            found = reading.read_sheet(grid, place, names)
            one.problems += [
                Problem(fault.where, str(FAULTS[fault.code]) % fault.facts, fault.hard)
                for fault in found.faults
            ]
            label = forms.label_of(
                periodicity=form.periodicity, period=place.period, language=get_language() or "vi"
            )
            rows = {code: asdict(typed) for code, typed in found.rows.items()}
            one.sheets.append(SheetRead(place, rows, form.name, unit.name, label))


def _misplaced(place: Place, known: Mapping[Place, tuple[Any, Any]], expected: Place | None) -> str:
    """Why a sheet is not for here; nothing when it is."""
    if place not in known:
        return _("This form is not one that your units report.")
    form, unit = known[place]
    if not blanks.is_asked(form=form, period=place.period):
        return _("This form is not asked for in the period that the file names.")
    if expected is None or place == expected:
        return ""
    if replace(place, period=expected.period) == expected:
        label = forms.label_of(
            periodicity=form.periodicity, period=place.period, language=get_language() or "vi"
        )
        return _("This file is for %(period)s, not for the period chosen here.") % {"period": label}
    return _("This file is the form “%(form)s” of %(unit)s, not the one chosen here.") % {
        "form": form.name,
        "unit": unit.name,
    }
