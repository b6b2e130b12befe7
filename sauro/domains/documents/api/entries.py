"""Entries of the register for programs."""

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from sauro.core import clock
from sauro.domains.documents import rules, selectors, services
from sauro.domains.documents.api.shapes import (
    READ,
    WRITE,
    ChangedDocumentIn,
    ClauseIn,
    ClauseOut,
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    DocumentQuery,
    FileOut,
    NewDocumentIn,
    ParsedOut,
    RelationIn,
)
from sauro.domains.documents.listings import DocumentListing
from sauro.domains.documents.models import Document
from sauro.domains.documents.permissions import Perm
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

router = Router(tags=["Documents"])


def visible(request: HttpRequest) -> Any:
    return selectors.documents_visible(user=request.user).with_validity(clock.today())


def one_or_404(request: HttpRequest, pk: int) -> Document:
    document: Document = get_object_or_404(visible(request), pk=pk)
    return document


def detail(request: HttpRequest, pk: int) -> dict[str, Any]:
    document = one_or_404(request, pk)
    onward, back = selectors.relations_of(document=document, user=request.user)
    names = set(DocumentOut.model_fields) - {"is_replaced"}
    fields = {name: getattr(document, name) for name in names}
    return {
        **fields,
        "relations": onward,
        "related_by": back,
        "clauses": list(document.clauses.all()),
        "files": list(selectors.files_of(document=document)),
        "arrivals": selectors.arrivals_of(document=document, user=request.user),
    }


@router.get("/documents", response={200: DocumentPage, **READ}, summary="Search the register")
@access.require(Perm.VIEW)
def documents(request: HttpRequest, query: Annotated[DocumentQuery, Query()]) -> Any:
    found = DocumentListing().rows(params=request.GET, queryset=visible(request), user=request.user)
    start = (query.page - 1) * query.size
    items = list(found[start : start + query.size])
    places = selectors.snippets(documents=items, query=query.q)
    for one in items:
        one.snippet = places.get(one.pk, "")
    return {
        "total": found.order_by().count(),
        "page": query.page,
        "size": query.size,
        "items": items,
    }


@router.get("/documents/cited", response={200: ParsedOut, **READ}, summary="Take a citation apart")
@access.require(Perm.VIEW)
def document_cited(request: HttpRequest, line: Annotated[str, Query(max_length=1000)]) -> Any:
    found = rules.parse_reference(line)
    known = selectors.documents_of_reference(user=request.user, reference=found)
    parts = ("number", "symbol", "issued_on", "kind", "issuer", "abstract")
    known = known.with_validity(clock.today())
    return {**{name: getattr(found, name) for name in parts}, "documents": list(known[:20])}


@router.get("/documents/{int:pk}", response={200: DocumentDetail, **READ}, summary="One document")
@access.require(Perm.VIEW)
def document(request: HttpRequest, pk: int) -> Any:
    return detail(request, pk)


@router.post("/documents", response={201: DocumentDetail, **WRITE}, summary="Register a document")
@access.require(Perm.REGISTER)
def document_register(request: HttpRequest, body: NewDocumentIn) -> Any:
    keepers = Organisation.objects.filter(access.scope(request.user, Perm.REGISTER).q("path"))
    made = services.register_document(
        particulars=body.particulars(),
        owner=get_object_or_404(keepers, pk=body.owner_id),
        arrival=body.arrival.plain() if body.arrival else None,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, detail(request, made.pk))


@router.put(
    "/documents/{int:pk}", response={200: DocumentDetail, **WRITE}, summary="Correct an entry"
)
@access.require(Perm.REGISTER)
def document_change(request: HttpRequest, pk: int, body: ChangedDocumentIn) -> Any:
    services.change_document(
        document=one_or_404(request, pk),
        particulars=body.particulars(),
        version=body.version,
        by=request.user,
        at=clock.now(),
    )
    return detail(request, pk)


@router.post(
    "/documents/{int:pk}/relations", response={201: DocumentDetail, **WRITE}, summary="Relate"
)
@access.require(Perm.REGISTER)
def document_relate(request: HttpRequest, pk: int, body: RelationIn) -> Any:
    services.relate_documents(
        source=one_or_404(request, pk),
        target=one_or_404(request, body.document_id),
        relation=body.relation.value,
        by=request.user,
        at=clock.now(),
    )
    return Status(201, detail(request, pk))


@router.delete(
    "/documents/{int:pk}/relations/{int:relation_pk}",
    response={200: DocumentDetail, **WRITE},
    summary="Take a relation back",
)
@access.require(Perm.REGISTER)
def document_unrelate(request: HttpRequest, pk: int, relation_pk: int) -> Any:
    held = one_or_404(request, pk).relations.select_related("source", "target")
    relation = get_object_or_404(held, pk=relation_pk)
    services.remove_relation(relation=relation, by=request.user, at=clock.now())
    return detail(request, pk)


@router.post(
    "/documents/{int:pk}/clauses", response={201: ClauseOut, **WRITE}, summary="Add a clause"
)
@access.require(Perm.REGISTER)
def clause_add(request: HttpRequest, pk: int, body: ClauseIn) -> Any:
    clause = services.add_clause(
        document=one_or_404(request, pk),
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
    clause = get_object_or_404(
        one_or_404(request, pk).clauses.select_related("document"), pk=clause_pk
    )
    services.remove_clause(clause=clause, by=request.user, at=clock.now())
    return detail(request, pk)


@router.post("/documents/{int:pk}/files", response={201: FileOut, **WRITE}, summary="Attach a file")
@access.require(Perm.REGISTER)
def file_attach(request: HttpRequest, pk: int, file: File[UploadedFile]) -> Any:
    attached = services.attach_file(
        document=one_or_404(request, pk),
        file=file,
        name=file.name or "",
        by=request.user,
        at=clock.now(),
    )
    return Status(201, attached)


@router.get("/documents/{int:pk}/files/{int:file_pk}", response=READ, summary="Download a file")
@access.require(Perm.VIEW)
def file_download(request: HttpRequest, pk: int, file_pk: int) -> Any:
    file = get_object_or_404(one_or_404(request, pk).files, pk=file_pk)
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
    file = get_object_or_404(one_or_404(request, pk).files.select_related("document"), pk=file_pk)
    services.remove_file(file=file, by=request.user, at=clock.now())
    return detail(request, pk)
