"""The register of documents for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from sauro.core import clock
from sauro.domains.documents import rules, selectors, services
from sauro.domains.documents.listings import DocumentListing
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentKind, Relation, Secrecy
from sauro.domains.documents.views.parts import file_download
from sauro.domains.documents.views.showing import document_or_404
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Documents"])
MOST = 200


class Problem(Schema):
    """Why something was refused."""

    code: str
    message: str
    field: str | None = None


class NotFound(Schema):
    """There is no such record for you."""

    detail: str


ERRORS = {400: Problem, 403: Problem, 404: NotFound, 409: Problem, 422: Problem}
