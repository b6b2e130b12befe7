"""Filling in a form and handing it in: cells are kept as typed, figures count on submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.indicators import permissions, rules
from sauro.domains.indicators.models import DataSet, Indicator, Observation, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.rules import SCALE, Cell, Finding
from sauro.domains.indicators.selectors import forms as reading
from sauro.domains.indicators.selectors.forms import Line
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.workflow import FORM_FLOW
from sauro.engines import access, text
from sauro.engines.history.recording import record

OPEN = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell as typed: a figure, a denominator or weight, and a reason for an unusual figure."""

    value: str = ""
    base: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of one cell."""

    indicator_id: int
    code: str
    hard: bool
    facts: Mapping[str, Decimal]
    answered: bool = False


class FormClosed(DomainError):
    """The form is not open on this day."""

    code = "form_closed"


class NotOwed(DomainError):
    """The unit does not report on this form."""

    code = "form_not_owed"


class FormHasErrors(DomainError):
    """Some cells cannot be accepted as they are."""

    code = "form_has_errors"
    status = 422

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = tuple(remarks)
        super().__init__(
            _("%(count)s cells need your attention; nothing was handed in.")
            % {"count": len({remark.indicator_id for remark in remarks})}
        )


@transaction.atomic
def save_cells(
    *,
    form: DataSet,
    organisation: Any,
    period: int,
    entries: Mapping[int, Entry],
    by: Any,
    at: datetime,
    note: str | None = None,
    check: bool = True,
    lines: Sequence[Line] | None = None,
    on_behalf: bool = False,
) -> tuple[Submission, list[Remark]]:
    """The draft with these cells as typed, and what is to be said of them; it counts nowhere yet.

    Cells not named stay as they are, so two people may fill in different cells at once. Of a whole
    all is said when one of its parts was named. Without `check` nothing is said; `lines` are those
    of the form, when they were read already. `on_behalf` also lets those enter who decide on it.
    """
    if not (on_behalf and permissions.may_enter(by, form, organisation)):
        access.check(by, Perm.REPORT, organisation)
    submission = _open_form(form, organisation, period, by, at)
    if submission.state not in OPEN:
        raise FormClosed(_("This form was handed in already; take it back to change it."))
    if lines is None:
        lines = reading.lines_of(form=form, organisation=organisation, period=period)
    before, after = _merge(submission, entries, {line.indicator.pk for line in lines}, note)
    only = with_wholes(lines, entries)
    remarks = remarks_on(submission, lines, only=only, complete=False) if check else []
    if not after:
        return submission, remarks
    submission.saved_at, submission.saved_by = at, by
    submission.version += 1
    submission.save()
    record(
        kind="indicators.form.filled_in",
        subject=submission,
        by=by,
        at=at,
        before=before,
        after=after,
        note=_for_whom(organisation, by),
    )
    return submission, remarks


@transaction.atomic
def submit(
    *, submission: Submission, by: Any, at: datetime, lines: Sequence[Line] | None = None
) -> Submission:
    """The form handed in: its figures count from now on; handing in twice changes nothing.

    Raises `FormHasErrors` naming every cell that is impossible, missing or unexplained.
    """
    found = _locked(submission.pk)
    access.check(by, Perm.REPORT, found)
    if found.state in ("submitted", "checked", "confirmed"):
        return found
    day = clock.day_of(at)
    _refuse_closed(found.data_set, found.period, day)
    if lines is None:
        lines = reading.lines_of(
            form=found.data_set, organisation=found.organisation, period=found.period
        )
    remarks = remarks_on(found, lines, complete=True)
    if unanswered := [one for one in remarks if one.hard or not one.answered]:
        raise FormHasErrors(unanswered)
    FORM_FLOW.apply(found, "submit")
    found.submitted_at, found.submitted_by = at, by
    timing = reading.timing_of(form=found.data_set, period=found.period)
    found.is_late = timing.is_late(day)
    found.remarks = len({one.indicator_id for one in remarks})
    found.return_reason = ""
    found.version += 1
    found.save()
    wanted = _figures(found, lines)
    changed = store_figures(
        organisation=found.organisation, period=found.period, wanted=wanted, by=by, at=at
    )
    totals.apply(changed)
    record(
        kind="indicators.form.submitted",
        subject=found,
        by=by,
        at=at,
        after={change.indicator.code: _plain(change.after) for change in changed},
        note=found.note,
    )
    return found


@transaction.atomic
def take_back(*, submission: Submission, by: Any, at: datetime) -> Submission:
    """The form open again for those who handed it in, as long as nobody has looked at it."""
    found = _locked(submission.pk)
    access.check(by, Perm.REPORT, found)
    if found.state == "draft":
        return found
    _refuse_closed(found.data_set, found.period, clock.day_of(at))
    FORM_FLOW.apply(found, "take_back")
    found.version += 1
    found.save()
    totals.apply(_uncount(found, by, at))
    record(kind="indicators.form.taken_back", subject=found, by=by, at=at)
    return found


def remarks_on(
    submission: Submission,
    lines: Sequence[Line],
    *,
    complete: bool,
    only: Iterable[int] | None = None,
) -> list[Remark]:
    """What is to be said of the cells of a form; `complete` also asks for what is missing."""
    chosen = None if only is None else set(only)
    found: list[Remark] = []
    values: dict[int, Decimal | None] = {}
    asked = [
        line.indicator
        for line in lines
        if (chosen is None or line.indicator.pk in chosen)
        and _entry(submission, line.indicator.pk).value
    ]
    peers = reading.peers_of(
        indicators=asked,
        organisation=submission.organisation,
        period=submission.period - reading.MONTHS[submission.data_set.periodicity],
    )
    for line in lines:
        pk = line.indicator.pk
        entry = _entry(submission, pk)
        findings, values[pk] = _findings(line, entry, peers.get(pk, []), complete=complete)
        if chosen is None or pk in chosen:
            found += [_remark(pk, one, entry) for one in findings]
    items = [line.item for line in lines]
    for whole, parts in reading.parts_on(items).items():
        if chosen is None or chosen & {whole, *parts}:
            one = rules.check_parts(values.get(whole), [values.get(part) for part in parts])
            found += [_remark(whole, finding, _entry(submission, whole)) for finding in one]
    return found


def with_wholes(lines: Sequence[Line], chosen: Iterable[int]) -> set[int]:
    """These indicators and those of which they are parts on the form."""
    found = set(chosen)
    parts_of = reading.parts_on([line.item for line in lines])
    return found | {whole for whole, parts in parts_of.items() if found.intersection(parts)}


def number_of(typed: str) -> Decimal | None:
    """A number as people type it, 1.234,5 or 1234.5; nothing for an empty cell.

    Raises ValueError for anything that is not one number.
    """
    words = text.clean(typed).replace("\u00a0", "").replace(" ", "")
    if not words:
        return None
    found = rules.number_in(words)
    if found is None or any(letter.isalpha() for letter in words):
        raise ValueError(typed)
    return found


def _open_form(form: DataSet, organisation: Any, period: int, by: Any, at: datetime) -> Submission:
    """The locked submission of a unit for a period, made when it is not there."""
    day = clock.day_of(at)
    _refuse_closed(form, period, day)
    end = rules.period_at(form.periodicity, period).end
    if not reading.owes(form=form, organisation=organisation, day=min(end, day)):
        raise NotOwed(_("This unit does not report on this form."))
    made, _created = Submission.objects.select_for_update(of=("self",)).get_or_create(
        data_set=form,
        organisation=organisation,
        period=period,
        defaults={"saved_at": at, "saved_by": by},
    )
    made.data_set, made.organisation = form, organisation
    return made


def _for_whom(organisation: Any, by: Any) -> str:
    """A word when somebody else fills in the form of a unit."""
    if access.allowed(by, Perm.REPORT, organisation):
        return ""
    told = {"person": str(by), "unit": organisation.name}
    return _("Entered by %(person)s for %(unit)s") % told


def _refuse_closed(form: DataSet, period: int, day: date) -> None:
    timing = reading.timing_of(form=form, period=period)
    if not reading.in_use(form=form, period=period) or not timing.is_open(day):
        raise FormClosed(
            _("This form is open from %(opens)s until %(closes)s.")
            % {"opens": f"{timing.opens_on:%d/%m/%Y}", "closes": f"{timing.closes_on:%d/%m/%Y}"}
        )


def _locked(pk: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("data_set__owner", "data_set__checker", "organisation")
        .get(pk=pk)
    )


def _merge(
    submission: Submission, entries: Mapping[int, Entry], known: set[int], note: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for pk, entry in entries.items():
        if pk not in known:
            raise NotOwed(_("This indicator is not on the form."))
        name, new = str(pk), _kept(entry)
        old = submission.draft.get(name, {})
        if new != old:
            before[name], after[name] = old, new
            submission.draft[name] = new
    if note is not None and text.clean(note) != submission.note:
        before["note"], after["note"] = submission.note, text.clean(note)
        submission.note = after["note"]
    return before, after


def _kept(entry: Entry) -> dict[str, str]:
    cells = {"value": entry.value, "base": entry.base, "reason": entry.reason}
    cleaned = {name: text.clean(typed)[:500] for name, typed in cells.items()}
    return {name: typed for name, typed in cleaned.items() if typed}


def _entry(submission: Submission, pk: int) -> Entry:
    return Entry(**submission.draft.get(str(pk), {}))


def _findings(
    line: Line, entry: Entry, peers: Sequence[float], *, complete: bool
) -> tuple[list[Finding], Decimal | None]:
    try:
        value, base = number_of(entry.value), number_of(entry.base)
    except ValueError:
        return [Finding("not_a_number", hard=True)], None
    if not line.applies:
        return ([Finding("not_applicable", hard=True)] if value is not None else []), None
    if value is None and base is None:
        missing = complete and line.item.required
        return ([Finding("required", hard=True)] if missing else []), None
    cell = Cell(
        value=value,
        base=base,
        previous=_before(line.indicator, line.previous),
        previous_in_year=_before(line.indicator, line.previous_in_year),
        peers=peers,
    )
    return rules.check_cell(reading.sheet_of(line.indicator), cell), value


def _before(indicator: Indicator, figure: Observation | None) -> Decimal | None:
    return None if figure is None else reading.shown(indicator, figure.amount, figure.base)


def _remark(pk: int, finding: Finding, entry: Entry) -> Remark:
    return Remark(pk, finding.code, finding.hard, finding.facts, bool(entry.reason))


def _figures(submission: Submission, lines: Sequence[Line]) -> dict[Indicator, Figure | None]:
    wanted: dict[Indicator, Figure | None] = {}
    for line in lines:
        entry = _entry(submission, line.indicator.pk)
        value, base = number_of(entry.value), number_of(entry.base)
        wanted[line.indicator] = (
            None
            if value is None
            else Figure(
                rules.amount_of(value),
                None if base is None else rules.amount_of(base),
                Observation.SUBMITTED,
            )
        )
    return wanted


def _uncount(submission: Submission, by: Any, at: datetime) -> list[totals.Change]:
    """The figures of a form that is open again, kept and no longer counted."""
    ids = submission.data_set.items.values("indicator")
    figures = Observation.objects.filter(
        indicator__in=ids, organisation=submission.organisation, period=submission.period
    ).select_related("indicator")
    wanted: dict[Indicator, Figure | None] = {
        one.indicator: Figure(one.amount, one.base, Observation.RETURNED) for one in figures
    }
    return store_figures(
        organisation=submission.organisation,
        period=submission.period,
        wanted=wanted,
        by=by,
        at=at,
    )


def _plain(figure: Figure | None) -> list[float | None] | None:
    if figure is None:
        return None
    base = None if figure.base is None else figure.base / SCALE
    return [figure.amount / SCALE, base]
