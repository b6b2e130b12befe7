"""The register of documents for programs.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from sauro.core import clock
from sauro.domains.accounts.api import Problem
from sauro.domains.documents import rules, selectors, services
from sauro.domains.documents.listings import DocumentListing
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentKind, Relation, Secrecy
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Documents"])


READ = {403: Problem, 404: Problem}
WRITE = {403: Problem, 404: Problem, 409: Problem, 422: Problem}


class DocumentOut(Schema):
    """A document of the register."""

    id: int
    reference: str
    number: str
    symbol: str
    issued_on: date
    issuer_name: str
    issuer_id: int | None
    kind: DocumentKind
    abstract: str
    secrecy: Secrecy
    owner_id: int
    is_replaced: bool = False
    version: int


class DocumentPage(Schema):
    """One page of documents."""

    total: int
    page: int
    size: int
    items: list[DocumentOut]


class RelatedOut(Schema):
    """A document at the other end of a relation."""

    id: int = Field(alias="relation_id")
    relation: Relation
    document_id: int = Field(alias="document.pk")
    reference: str = Field(alias="document.reference")


class ClauseOut(Schema):
    """A clause."""

    id: int
    label: str
    content: str


class FileOut(Schema):
    """An attached file."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    at: datetime


class DocumentDetail(DocumentOut):
    """A document with what hangs from it; `related_by` reads “that document … this one”."""

    relations: list[RelatedOut]
    related_by: list[RelatedOut]
    clauses: list[ClauseOut]
    files: list[FileOut]


class DocumentIn(Schema):
    """The particulars of a document; `issuer_name` as it is written on it."""

    number: str = Field(max_length=20)
    symbol: str = Field(max_length=60)
    issued_on: date
    issuer_name: str = Field(max_length=250)
    kind: DocumentKind | None = None
    abstract: str = Field("", max_length=500)
    secrecy: Secrecy = Secrecy.OPEN

    def particulars(self) -> services.Particulars:
        """The same for the services."""
        values = self.model_dump(include=set(services.Particulars.__dataclass_fields__))
        return services.Particulars(
            **(values | {"kind": self.kind or "", "secrecy": self.secrecy.value})
        )


class NewDocumentIn(DocumentIn):
    """A new document and who keeps it."""

    owner_id: int = Field(gt=0, lt=2**63)


class ChangedDocumentIn(DocumentIn):
    """New particulars, and the version that was changed."""

    version: int = Field(gt=0, lt=2**31)


class RelationIn(Schema):
    """What a document does to another."""

    relation: Relation
    document_id: int = Field(gt=0, lt=2**63)


class ClauseIn(Schema):
    """A new clause."""

    label: str = Field(max_length=80)
    content: str = Field("", max_length=20_000)


class DocumentQuery(Schema):
    """Search and filters, the same as on the page."""

    q: str = Field("", max_length=200)
    kind: DocumentKind | None = None
    issuer: str = Field("", max_length=250)
    issued_from: date | None = None
    issued_to: date | None = None
    validity: str = Field("", pattern="^(in_force|replaced|)$")
    page: int = Field(1, gt=0, le=100_000)
    size: int = Field(50, gt=0, le=200)


class ParsedOut(Schema):
    """The parts of a citation; what is not written is empty."""

    number: str
    symbol: str
    issued_on: date | None
    kind: DocumentKind | None
    issuer: str
    abstract: str
    documents: list[DocumentOut]


def _visible(request: HttpRequest) -> Any:
    return selectors.documents_visible(user=request.user).with_replaced()


def _one(request: HttpRequest, pk: int) -> Document:
    document: Document = get_object_or_404(_visible(request), pk=pk)
    return document


def _detail(request: HttpRequest, pk: int) -> dict[str, Any]:
    document = _one(request, pk)
    onward, back = selectors.relations_of(document=document, user=request.user)
    fields = {name: getattr(document, name) for name in DocumentOut.model_fields}
    return {
        **fields,
        "relations": onward,
        "related_by": back,
        "clauses": list(document.clauses.all()),
        "files": list(selectors.files_of(document=document)),
    }


@router.get("/documents", response={200: DocumentPage, **READ}, summary="Search the register")
@access.require(Perm.VIEW)
def documents(request: HttpRequest, query: Annotated[DocumentQuery, Query()]) -> Any:
    found = DocumentListing().rows(
        params=request.GET, queryset=_visible(request), user=request.user
    )
    start = (query.page - 1) * query.size
    return {
        "total": found.order_by().count(),
        "page": query.page,
        "size": query.size,
        "items": list(found[start : start + query.size]),
    }


