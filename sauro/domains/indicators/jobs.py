"""Long work of indicators: a large upload of Excel forms and tables is read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators.models import FormUpload
from sauro.domains.indicators.services import uploads
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.work import Work


class UploadGone(DomainError):
    """The upload was deleted."""

    code = "upload_gone"
    status = 404


def read_upload(work: Work) -> None:
    """The preview of an upload that was kept unread."""
    upload = FormUpload.objects.select_related("by").filter(pk=work.arguments["upload"]).first()
    if upload is None:
        raise UploadGone(_("These files were deleted."))
    at = work.now()

    def tell(done: int, total: int) -> None:
        work.progress(done, total, _("Reading the files"))

    reading = uploads.read_upload(upload=upload, at=at, tell=tell)
    with work.committing(_("Keeping the preview")) as outcome:
        uploads.keep_reading(upload=upload, reading=reading, by=work.by, at=at)
        outcome.url = reverse("figure_upload", args=[upload.pk])
        outcome.text = str(upload)


KINDS = (Kind(uploads.READ, read_upload),)
