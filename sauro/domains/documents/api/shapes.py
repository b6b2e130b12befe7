"""What the API says and takes about documents."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from sauro.domains.accounts.api import Problem
from sauro.domains.documents import services
from sauro.domains.documents.rules import (
    DocumentFlow,
    DocumentKind,
    Relation,
    Secrecy,
    Urgency,
    ValidityState,
)

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
    flow: DocumentFlow
    validity: ValidityState
    is_replaced: bool = False
    valid_from: date | None
    valid_until: date | None
    recalled_on: date | None
    urgency: Urgency
    signer_name: str
    signer_position: str
    recipients: str
    page_amount: int | None
    copies: int | None
    language: str
    answer_due_on: date | None
    version: int

    @staticmethod
    def resolve_is_replaced(one: Any) -> bool:
        """Whether a later document takes its place today."""
        state = one["validity"] if isinstance(one, dict) else one.validity
        return bool(state == ValidityState.REPLACED.value)


class DocumentFound(DocumentOut):
    """A document that was found.

    `snippet`: where the words stand in one of its files, as HTML with nothing but `mark`.
    """

    snippet: str = ""


class DocumentPage(Schema):
    """One page of documents."""

    total: int
    page: int
    size: int
    items: list[DocumentFound]


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


class ArrivalOut(Schema):
    """Where a document arrived, under which number."""

    organisation_id: int
    number: int
    arrived_on: date
    passed_to: str
    due_on: date | None


class DocumentDetail(DocumentOut):
    """A document with what hangs from it; `related_by` reads “that document … this one”."""

    relations: list[RelatedOut]
    related_by: list[RelatedOut]
    clauses: list[ClauseOut]
    files: list[FileOut]
    arrivals: list[ArrivalOut]


class DetailsIn(Schema):
    """The further metadata of Decree 30/2020, Appendix VI."""

    valid_from: date | None = None
    valid_until: date | None = None
    urgency: Urgency = Urgency.NORMAL
    signer_name: str = Field("", max_length=100)
    signer_position: str = Field("", max_length=150)
    recipients: str = Field("", max_length=5000)
    page_amount: int | None = Field(None, gt=0, le=100_000)
    copies: int | None = Field(None, gt=0, le=100_000)
    language: str = Field("vi", max_length=10)
    answer_due_on: date | None = None

    def plain(self) -> services.Details:
        """The same for the services."""
        return services.Details(**(self.model_dump() | {"urgency": self.urgency.value}))


class ArrivalIn(Schema):
    """When a document arrived; without `number` it takes the next of the year."""

    arrived_on: date
    number: int | None = Field(None, gt=0, le=999_999)
    passed_to: str = Field("", max_length=250)
    due_on: date | None = None

    def plain(self) -> services.NewArrival:
        """The same for the services."""
        return services.NewArrival(
            arrived_on=self.arrived_on,
            number=self.number,
            passed_to=self.passed_to,
            due_on=self.due_on,
        )


class DocumentIn(Schema):
    """The particulars of a document; `issuer_name` as it is written on it.

    Without `number` an outgoing or internal document takes the next of its series.
    """

    number: str = Field("", max_length=20)
    symbol: str = Field(max_length=60)
    issued_on: date
    issuer_name: str = Field(max_length=250)
    kind: DocumentKind | None = None
    abstract: str = Field("", max_length=500)
    secrecy: Secrecy = Secrecy.OPEN
    flow: DocumentFlow | None = None
    details: DetailsIn | None = None

    def particulars(self) -> services.Particulars:
        """The same for the services."""
        values = self.model_dump(include=set(services.Particulars.__dataclass_fields__))
        values |= {
            "kind": self.kind or "",
            "secrecy": self.secrecy.value,
            "flow": self.flow or "",
            "details": self.details.plain() if self.details else None,
        }
        return services.Particulars(**values)


class NewDocumentIn(DocumentIn):
    """A new document and who keeps it, and how it arrived there."""

    owner_id: int = Field(gt=0, lt=2**63)
    arrival: ArrivalIn | None = None


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
    validity: ValidityState | None = None
    flow: DocumentFlow | None = None
    urgency: Urgency | None = None
    owner: str = Field("", max_length=40)
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
