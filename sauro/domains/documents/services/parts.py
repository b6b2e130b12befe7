"""Relations, clauses and files of a document."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.models import Clause, Document, DocumentFile, DocumentRelation, Draft
from sauro.domains.documents.rules import Relation
from sauro.domains.documents.services import filing
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    SecrecyRefused,
    content_rule,
    locked,
)
from sauro.engines import text
from sauro.engines.history.recording import record
from sauro.engines.office import uploads


@transaction.atomic
def relate_documents(
    *, source: Document, target: Document, relation: str, by: Any, at: datetime
) -> DocumentRelation:
    """“source implements … target”; only of an older document, and once."""
    source = locked(source, by=by)
    if relation not in {member.value for member in Relation}:
        raise DocumentRefused(_("This relation does not exist."), field="relation")
    if not selectors.documents_visible(user=by).filter(pk=target.pk).exists():
        raise DocumentRefused(_("This document is not in the register."), field="target")
    if source.pk == target.pk:
        raise DocumentRefused(_("A document has no relation to itself."), field="target")
    if source.issued_on < target.issued_on:
        raise DocumentRefused(
            _("%(source)s is older than %(target)s: state the relation the other way round.")
            % {"source": source.reference, "target": target.reference},
            field="target",
        )
    if DocumentRelation.objects.filter(source=target, target=source, relation=relation).exists():
        raise DocumentRefused(_("The opposite relation is already stated."), field="target")
    made, is_new = DocumentRelation.objects.get_or_create(
        source=source, target=target, relation=relation
    )
    if is_new:
        subject, after = _told_on(made)
        record(kind="documents.document.related", subject=subject, by=by, at=at, after=after)
    return made


@transaction.atomic
def remove_relation(*, relation: DocumentRelation, by: Any, at: datetime) -> Document:
    """The document, without one of its relations."""
    document = locked(relation.source, by=by)
    subject, before = _told_on(relation)
    relation.delete()
    record(kind="documents.document.unrelated", subject=subject, by=by, at=at, before=before)
    return document


@transaction.atomic
def add_clause(*, document: Document, label: str, content: str, by: Any, at: datetime) -> Clause:
    """A new clause of the document; of a document above open only its label is kept."""
    document = locked(document, by=by)
    label = text.clean(label)[:80]
    content = text.clean(content, keep_lines=True)
    if not label:
        raise DocumentRefused(
            _("Name the clause, for example “Article 3, clause 2”."), field="label"
        )
    if content and not rules.content_allowed(document.secrecy):
        raise SecrecyRefused(content_rule(), field="content")
    if any(text.fold(clause.label) == text.fold(label) for clause in document.clauses.all()):
        raise DocumentRefused(_("This clause is already there."), field="label")
    clause = Clause.objects.create(document=document, label=label, content=content)
    after = {"clause": label}
    record(kind="documents.document.clause_added", subject=document, by=by, at=at, after=after)
    return clause


@transaction.atomic
def remove_clause(*, clause: Clause, by: Any, at: datetime) -> Document:
    """The document, without the clause; refused while a programme or task rests on it."""
    document = locked(clause.document, by=by)
    before = {"clause": clause.label}
    try:
        clause.delete()
    except ProtectedError as error:
        raise DocumentRefused(_("Programmes or tasks rest on this clause.")) from error
    record(kind="documents.document.clause_removed", subject=document, by=by, at=at, before=before)
    return document


@transaction.atomic
def attach_file(
    *, document: Document, file: bytes | IO[bytes], name: str, by: Any, at: datetime
) -> DocumentFile:
    """The file, kept under a random name; its type is found in its content, not in its name."""
    document = locked(document, by=by)
    if not rules.content_allowed(document.secrecy):
        raise SecrecyRefused(content_rule(), field="file")
    facts = uploads.check_upload(file, name)
    same = document.files.filter(sha256=facts.sha256).first()
    if same is not None:
        raise DocumentRefused(
            _("The same file is already attached as “%(name)s”.") % {"name": same.name},
            field="file",
        )
    attached = filing.file_document(document, file, name, by=by, at=at)
    after = {"file": facts.safe_name, "sha256": facts.sha256, "size": facts.size}
    with filing.together(attached):
        record(kind="documents.document.file_attached", subject=document, by=by, at=at, after=after)
    return attached


@transaction.atomic
def remove_file(*, file: DocumentFile, by: Any, at: datetime) -> Document:
    """The document, without the file; the file itself goes when the change is certain."""
    document = locked(file.document, by=by)
    if Draft.objects.filter(document=document, signed_sha256=file.sha256).exists():
        raise DocumentRefused(_("This file carries the signature of the document and stays."))
    before = {"file": file.name, "sha256": file.sha256}
    storage, place = file.file.storage, str(file.file.name)
    file.delete()
    record(kind="documents.document.file_removed", subject=document, by=by, at=at, before=before)
    transaction.on_commit(lambda: storage.delete(place))
    return document


def _told_on(relation: DocumentRelation) -> tuple[Document, dict[str, Any]]:
    """Where a relation is recorded: an open document's history names no confidential one."""
    if rules.content_allowed(relation.target.secrecy):
        return relation.source, {"relation": relation.relation, "target": relation.target}
    return relation.target, {"relation": relation.relation, "source": relation.source}
