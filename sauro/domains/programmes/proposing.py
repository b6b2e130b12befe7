"""The tasks proposed out of a document's file: by rules, and by the assistant when asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sauro.domains.documents import rules as document_rules
from sauro.domains.documents.models import Document, DocumentFile
from sauro.domains.programmes.extracting import assisting, reading
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.engines import assistant
from sauro.engines.office import texts, uploads
from sauro.engines.office.grid import OfficeError
from sauro.engines.office.texts import DocumentText

READABLE = (uploads.TYPES["docx"], uploads.TYPES["pdf"])
MOST_SHOWN = 120
_KEPT_SECONDS, _KEPT_LETTERS = 600, 200_000
_CUTS = {
    "pages": gettext_noop("The file is long: only its first pages were read."),
    "seconds": gettext_noop("Reading took too long: only the first part was read."),
    "letters": gettext_noop("The file is long: only its first part was read."),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found in a file; `problem` says why there is no text, `notes` what to know."""

    text: DocumentText = field(default_factory=DocumentText)
    proposals: tuple[Proposal, ...] = ()
    abstract: str = ""
    abstract_passage: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


def files_with_text(*, document: Document) -> list[DocumentFile]:
    """The attached files that can hold text; none of a document above open."""
    if not document_rules.content_allowed(document.secrecy):
        return []
    return list(document.files.filter(content_type__in=READABLE).order_by("id"))


def propose(*, document: Document, file: DocumentFile, with_assistant: bool = False) -> Proposed:
    """The proposals out of a file of an open document, in the order of the text."""
    try:
        text = _text_of(file)
    except OfficeError as error:
        return Proposed(problem=str(error))
    except FileNotFoundError:
        return Proposed(problem=_("The file is no longer there."))
    if text.status != texts.TEXT:
        return Proposed(text=text, problem=_why_no_text(text))
    year = document.issued_on.year
    found = reading.read(text.passages, year=year)
    notes = _notes(text)
    helped = assisting.Help()
    if with_assistant:
        helped, told = _helped(document, text, year)
        notes += told
    together = assisting.joined(found, helped.proposals)
    if len(together) > MOST_SHOWN:
        notes.append(_("There are more proposals than a page holds; the first are shown."))
    return Proposed(
        text=text,
        proposals=tuple(together[:MOST_SHOWN]),
        abstract=helped.abstract,
        abstract_passage=helped.abstract_passage,
        notes=tuple(notes),
    )


def assistant_may_help(*, document: Document) -> bool:
    """Whether an assistant is configured and may see this document."""
    return assistant.is_configured() and document_rules.content_allowed(document.secrecy)


def _text_of(file: DocumentFile) -> DocumentText:
    key = f"text-of-file:{file.sha256}"
    known = cache.get(key)
    if known is None:
        with file.file.open("rb") as stream:
            known = texts.read_text(stream.read(), file.name)
        if len(known.text) <= _KEPT_LETTERS:
            cache.set(key, known, _KEPT_SECONDS)
    assert isinstance(known, DocumentText)
    return known


def _why_no_text(text: DocumentText) -> str:
    if text.status == texts.SCANNED:
        return _("No text: the pages are scanned pictures. Attach the Word file or a text PDF.")
    return _("The file holds no text.")


def _notes(text: DocumentText) -> list[str]:
    notes = [_(_CUTS[text.cut])] if text.cut else []
    if text.encodings:
        notes.append(
            _("Text in an old font (%(fonts)s) was converted; compare it with the original.")
            % {"fonts": ", ".join(text.encodings).upper()}
        )
    if text.silent_pages:
        shown = ", ".join(map(str, text.silent_pages[:20]))
        notes.append(_("Pages without text, probably scanned: %(pages)s.") % {"pages": shown})
    return notes


def _helped(document: Document, text: DocumentText, year: int) -> tuple[assisting.Help, list[str]]:
    """What the assistant adds; every failure is a note, never an error."""
    if not assistant_may_help(document=document):
        return assisting.Help(), [_("The assistant did not see this document.")]
    try:
        answer = assistant.ask(task=assisting.TASK, document=text.text[: assisting.MOST_LETTERS])
        helped = assisting.understood(answer, text.text, year=year)
    except (assistant.AssistantFailed, assisting.BadAnswer):
        return assisting.Help(), [
            _("The assistant gave no usable answer; these are the proposals of the rules alone.")
        ]
    told = []
    if helped.dropped:
        told.append(
            _("Left out because the document does not say it word for word: %(count)s.")
            % {"count": helped.dropped}
        )
    return helped, told
