"""Evidence files of an explanation."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import Http404, HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from sauro.domains.explanations.api.bodies import (
    ExplanationDetail,
    request_detail,
    request_or_404,
)
from sauro.domains.explanations.selectors import visibility
from sauro.domains.explanations.services import evidence
from sauro.domains.programmes.api import asking, shapes
from sauro.domains.programmes.services.evidence import Proof
from sauro.engines.office import downloads

router = Router(tags=["Explanations"])


@router.post(
    "/explanations/{request_id}/files",
    response={201: ExplanationDetail},
    summary="Attach a file to the last explanation",
)
def explanation_file_add(
    request: HttpRequest,
    request_id: shapes.PathId,
    file: UploadedFile = File(...),  # noqa: B008
) -> Any:
    found = request_or_404(request, request_id)
    proof = Proof(name=file.name or "", file=cast("BinaryIO", file.file))
    evidence.add_exhibits(request=found, proofs=[proof], **asking.who(request))
    return Status(201, request_detail(request, request_or_404(request, request_id)))


@router.get("/explanations/files/{exhibit_id}", summary="A file of an explanation")
def explanation_file(request: HttpRequest, exhibit_id: shapes.PathId) -> Any:
    found = visibility.exhibit_for(user=request.user, exhibit_id=exhibit_id)
    if found is None:
        raise Http404
    return downloads.download(found)
