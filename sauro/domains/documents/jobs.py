"""Long work of the register: the text of a large file is read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.documents.models import DocumentFile
from sauro.domains.documents.services import contents
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.work import Work


class FileGone(DomainError):
    """The file was removed."""

    code = "file_gone"
    status = 404


def read_file(work: Work) -> None:
    """The text of an attached file, so that it can be searched."""
    file = DocumentFile.objects.filter(pk=work.arguments["file"]).first()
    if file is None:
        raise FileGone(_("The file was removed."))
    work.progress(phase=_("Reading the text"))
    try:
        with file.file.open("rb") as held:
            data = held.read()
    except FileNotFoundError:
        raise FileGone(_("The file was removed.")) from None
    found, state = contents.read(data)
    with work.committing(_("Keeping the text")) as outcome:
        reading = contents.keep_text(file=file, found=found, state=state, by=work.by, at=work.now())
        outcome.url = reverse("document_detail", args=[file.document_id])
        outcome.text = str(reading.get_state_display()) if reading else ""


KINDS = (Kind(contents.READ, read_file),)