@router.get("/documents/cited", response={200: ParsedOut, **READ}, summary="Take a citation apart")
@access.require(Perm.VIEW)
def document_cited(request: HttpRequest, line: Annotated[str, Query(max_length=1000)]) -> Any:
    found = rules.parse_reference(line)
    known = selectors.documents_of_reference(user=request.user, reference=found).with_replaced()
    parts = ("number", "symbol", "issued_on", "kind", "issuer", "abstract")
    return {**{name: getattr(found, name) for name in parts}, "documents": list(known[:20])}


@router.get("/documents/{int:pk}", response={200: DocumentDetail, **READ}, summary="One document")
@access.require(Perm.VIEW)
def document(request: HttpRequest, pk: int) -> Any:
    return _detail(request, pk)


@router.post("/documents", response={201: DocumentDetail, **WRITE}, summary="Register a document")
@access.require(Perm.REGISTER)
def document_register(request: HttpRequest, body: NewDocumentIn) -> Any:
    keepers = Organisation.objects.filter(access.scope(request.user, Perm.REGISTER).q("path"))
    made = services.register_document(
        particulars=body.particulars(),
        owner=get_object_or_404(keepers, pk=body.owner_id),
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _detail(request, made.pk))


@router.put(
    "/documents/{int:pk}", response={200: DocumentDetail, **WRITE}, summary="Correct an entry"
)
@access.require(Perm.REGISTER)
def document_change(request: HttpRequest, pk: int, body: ChangedDocumentIn) -> Any:
    services.change_document(
        document=_one(request, pk),
        particulars=body.particulars(),
        version=body.version,
        by=request.user,
        at=clock.now(),
    )
    return _detail(request, pk)


@router.post(
    "/documents/{int:pk}/relations", response={201: DocumentDetail, **WRITE}, summary="Relate"
)
@access.require(Perm.REGISTER)
def document_relate(request: HttpRequest, pk: int, body: RelationIn) -> Any:
    services.relate_documents(
        source=_one(request, pk),
        target=_one(request, body.document_id),
        relation=body.relation.value,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, _detail(request, pk))


@router.delete(
    "/documents/{int:pk}/relations/{int:relation_pk}",
    response={200: DocumentDetail, **WRITE},
    summary="Take a relation back",
)
@access.require(Perm.REGISTER)
def document_unrelate(request: HttpRequest, pk: int, relation_pk: int) -> Any:
    held = _one(request, pk).relations.select_related("source", "target")
    relation = get_object_or_404(held, pk=relation_pk)
    services.remove_relation(relation=relation, by=request.user, at=clock.now())
    return _detail(request, pk)


@router.post(
    "/documents/{int:pk}/clauses", response={201: ClauseOut, **WRITE}, summary="Add a clause"
)
@access.require(Perm.REGISTER)
def clause_add(request: HttpRequest, pk: int, body: ClauseIn) -> Any:
    clause = services.add_clause(
        document=_one(request, pk),
        label=body.label,
        content=body.content,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, clause)


@router.delete(
    "/documents/{int:pk}/clauses/{int:clause_pk}",
    response={200: DocumentDetail, **WRITE},
    summary="Remove a clause",
)
@access.require(Perm.REGISTER)
def clause_remove(request: HttpRequest, pk: int, clause_pk: int) -> Any:
    clause = get_object_or_404(_one(request, pk).clauses.select_related("document"), pk=clause_pk)
    services.remove_clause(clause=clause, by=request.user, at=clock.now())
    return _detail(request, pk)


@router.post("/documents/{int:pk}/files", response={201: FileOut, **WRITE}, summary="Attach a file")
@access.require(Perm.REGISTER)
def file_attach(request: HttpRequest, pk: int, file: File[UploadedFile]) -> Any:
    attached = services.attach_file(
        document=_one(request, pk),
        file=file,
        name=file.name or "",
        by=request.user,
        at=clock.now(),
    )
    return Status(201, attached)


@router.get("/documents/{int:pk}/files/{int:file_pk}", response=READ, summary="Download a file")
@access.require(Perm.VIEW)
def file_download(request: HttpRequest, pk: int, file_pk: int) -> Any:
    file = get_object_or_404(_one(request, pk).files, pk=file_pk)
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@router.delete(
    "/documents/{int:pk}/files/{int:file_pk}",
    response={200: DocumentDetail, **WRITE},
    summary="Remove a file",
)
@access.require(Perm.REGISTER)
def file_remove(request: HttpRequest, pk: int, file_pk: int) -> Any:
    file = get_object_or_404(_one(request, pk).files.select_related("document"), pk=file_pk)
    services.remove_file(file=file, by=request.user, at=clock.now())
    return _detail(request, pk)
