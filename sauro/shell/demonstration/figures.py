"""Three years of figures and the forms on which they came, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, Observation, Submission
from sauro.domains.indicators.selectors import forms as form_selectors
from sauro.domains.indicators.services import submissions, totals
from sauro.engines import periods
from sauro.engines.history import recording
from sauro.engines.history.models import Event
from sauro.shell.demonstration import saying, series
from sauro.shell.demonstration.handing_in import Desk, Handed
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.series import Pair
from sauro.shell.demonstration.sheets import EXEMPT, current_period, lines_of
from sauro.shell.demonstration.stage import Stage, pick
from sauro.shell.demonstration.structure import provinces

YEARS = 3
LATEST_START = 2025 * 12  # published figures of 2025 stand on whatever day this is loaded
TAKEN_OVER = 5  # days after the closing day from which older figures stand
SILENT = (11, 31)  # places among the communes of those who hand in nothing for two periods
LOG_INS = {"DN/BM-01": "DN-26017", "DN/BM-03": "DN-SKHCN"}  # they find a form of their own to do
_STATUS = {"returned": Observation.RETURNED, "confirmed": Observation.CONFIRMED}
_BATCH = 2_000
_SURGING = ("XA-01", "XA-02", "XA-03")  # learners, and both ways in which they learn
_TIMES = 3
_TOLD = 3  # periods of which every step stands in the history
_INSERT = """
INSERT INTO indicators_observation
  ("indicator_id", "period", "organisation_id", "amount", "base", "status", "since")
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""

Row = tuple[int, int, int, int, int | None, int, str]


@dataclass(slots=True)
class Pile:
    """Rows of one form of one province, ready to be written."""

    last: int
    observations: list[Row] = field(default_factory=list)
    submissions: list[tuple[Submission, Handed]] = field(default_factory=list)


def write(stage: Stage) -> None:
    """Every figure and form of the last years, with the totals above them."""
    desk = Desk(stage)
    for province in provinces():
        for row in rows("data_sets"):
            pile = _Binder(stage, desk, province["key"], row).pile()
            with connection.cursor() as cursor:  # a quarter of a million: no objects in between
                cursor.executemany(_INSERT, pile.observations)
            _file(pile)
            _remark(pile)
    totals.rebuild(indicators=[one.pk for one in stage.indicators.values()])


def typed(pair: Pair) -> dict[str, str]:
    """A figure as an officer types it."""
    amount, base = pair
    cell = {"value": _number(amount)}
    return cell if base is None else {**cell, "base": _number(base)}


def figures_of(stage: Stage, province: str, form: str, unit: str, last: int) -> dict[str, Any]:
    """The figures of a unit on a form by code of the indicator, then by period."""
    step = form_selectors.MONTHS[stage.forms[f"{province}/{form}"].periodicity]
    found: dict[str, dict[int, Pair]] = {}
    for line in lines_of(form):
        code, whole = line["code"], found.get(line["part_of"], {})
        if line["shape"] == "part":
            found[code] = series.split(whole, unit=unit, share=float(line["end"]))
        elif line["shape"] == "rest":
            parts = [one["code"] for one in lines_of(form) if one["part_of"] == line["part_of"]]
            found[code] = series.rest(whole, found[parts[0]])
        else:
            course = series.course_of(line, step)
            found[code] = series.series(course, province=province, unit=unit, last=last)
    return found


