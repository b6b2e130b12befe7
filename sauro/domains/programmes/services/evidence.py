"""Evidence of an update: files told by their content, and links; and handing in with both."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.programmes.models import Evidence, ProgressUpdate, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import Progress, UpdateState
from sauro.domains.programmes.services import progress as progress_services
from sauro.domains.programmes.services.writing import record_task
from sauro.engines import access, text
from sauro.engines.office import uploads
from sauro.engines.workflow import TransitionRefused

MOST_FILES = 10
_CLOSED = (UpdateState.VERIFIED.value, UpdateState.NOTED.value)
_is_web_address = URLValidator(schemes=["http", "https"])


class BadEvidence(DomainError):
    """The evidence cannot be accepted."""

    code = "bad_evidence"
    status = 422


@dataclass(frozen=True, slots=True)
class Proof:
    """A file with its name, or a link with the words for it."""

    name: str = ""
    file: BinaryIO | None = None
    url: str = ""


@transaction.atomic
def report_with_evidence(
    *,
    task: Task,
    progress: Progress,
    proofs: Sequence[Proof],
    submit: bool,
    by: Any,
    at: datetime,
    update: ProgressUpdate | None = None,
    expected_version: int | None = None,
    request_key: str | None = None,
) -> ProgressUpdate:
    """The update kept as a draft or handed in, with its evidence, all or nothing."""
    write = progress_services.submit_update if submit else progress_services.save_draft
    made = write(
        task=task,
        progress=progress,
        by=by,
        at=at,
        update=update,
        expected_version=expected_version,
        request_key=request_key,
    )
    if proofs:
        add_evidence(update=made, proofs=proofs, by=by, at=at)
    return made


@transaction.atomic
def add_evidence(
    *, update: ProgressUpdate, proofs: Sequence[Proof], by: Any, at: datetime
) -> list[Evidence]:
    """The evidence added now; the same file or link again adds nothing."""
    update = _open(update, by)
    held = list(update.evidence.all())
    with filed(proofs=proofs, held=held, new=lambda: Evidence(update=update, at=at, by=by)) as made:
        if len(held) + len(made) > MOST_FILES:
            raise BadEvidence(
                _("An update carries at most %(n)s files and links.") % {"n": MOST_FILES},
                field="files",
            )
        Evidence.objects.bulk_create(made)
        if made:
            after = {"files": [evidence.name for evidence in made]}
            record_task("evidence_added", update.task, by=by, at=at, after=after)
    return made


@contextmanager
def filed(
    *, proofs: Sequence[Proof], held: Iterable[Any], new: Callable[[], Any]
) -> Iterator[list[Any]]:
    """A row for each file and link that is not held yet, its file kept, the row not written yet.

    Rows have the columns of `Evidence`. When what is done with them fails, the files are removed.
    """
    rows = list(held)
    known = {row.sha256 for row in rows if row.sha256} | {row.url for row in rows if row.url}
    made: list[Any] = []
    try:
        for proof in proofs:
            row = new()
            if _link(row, proof, known) if proof.file is None else _file(row, proof, known):
                made.append(row)
        yield made
    except BaseException:  # rows that are not kept must not leave their files behind
        for row in made:
            if row.file:
                row.file.delete(save=False)
        raise


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any, at: datetime) -> ProgressUpdate:
    """The update, without evidence that was attached by mistake; the file goes after the commit."""
    update = _open(evidence.update, by)
    place, storage = str(evidence.file.name or ""), evidence.file.storage
    record_task("evidence_removed", update.task, by=by, at=at, before={"files": [evidence.name]})
    Evidence.objects.filter(pk=evidence.pk).delete()
    if place:
        transaction.on_commit(lambda: storage.delete(place))
    return update


def _open(update: ProgressUpdate, by: Any) -> ProgressUpdate:
    found = (
        ProgressUpdate.objects.select_for_update(of=("self",))
        .select_related("task__lead", "task__programme__owner")
        .get(pk=update.pk)
    )
    access.check(by, Perm.REPORT, found)
    if found.state in _CLOSED:
        raise TransitionRefused(_("The evidence of a verified update does not change."))
    return found


def _file(row: Any, proof: Proof, known: set[str]) -> bool:
    assert proof.file is not None
    facts = uploads.check_upload(proof.file, proof.name)
    if facts.sha256 in known:
        return False
    known.add(facts.sha256)
    row.name, row.content_type = facts.safe_name[:200], facts.content_type
    row.size, row.sha256 = facts.size, facts.sha256
    row.file.save(f"{secrets.token_hex(16)}.{facts.extension}", File(proof.file), save=False)
    return True


def _link(row: Any, proof: Proof, known: set[str]) -> bool:
    url = text.clean(proof.url)
    if not url or url in known:
        return False
    try:
        _is_web_address(url)
    except ValidationError:
        raise BadEvidence(
            _("“%(url)s” is not a web address.") % {"url": url[:80]}, field="links"
        ) from None
    if len(url) > 500:
        raise BadEvidence(_("The address is longer than 500 characters."), field="links")
    known.add(url)
    row.name, row.url = text.clean(proof.name)[:200] or url[:200], url
    return True
