"""Signing a PDF file of a document, and checking the signatures of any PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents import services
from sauro.domains.documents.forms import SignatureForm, SignFileForm
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.services import signatures
from sauro.domains.documents.views.showing import document_or_404
from sauro.domains.documents.views.standing import tabs
from sauro.engines import access
from sauro.engines.office import uploads
from sauro.engines.office.signing import Change, Verdict

CHANGES = {
    Change.NONE: gettext_lazy("nothing was added afterwards"),
    Change.VALIDATION: gettext_lazy("only proofs of the signature were added afterwards"),
    Change.FORMS: gettext_lazy("only further signatures or form fields were added afterwards"),
    Change.NOTES: gettext_lazy("notes were added afterwards"),
    Change.CONTENT: gettext_lazy("the content was changed afterwards"),
    Change.UNKNOWN: gettext_lazy("what was added afterwards cannot be told"),
}
PROBLEMS = {
    "unreadable": gettext_lazy("This file cannot be read as PDF."),
    "protected": gettext_lazy("This file is protected by a password and cannot be checked."),
    "broken": gettext_lazy("This signature is damaged and cannot be checked."),
}


@access.require(Perm.SIGN)
def file_sign(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Sign a PDF file, or mark it as a copy, with the certificate of this server."""
    document = document_or_404(request, pk)
    if not access.allowed(request.user, Perm.SIGN, document):
        raise PermissionDenied
    file = get_object_or_404(document.files, pk=file_pk)
    form = SignFileForm(_posted(request)[0], initial={"visible": True})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.sign_file(file=file, **form.wishes(), by=request.user, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("%(name)s is signed.") % {"name": made.name})
            return redirect("file_signatures", pk, made.pk)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "document": document,
        "file": file,
        "is_configured": signatures.is_configured(),
    }
    return render(request, "documents/file_sign.html", context, status=status)


@access.require(Perm.VIEW)
def file_signatures(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The signatures of a file of the register."""
    document = document_or_404(request, pk)
    file = get_object_or_404(document.files, pk=file_pk, content_type=signatures.PDF)
    with file.file.open("rb") as held:
        content = held.read()
    context = {"document": document, "file": file, **_checked(content)}
    return render(request, "documents/file_signatures.html", context)


@access.require(Perm.VIEW)
def signature_check(request: HttpRequest) -> HttpResponse:
    """The signatures of any PDF; the file is not kept."""
    form = SignatureForm(*_posted(request))
    context: dict[str, Any] = {"form": form, "tabs": tabs(request, "signature_check")}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                facts = uploads.check_upload(file, file.name, allowed=("pdf",))
            except uploads.UploadRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                status = 200
                context |= {"name": facts.safe_name, **_checked(file.read())}
    return render(request, "documents/signature_check.html", context, status=status)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was posted, even when it is empty; nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _checked(content: bytes) -> dict[str, Any]:
    found = services.verdicts(pdf=content, at=clock.now())
    return {
        "verdicts": [_in_words(one) for one in found],
        "checked": True,
        "has_roots": bool(settings.SIGNING["roots"]),
    }


def _in_words(verdict: Verdict) -> dict[str, Any]:
    """A verdict with the one sentence that sums it up, and its tone."""
    if verdict.problem:
        return {"tone": "danger", "summary": PROBLEMS[verdict.problem], "problem": True}
    if not verdict.intact:
        summary, tone = _("Altered: what is signed is not what was signed."), "danger"
    elif not verdict.change_allowed:
        summary, tone = _("Signed, but changed after signing."), "danger"
    elif not verdict.trusted_by:
        summary, tone = _("Unaltered; nobody known here vouches for the signer."), "warning"
    else:
        summary, tone = _("Unaltered and signed by a trusted signer."), "success"
    return {
        "tone": tone,
        "summary": summary,
        "verdict": verdict,
        "change": CHANGES[verdict.change],
    }
