"""Which documents hold on a day, and which of ours stand on ground that is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sauro.domains.documents import rules
from sauro.domains.documents.models import (
    Document,
    DocumentQuerySet,
    DocumentRelation,
    acts_openly,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import (
    ENDED,
    STANDING,
    DocumentFlow,
    Later,
    Relation,
    Validity,
    ValidityState,
)
from sauro.domains.documents.selectors.entries import documents_visible
from sauro.domains.orgs.models import Organisation, Succession
from sauro.engines import access

_STANDING = [state.value for state in STANDING]
_ENDED = [state.value for state in ENDED]
_GROUNDS = [Relation.IMPLEMENTS.value, Relation.GUIDES.value, Relation.AMENDS.value]


class LostBy(StrEnum):
    """Why a document stands on nothing."""

    REPLACED = "replaced"
    EXPIRED = "expired"
    RECALLED = "recalled"
    ISSUER_CLOSED = "issuer_closed"


@dataclass(frozen=True, slots=True)
class Lost:
    """One reason: the ground that is gone and what took its place, or the issuer that closed.

    `ground` and `successor_document` are None when the person may not see them.
    """

    by: LostBy
    since: date | None
    ground: Document | None = None
    successor_document: Document | None = None
    successors: tuple[Organisation, ...] = ()


def validity(*, document: Document, as_of: date) -> Validity:
    """The state of one document on a day, with what decided it."""
    return validities(documents=[document], as_of=as_of)[document.pk]


def validities(*, documents: Iterable[Document], as_of: date) -> dict[int, Validity]:
    """The state of several documents on a day, by their keys, in one query."""
    wanted = {document.pk: document for document in documents}
    later: dict[tuple[int, str], list[Later]] = {}
    relations = DocumentRelation.objects.filter(
        acts_openly(),
        target__in=wanted,
        relation__in=[Relation.REPLACES.value, Relation.AMENDS.value],
    ).select_related("source")
    for one in relations:
        source = one.source
        starts = rules.starts_on(issued_on=source.issued_on, valid_from=source.valid_from)
        acts = Later(source.pk, starts, source.recalled_on)
        later.setdefault((one.target_id, one.relation), []).append(acts)
    return {
        pk: rules.validity_of(
            issued_on=document.issued_on,
            valid_from=document.valid_from,
            valid_until=document.valid_until,
            recalled_on=document.recalled_on,
            replaced_by=later.get((pk, Relation.REPLACES.value), ()),
            amended_by=later.get((pk, Relation.AMENDS.value), ()),
            as_of=as_of,
        )
        for pk, document in wanted.items()
    }


def documents_without_ground(*, user: Any, as_of: date) -> DocumentQuerySet:
    """Our documents in force on a day whose ground is gone, or whose issuer is closed.

    Ours: they go out or stay inside, or an organisation of the person's subtrees issued them.
    A confidential ground counts only for those who see it.
    """
    scope = access.scope(user, Perm.VIEW)
    ours = scope.q("owner__path") & (
        ~Q(flow=DocumentFlow.INCOMING.value) | scope.q("issuer__path") & Q(issuer__isnull=False)
    )
    gone = documents_visible(user=user).with_validity(as_of).filter(**_of(_ENDED))
    lost = DocumentRelation.objects.filter(
        source=OuterRef("pk"), relation__in=_GROUNDS, target__in=gone.order_by().values("pk")
    )
    closed = Q(issuer__valid_to__lt=as_of)
    visible = documents_visible(user=user).filter(ours)
    standing = visible.filter(Q(Exists(lost)) | closed).with_validity(as_of)
    return standing.filter(**_of(_STANDING))


def _of(states: list[str]) -> dict[str, Any]:
    """Documents annotated with their validity, in one of these states."""
    return {"validity__in": states}


def grounds_lost(
    *, documents: Sequence[Document], user: Any, as_of: date
) -> dict[int, tuple[Lost, ...]]:
    """For each document why it stands on nothing, by its key, in a fixed number of queries."""
    relations = DocumentRelation.objects.filter(
        source__in=[one.pk for one in documents],
        relation__in=_GROUNDS,
        target__in=documents_visible(user=user).order_by().values("pk"),
    ).select_related("target")
    grounds = {one.target_id: one.target for one in relations}
    states = validities(documents=grounds.values(), as_of=as_of)
    deciding = [state.by for state in states.values() if state.by]
    seen = {one.pk: one for one in documents_visible(user=user).filter(pk__in=deciding)}
    successors = _successors(documents, as_of)
    found: dict[int, list[Lost]] = {one.pk: [] for one in documents}
    for relation in relations:
        state = states[relation.target_id]
        if state.state in ENDED:
            by = seen.get(state.by) if state.by else None
            lost = Lost(LostBy(state.state.value), state.since, relation.target, by)
            found[relation.source_id].append(lost)
    for one in documents:
        issuer = one.issuer
        if issuer is not None and issuer.valid_to is not None and issuer.valid_to < as_of:
            named = successors.get(issuer.pk, ())
            found[one.pk].append(
                Lost(LostBy.ISSUER_CLOSED, issuer.valid_to, successors=tuple(named))
            )
    return {pk: tuple(reasons) for pk, reasons in found.items()}


def _successors(documents: Sequence[Document], as_of: date) -> dict[int, list[Organisation]]:
    issuers = {one.issuer_id for one in documents if one.issuer_id}
    found: dict[int, list[Organisation]] = {}
    rows = Succession.objects.filter(predecessor__in=issuers, on__lte=as_of)
    for one in rows.select_related("successor").order_by("on", "id"):
        found.setdefault(one.predecessor_id, []).append(one.successor)
    return found


def is_ended(state: str) -> bool:
    """Whether a document in this state holds no more."""
    return ValidityState(state) in ENDED
