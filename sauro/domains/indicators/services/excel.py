"""Excel forms read back: previewed, kept as drafts or handed in, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform.files import FileRead, Problem, SheetRead
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.labels import finding_in_words
from sauro.domains.indicators.models import DataSetItem, FormUpload, Submission
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import blanks, forms
from sauro.domains.indicators.services import submissions, taking
from sauro.domains.indicators.services.submissions import FormHasErrors, Remark
from sauro.domains.indicators.services.taking import Part
from sauro.engines import access
from sauro.engines.history.recording import record

READY, SAVED, SUBMITTED, UNCHANGED, REFUSED = "ready", "saved", "submitted", "unchanged", "refused"
PARTLY = "partly"  # of a table: some of its figures were refused, the others are or can be taken


Seen = dict[tuple[Any, ...], tuple[str, str, str]]


class UploadDone(DomainError):
    """The upload was accepted already."""

    code = "upload_done"


@dataclass(slots=True)
class FileResult:
    """What became of one file, or would."""

    name: str
    status: str
    cells: int = 0
    forms: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    can_submit: bool = False
    counts: dict[str, Any] = field(default_factory=dict)
    table: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """The forms and units that the files name, and the lines of those forms."""

    places: Mapping[Place, tuple[Any, Any]]
    items: Mapping[int, list[DataSetItem]]


def take_files(
    *, files: Sequence[FileRead], submit: bool, by: Any, at: datetime, keep: bool = True
) -> list[FileResult]:
    """What became of each file: kept as a draft or handed in, or refused whole.

    Without `keep` everything is tried and nothing stays.
    """
    results: list[FileResult] = []
    seen: dict[Place, tuple[str, SheetRead]] = {}
    figures: Seen = {}
    places = blanks.known_places(
        user=by, places=[sheet.place for one in files for sheet in one.sheets]
    )
    known = Known(places, blanks.items_of(forms_read=[form for form, _unit in places.values()]))
    for one in files:
        if one.cells:
            table = _take_table(one, known, figures, by=by, at=at, submit=submit, keep=keep)
            results.append(table)
            continue
        problems = [*one.problems, *_repeated(one, seen)]
        result = FileResult(one.name, REFUSED, problems=problems)
        results.append(result)
        if not any(problem.hard for problem in problems):
            _take(result, one, known, by=by, at=at, submit=submit, keep=keep)
    return results


@transaction.atomic
def accept_upload(*, upload: FormUpload, submit: bool, by: Any, at: datetime) -> FormUpload:
    """The upload with its sound files kept as drafts, or handed in; accepting twice is refused."""
    found = FormUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if found.by_id != by.pk:
        raise NotAllowed(_("Your role does not allow this here."))
    if found.accepted_at is not None:
        raise UploadDone(_("These files were taken over already."))
    files = [excel_files.stored(one) for one in found.files]
    results = take_files(files=files, submit=submit, by=by, at=at)
    found.results = [asdict(one) for one in results]
    found.accepted_at, found.accepted_by, found.submitted = at, by, submit
    found.save()
    counts = {status: sum(one.status == status for one in results) for status in _COUNTED}
    record(kind="indicators.upload.accepted", subject=found, by=by, at=at, after=counts)
    return found


_COUNTED = (SAVED, SUBMITTED, PARTLY, UNCHANGED, REFUSED)


def _repeated(one: FileRead, seen: dict[Place, tuple[str, SheetRead]]) -> list[Problem]:
    """A form that comes again in the same upload with other figures."""
    found = []
    for sheet in one.sheets:
        name, before = seen.setdefault(sheet.place, (one.name, sheet))
        if before is not sheet and _figures(before) != _figures(sheet):
            message = _("The file %(name)s of this upload holds the same form with other figures.")
            found.append(Problem(one.name, message % {"name": name}))
    return found


def _figures(sheet: SheetRead) -> dict[str, tuple[str, ...]]:
    return {
        code: tuple(typed[name] for name in ("value", "base", "reason"))
        for code, typed in sheet.rows.items()
    }


def _take_table(
    one: FileRead, known: Known, figures: Seen, *, by: Any, at: datetime, submit: bool, keep: bool
) -> FileResult:
    """What became of a table: each unit and period by itself."""
    parts: dict[tuple[str, int | None], Part] = {}
    for sheet in one.sheets:
        if sheet.place in known.places:
            form, unit = known.places[sheet.place]
            made = Part(form, unit, sheet.place.period, sheet.period)
            parts.setdefault(taking.key_of(sheet.place), made).add(sheet.rows)
    for key, part in parts.items():
        _refuse_repeated(part, (part.form.pk, *key), one.name, figures)
        items = known.items[part.form.pk]
        taking.take_part(part, items, by=by, at=at, submit=submit, keep=keep)
    problems = [*one.problems, *(Problem(*said) for part in parts.values() for said in part.said)]
    result = FileResult(one.name, REFUSED, problems=problems, questions=one.questions)
    result.table = taking.fates_of(one.cells, parts)
    result.counts = taking.counts_of(result.table)
    result.cells = result.counts["area"] - result.counts["ignored"]
    result.forms = [
        {
            "form": part.form.name,
            "code": part.form.code,
            "unit": part.unit.name,
            "period": part.label,
            "changed": part.changed,
        }
        for part in parts.values()
    ]
    result.can_submit = bool(parts) and all(
        part.complete and not part.refused and access.allowed(by, Perm.REPORT, part.unit)
        for part in parts.values()
    )
    result.status = _table_status(result, list(parts.values()), submit=submit, keep=keep)
    return result


def _refuse_repeated(part: Part, key: tuple[Any, ...], name: str, figures: Seen) -> None:
    """A figure that another file of the upload gives with another value."""
    for code, typed in list(part.rows.items()):
        other, value, base = figures.setdefault((*key, code), (name, typed["value"], typed["base"]))
        if (value, base) != (typed["value"], typed["base"]):
            message = _("The file %(name)s of this upload holds the same form with other figures.")
            part.refuse(code, message % {"name": other})


def _table_status(result: FileResult, parts: Sequence[Part], *, submit: bool, keep: bool) -> str:
    hard = any(problem.hard for problem in result.problems)
    written = any(part.changed or part.submitted for part in parts)
    if not written:
        return REFUSED if hard else UNCHANGED
    if hard:
        return PARTLY
    return READY if not keep else SUBMITTED if submit else SAVED


def _take(
    result: FileResult,
    one: FileRead,
    known: Known,
    *,
    by: Any,
    at: datetime,
    submit: bool,
    keep: bool,
) -> None:
    """Write one file inside a savepoint; a refusal or a trial leaves nothing behind."""
    try:
        with transaction.atomic():
            changed, complete = _written(result, one, known, by=by, at=at, submit=submit)
            sound = not any(problem.hard for problem in result.problems)
            if not (sound and keep):
                transaction.set_rollback(True)
    except DomainError as error:
        result.problems.append(Problem(one.name, str(error)))
        return
    if not sound:
        return
    result.can_submit = complete
    if not changed:
        result.status = UNCHANGED
    elif not keep:
        result.status = READY
    else:
        result.status = SUBMITTED if submit else SAVED


def _written(
    result: FileResult, one: FileRead, known: Known, *, by: Any, at: datetime, submit: bool
) -> tuple[int, bool]:
    """How much of a file was changed, and whether all of it can be handed in."""
    changed, complete = 0, True
    for sheet in one.sheets:
        if sheet.place not in known.places:
            raise NotAllowed(_("This form is not one that your units report."))
        form, unit = known.places[sheet.place]
        told = _Told(result, sheet, known.items[form.pk])
        changed += _write(told, form, unit, by=by, at=at, submit=submit)
        complete = complete and told.complete
    return changed, complete


@dataclass(slots=True)
class _Told:
    """A sheet being written, and where what is said of it goes."""

    result: FileResult
    sheet: SheetRead
    items: Sequence[DataSetItem]
    complete: bool = True

    def say(self, remarks: Iterable[Remark], *, submit: bool) -> None:
        """Each remark at its cell; what only stands in the way of handing in is soft."""
        codes = {item.indicator_id: item.indicator.code for item in self.items}
        for one in remarks:
            if not one.hard and one.answered:
                continue
            self.complete = False
            code = codes[one.indicator_id]
            words = finding_in_words(one.code, one.facts)
            if not one.hard:
                words = f"{words} {_('Say why.')}"
            hard = submit or (one.hard and one.code != "required")
            self.result.problems.append(Problem(self._where(code), words, hard))

    def _where(self, code: str) -> str:
        where = self.sheet.rows.get(code, {}).get("where", "")
        return f"{where} ({code})" if where else code


def _write(told: _Told, form: Any, unit: Any, *, by: Any, at: datetime, submit: bool) -> int:
    """How many cells of one form were changed, counting the step of handing in as one."""
    place = told.sheet.place
    key = {"data_set": form, "organisation": unit, "period": place.period}
    before = Submission.objects.filter(**key).first()
    entries = taking.entries_of(told.sheet.rows, told.items, before)
    unit_words = {"form": form.name, "unit": unit.name, "period": told.sheet.period}
    told.result.cells += len(told.sheet.rows)
    told.result.forms.append({**unit_words, "changed": len(entries), "code": form.code})
    if before is None and not entries:
        told.complete = False
        told.result.problems.append(Problem(told.sheet.unit, _("No figure was filled in."), False))
        return 0
    if before is not None and before.state not in submissions.OPEN and not entries:
        return 0
    lines = forms.lines_of(form=form, organisation=unit, period=place.period, items=told.items)
    draft, _none = submissions.save_cells(
        form=form,
        organisation=unit,
        period=place.period,
        entries=entries,
        by=by,
        at=at,
        check=False,
        on_behalf=True,
        lines=lines,
    )
    if not submit:
        told.say(submissions.remarks_on(draft, lines, complete=True), submit=False)
        return len(entries)
    try:
        submissions.submit(submission=draft, by=by, at=at, lines=lines)
    except FormHasErrors as error:
        told.say(error.remarks, submit=True)
        return len(entries)
    return len(entries) + 1
