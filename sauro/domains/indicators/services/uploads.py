"""Uploads of Excel forms and tables: kept, read at once or in the background, dropped when old."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform import tables
from sauro.domains.indicators.excelform.files import FileRead
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.foreign import names
from sauro.domains.indicators.models import FormUpload
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel
from sauro.domains.indicators.services.excel import FileResult
from sauro.engines.history.recording import record
from sauro.engines.jobs import services as job_services
from sauro.engines.office import bundles

READ = "indicators.upload.read_later"
KEPT = timedelta(days=30)
MANY_SHEETS, MANY_VALUES = 20, 2_000  # more than this takes longer than a page may
Tell = Callable[[int, int], None]


class NotAsked(DomainError):
    """The file does not ask about such a name, or the answer is not one of this form."""

    code = "not_asked"


@dataclass(frozen=True, slots=True)
class Reading:
    """An upload as it was read, and what would become of each file."""

    files: list[FileRead]
    results: list[FileResult]


def take_upload(
    *,
    files: Sequence[tuple[str, bytes]],
    by: Any,
    at: datetime,
    expected: Place | None = None,
    hints: Hints | None = None,
) -> FormUpload:
    """The upload read, or kept and being read in the background when it is large."""
    size = bundles.size_of(files)
    if size.sheets <= MANY_SHEETS and size.values <= MANY_VALUES:
        return stage_upload(files=files, by=by, at=at, expected=expected, hints=hints)
    return keep_upload(files=files, by=by, at=at, expected=expected, hints=hints)


@transaction.atomic
def stage_upload(
    *,
    files: Sequence[tuple[str, bytes]],
    by: Any,
    at: datetime,
    expected: Place | None = None,
    hints: Hints | None = None,
) -> FormUpload:
    """The upload as it was read, with what would become of each file."""
    made = _new(files, by=by, at=at, expected=expected, hints=hints)
    made.unread = False
    _fill(made, read_upload(upload=made, at=at, files=files))
    made.save()
    _record_read(made, at)
    return made


@transaction.atomic
def keep_upload(
    *,
    files: Sequence[tuple[str, bytes]],
    by: Any,
    at: datetime,
    expected: Place | None = None,
    hints: Hints | None = None,
) -> FormUpload:
    """The upload kept, and a job that reads it."""
    made = _new(files, by=by, at=at, expected=expected, hints=hints)
    made.files = [asdict(FileRead(name)) for name, _data in files]
    made.save()
    _start(made, at)
    return made


def read_upload(
    *,
    upload: FormUpload,
    at: datetime,
    files: Sequence[tuple[str, bytes]] | None = None,
    tell: Tell | None = None,
) -> Reading:
    """What the files of an upload hold and what would become of them; writes nothing."""
    given = files if files is not None else contents_of(upload)
    kept = upload.hints
    expected = Place(**kept["expected"]) if kept.get("expected") else None
    hints = tables.stored_hints(kept, upload.by)
    if hints.form is None and expected is not None:
        hints = replace(tables.hints_of(upload.by, expected), choices=hints.choices)
    read = excel_files.read_files(
        files=given, by=upload.by, expected=expected, hints=hints, day=clock.day_of(at), tell=tell
    )
    return Reading(
        read, excel.take_files(files=read, submit=False, by=upload.by, at=at, keep=False)
    )


@transaction.atomic
def keep_reading(*, upload: FormUpload, reading: Reading, by: Any, at: datetime) -> FormUpload:
    """The upload with its preview."""
    found = _open(upload, by)
    _fill(found, reading)
    found.unread = False
    found.save()
    _record_read(found, at)
    return found


@transaction.atomic
def answer_questions(
    *, upload: FormUpload, answers: Mapping[tuple[str, str], str], by: Any, at: datetime
) -> FormUpload:
    """The upload read again, with the units and indicators a person chose for written names.

    `answers` maps (unit or indicator, name as written) to a code.
    """
    found = _open(upload, by)
    asked = {(one["kind"], one["text"]) for result in found.results for one in result["questions"]}
    if unknown := [name for kind, name in answers if (kind, name) not in asked]:
        raise NotAsked(_("The file does not ask what “%(name)s” means.") % {"name": unknown[0]})
    chosen = {names.choice_key(kind, name): code for (kind, name), code in answers.items()}
    found.hints = {**found.hints, "choices": {**found.hints.get("choices", {}), **chosen}}
    if bundles.size_of(contents_of(found)).values > MANY_VALUES:
        found.unread = True
        found.save()
        _start(found, at)
        return found
    _fill(found, read_upload(upload=found, at=at))
    found.save()
    _record_read(found, at)
    return found


def drop_old(*, by: Any, at: datetime) -> int:
    """How many uploads were deleted, with their files, because nobody took them over in time."""
    old = FormUpload.objects.filter(accepted_at__isnull=True, at__lt=at - KEPT)
    return sum(_drop(upload, by=by, at=at) for upload in old)


@transaction.atomic
def _drop(upload: FormUpload, *, by: Any, at: datetime) -> bool:
    found = FormUpload.objects.select_for_update().filter(pk=upload.pk, accepted_at__isnull=True)
    one = found.first()
    if one is None:
        return False
    record(kind="indicators.upload.dropped", subject=one, by=by, at=at)
    stored = one.file.name
    one.delete()
    if stored:
        transaction.on_commit(lambda: upload.file.storage.delete(stored))
    return True


def contents_of(upload: FormUpload) -> list[tuple[str, bytes]]:
    """The files of an upload as they were loaded."""
    if not upload.file:
        return []
    with upload.file.open("rb") as stored:
        return bundles.files_in(stored.read())


def _new(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Any,
    at: datetime,
    expected: Place | None,
    hints: Hints | None,
) -> FormUpload:
    """A record of the files, not yet saved; the files themselves are kept."""
    if not blanks.may_load(user=by):
        raise NotAllowed(_("Your role does not allow this here."))
    made = FormUpload(by=by, at=at, files=[], unread=True)
    made.hints = tables.kept_hints(hints or Hints())
    made.hints["expected"] = asdict(expected) if expected is not None else None
    data = bundles.write_bundle(files)
    digest = hashlib.sha256(data).hexdigest()[:16]
    made.file.save(f"{digest}.zip", ContentFile(data), save=False)
    return made


def _fill(upload: FormUpload, reading: Reading) -> None:
    upload.files = [asdict(one) for one in reading.files]
    upload.results = [asdict(one) for one in reading.results]


def _open(upload: FormUpload, by: Any) -> FormUpload:
    found = FormUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if found.by_id != by.pk:
        raise NotAllowed(_("Your role does not allow this here."))
    if found.accepted_at is not None:
        raise excel.UploadDone(_("These files were taken over already."))
    return found


def _start(upload: FormUpload, at: datetime) -> None:
    title = _("Reading %(file)s") % {"file": str(upload)}
    job_services.start(
        kind=READ,
        title=title,
        subject=upload,
        arguments={"upload": upload.pk},
        key=f"upload:{upload.pk}",
        by=upload.by,
        at=at,
    )
    upload.refresh_from_db()


def _record_read(upload: FormUpload, at: datetime) -> None:
    record(
        kind="indicators.upload.read",
        subject=upload,
        by=upload.by,
        at=at,
        after={"files": len(upload.files)},
    )
