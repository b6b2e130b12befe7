"""Reading the register: what a person may see, and which document a citation means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.lookups import In

from sauro.domains.documents import rules
from sauro.domains.documents.models import Arrival, Document, DocumentFile, DocumentQuerySet
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import Reference, Secrecy
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.engines import access, text


@dataclass(frozen=True, slots=True)
class Related:
    """A document at the other end of a relation."""

    relation_id: int
    relation: str
    relation_label: Any
    document: Document


def documents_visible(*, user: Any) -> DocumentQuerySet:
    """What a person may see: documents of his subtrees and of the levels above them.

    Also those that arrived at an organisation of his subtrees, whoever keeps the entry.
    Documents above open are there only for those who manage them where they are kept.
    """
    scope = access.scope(user, Perm.VIEW)
    if not scope:
        return Document.objects.none()
    confidential = access.scope(user, Perm.MANAGE_CONFIDENTIAL)
    arrived = Arrival.objects.filter(organisation__in=_places(scope)).order_by().values("document")
    shown = _kept_by(_places(scope, above=True), wide=_is_wide(scope)) | Q(pk__in=arrived)
    level = Q(secrecy=Secrecy.OPEN.value)
    shown &= level | _kept_by(_places(confidential), wide=True) if confidential else level
    return Document.objects.filter(shown).select_related("owner", "issuer")


def documents_restricted(*, user: Any) -> DocumentQuerySet:
    """The papers above open that a person manages."""
    return documents_visible(user=user).exclude(secrecy=Secrecy.OPEN.value)


def documents_found(*, user: Any, query: str, limit: int = 20) -> list[Document]:
    """The newest visible documents that match a search without regard to marks."""
    found = documents_visible(user=user)
    if query.strip():
        found = found.filter(text.matches_query(query, folded="folded"))
    return list(found.order_by("-issued_on", "-id")[:limit])


def documents_of_reference(*, user: Any, reference: Reference) -> DocumentQuerySet:
    """The visible documents that a citation can mean; every part that is given must agree."""
    found = documents_visible(user=user)
    if not reference:
        return found.none()
    found = found.filter(number=reference.number, symbol_folded=rules.symbol_key(reference.symbol))
    if reference.issued_on:
        found = found.filter(issued_on=reference.issued_on)
    if reference.issuer:
        narrowed = found.filter(issuer_folded=issuer_key(name=reference.issuer))
        found = narrowed if narrowed.exists() else found
    return found


def documents_cited(*, user: Any, typed: str, limit: int = 8) -> list[Document]:
    """The visible documents that a line such as “57-NQ/TW ngày 22/12/2024” cites."""
    reference = rules.parse_reference(typed)
    return list(documents_of_reference(user=user, reference=reference)[:limit])


def relations_of(*, document: Document, user: Any) -> tuple[list[Related], list[Related]]:
    """What the document does to others, and what others do to it; unseen ones are left out."""
    visible = documents_visible(user=user)
    onward = document.relations.filter(target__in=visible).select_related("target")
    back = document.related_by.filter(source__in=visible).select_related("source")
    return (
        [Related(one.pk, one.relation, one.get_relation_display(), one.target) for one in onward],
        [Related(one.pk, one.relation, one.get_relation_display(), one.source) for one in back],
    )


def arrivals_of(*, document: Document, user: Any) -> list[Arrival]:
    """Where the document arrived among the organisations a person sees, in tree order."""
    scope = access.scope(user, Perm.VIEW)
    found = document.arrivals.filter(scope.q("organisation__path")).select_related("organisation")
    return list(found.order_by("organisation__path"))


def files_of(*, document: Document) -> QuerySet[DocumentFile]:
    """The files of a document, oldest first."""
    return document.files.select_related("by")


def keepers(*, user: Any, permission: str = Perm.REGISTER) -> list[Organisation]:
    """Organisations in whose name a person registers, or drafts, or numbers.

    These are the ones where his rights begin, and his own.
    """
    scope = access.scope(user, permission)
    found = Organisation.objects.filter(path__in=scope.paths) if scope else []
    chosen = {organisation.pk: organisation for organisation in found}
    home = org_selectors.home_organisation(user=user)
    if home is not None and scope.covers(home.path):
        chosen.setdefault(home.pk, home)
    return sorted(chosen.values(), key=lambda organisation: organisation.path)


def issuer_names(*, user: Any, limit: int = 60) -> list[str]:
    """Issuers already in the register, to choose from while typing."""
    found = documents_visible(user=user).filter(secrecy=Secrecy.OPEN.value)
    names = found.order_by("issuer_name").values_list("issuer_name", flat=True).distinct()
    return list(names[:limit])


def register_of(*, owner: Organisation) -> Organisation:
    """The register in which an organisation's documents stand: its province, else its root."""
    found = org_selectors.province_root_of(organisation=owner)
    return found or Organisation.objects.get(path=owner.path[: Organisation.steplen])


def issuing_name(*, organisation: Organisation) -> str:
    """The name under which an organisation issues: a province issues as its People's Committee."""
    name = organisation.name
    if organisation.kind == OrgKind.PROVINCE and not name.upper().startswith(("UBND", "ỦY BAN")):
        return f"UBND {name[0].lower()}{name[1:]}"
    return name


def issuer_key(*, name: str) -> str:
    """What two ways of writing one issuer share."""
    return text.names.canonical(name)[:250]


def _kept_by(places: QuerySet[Organisation, Any], *, wide: bool) -> Q:
    """Documents of these organisations; of a wide scope the newest are read by their date.

    A sum keeps SQLite from looking up every organisation in turn and sorting all that it finds.
    """
    if not wide:
        return Q(owner__in=places)
    return Q(In(ExpressionWrapper(F("owner_id") + 0, output_field=BigIntegerField()), places))


def _is_wide(scope: Any) -> bool:
    """Whether it holds a whole tree: mostly a province."""
    return bool(scope.everywhere) or any(len(path) <= Organisation.steplen for path in scope.paths)


def _places(scope: Any, *, above: bool = False) -> QuerySet[Organisation, int]:
    """The keys of the organisations of a scope, and of those above it."""
    held = scope.q("path") | Q(path__in=_above(scope.paths)) if above else scope.q("path")
    return Organisation.objects.filter(held).order_by().values_list("pk", flat=True)


def _above(paths: tuple[str, ...]) -> list[str]:
    step = Organisation.steplen
    return sorted({path[:end] for path in paths for end in range(step, len(path), step)})