class _Binder:
    """Figures and forms of one form in one province."""

    def __init__(self, stage: Stage, desk: Desk, province: str, row: dict[str, str]) -> None:
        self.stage, self.desk, self.province, self.code = stage, desk, province, row["code"]
        self.form: DataSet = stage.forms[f"{province}/{row['code']}"]
        self.step = form_selectors.MONTHS[self.form.periodicity]
        self.last = current_period(self.form, stage.today)
        self.units = _units(stage, province, row["kinds"])
        self.exempt = {(code, f"{province}-{agency}") for code, agency, _why in EXEMPT}
        self.people = _Reporters(stage, province, [unit.code for unit in self.units])
        numbers = range(self.form.first_period, self.last + 1, self.step)
        self.timings = {n: form_selectors.timing_of(form=self.form, period=n) for n in numbers}
        self.since = {n: _taken_over(self.form, n, stage.today) for n in self._before()}

    def pile(self) -> Pile:
        """All rows."""
        pile = Pile(self.last)
        for place, unit in enumerate(self.units):
            handed = self._handed(place, unit)
            found = figures_of(self.stage, self.province, self.code, unit.code, self.last)
            found = self._surging(found, handed)
            by_id = {
                self.stage.indicators[f"{self.province}/{code}"].pk: pairs
                for code, pairs in found.items()
                if (code, unit.code) not in self.exempt
            }
            pile.observations += self._observations(unit, by_id, handed)
            pile.submissions += self._submissions(unit, by_id, handed)
        return pile

    def _surging(
        self, found: dict[str, dict[int, Pair]], handed: dict[int, Handed]
    ) -> dict[str, dict[int, Pair]]:
        """In a few forms of the last period the learners triple: something unusual to decide on."""
        one = handed.get(self.last)
        if one is None or one.state == "draft" or not one.reasoned:
            return found
        surged = {
            code: found[code][self.last] for code in _SURGING if self.last in found.get(code, {})
        }
        return found | {
            code: {**found[code], self.last: (amount * _TIMES, base)}
            for code, (amount, base) in surged.items()
        }

    def _before(self) -> range:
        """Periods whose figures were taken over before the form was in use."""
        today = self.stage.today
        month = min(today.year * 12 + today.month - 1 - 12 * YEARS, LATEST_START)
        start = max(month - month % self.step, series.ORIGIN)
        return range(start, self.form.first_period, self.step)

    def _handed(self, place: int, unit: Any) -> dict[int, Handed]:
        found: dict[int, Handed] = {}
        quiet = self.form.kinds == ["commune"] and place in SILENT
        kept_free = LOG_INS.get(f"{self.province}/{self.code}") == unit.code
        for period, timing in self.timings.items():
            if (quiet and period >= self.last - self.step) or (kept_free and period == self.last):
                continue
            key = f"{unit.code}/{self.code}/{period}"
            one = self.desk.handed(timing, key, checked=self.form.checker_id is not None)
            if one is not None:
                found[period] = one
        return found

    def _observations(
        self, unit: Any, figures: dict[int, dict[int, Pair]], handed: dict[int, Handed]
    ) -> Iterator[Row]:
        stood = {n: (Observation.CONFIRMED, day.isoformat()) for n, day in self.since.items()}
        for period, one in handed.items():
            if one.state != "draft":
                status = _STATUS.get(one.state, Observation.SUBMITTED)
                stood[period] = (status, one.on.isoformat())
        for indicator, pairs in figures.items():
            for period, (status, since) in stood.items():
                if period in pairs:
                    yield (indicator, period, unit.pk, *pairs[period], status, since)

    def _submissions(
        self, unit: Any, figures: dict[int, dict[int, Pair]], handed: dict[int, Handed]
    ) -> Iterator[tuple[Submission, Handed]]:
        by = self.people.of(unit.code)
        for period, one in handed.items():
            cells = {
                str(pk): typed(pairs[period]) for pk, pairs in figures.items() if period in pairs
            }
            key = f"{unit.code}/{self.code}/{period}"
            if one.state == "draft":
                cells = dict(list(cells.items())[: len(cells) * 2 // 3])
            yield self._submission(unit, period, one, cells, by, key), one

    def _submission(
        self, unit: Any, period: int, one: Handed, cells: dict[str, Any], by: Any, key: str
    ) -> Submission:
        at = self.stage.moment(one.on, key)
        made = Submission(
            data_set=self.form,
            organisation=unit,
            period=period,
            state=one.state,
            draft=cells,
            saved_at=at,
            saved_by=by,
            is_late=one.late,
        )
        if one.state != "draft":
            made.submitted_at, made.submitted_by = at, by
        if self.form.checker_id and one.state in ("checked", "confirmed"):
            made.checked_at = self.stage.moment(self.desk.later(one.on, 1), f"{key}c")
            made.checked_by = self.stage.people[f"{self.province}-SKHCN.focal"]
        if one.decided_on:
            made.decided_at = self.stage.moment(one.decided_on, f"{key}d")
            made.decided_by = self.stage.monitor(self.province, 2)
        if one.state == "returned":
            made.return_reason = saying.reason("form-return", key)
        return made


class _Reporters:
    """Who hands in for a unit: its own officer, else that of another nearby who helps out."""

    def __init__(self, stage: Stage, province: str, units: list[str]) -> None:
        self.people = stage.people
        self.known = [code for code in units if f"{code}.focal" in stage.people]
        self.known = self.known or [f"{province}-STC"]

    def of(self, unit: str) -> Any:
        """The person."""
        code = unit if unit in self.known else self.known[pick(unit, len(self.known))]
        return self.people[f"{code}.focal"]


def _units(stage: Stage, province: str, kind: str) -> list[Any]:
    """The units of a province in force that report on forms of a kind."""
    if kind == "province":
        return [stage.organisations[province]]
    return [
        one
        for code, one in stage.organisations.items()
        if one.kind == kind and code.startswith(f"{province}-") and one.valid_to is None
    ]


def _taken_over(form: DataSet, period: int, today: date) -> date:
    closed = periods.closing_day(rules.period_at(form.periodicity, period))
    return min(closed + timedelta(days=TAKEN_OVER), today)


def _file(pile: Pile) -> None:
    """The forms with one event for each step that was taken."""
    made = Submission.objects.bulk_create(
        [submission for submission, _handed in pile.submissions], batch_size=_BATCH
    )
    steps = form_selectors.MONTHS
    told = [one for one in made if one.period > pile.last - _TOLD * steps[one.data_set.periodicity]]
    recording.record_all([event for one in told for event in _events(one)])


def _remark(pile: Pile) -> None:
    """What is unusual on the forms of the last period in which figures surged, with its reason."""
    for one, handed in pile.submissions:
        if one.period != pile.last or one.state == "draft" or not handed.reasoned:
            continue
        lines = form_selectors.lines_of(
            form=one.data_set, organisation=one.organisation, period=one.period
        )
        unusual = {
            found.indicator_id for found in submissions.remarks_on(one, lines, complete=False)
        }
        for indicator in unusual:
            key = f"{one.organisation.code}/{one.period}"
            one.draft[str(indicator)]["reason"] = saying.reason("form-reason", key)
        one.remarks = len(unusual)
        one.save(update_fields=["draft", "remarks"])


def _events(one: Submission) -> Iterator[Event]:
    steps: list[tuple[str, datetime | None, Any, str]] = [
        ("filled_in", one.saved_at if one.state == "draft" else None, one.saved_by, ""),
        ("submitted", one.submitted_at, one.submitted_by, ""),
        ("checked", one.checked_at, one.checked_by, ""),
    ]
    decided = "returned" if one.state == "returned" else "confirmed"
    steps.append((decided, one.decided_at, one.decided_by, one.return_reason))
    for step, at, by, note in steps:
        if at is not None:
            kind = f"indicators.form.{step}"
            yield recording.new_event(kind=kind, subject=one, by=by, at=at, note=note)


def _number(amount: int) -> str:
    whole, part = divmod(amount, series.SCALE)
    return f"{whole},{part:04}".rstrip("0") if part else str(whole)
