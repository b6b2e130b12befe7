"""Reading drafts: who sees which, the table of opinions, whose opinion is still due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from sauro.domains.documents import rules
from sauro.domains.documents.models import (
    Document,
    DocumentFile,
    Draft,
    DraftConsultation,
    DraftVersion,
    Opinion,
)
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import AskedState, DraftState
from sauro.domains.documents.workflow import DRAFT_FLOW
from sauro.domains.orgs.models import Organisation, in_force
from sauro.engines import access
from sauro.engines.office import uploads
from sauro.engines.workflow import Transition

PDF = uploads.TYPES["pdf"]
_THIS_DAY: Any = TruncDate(Now())


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One line of the table of opinions; `opinion` is None for who has not answered."""

    organisation: Organisation
    due_on: date
    state: AskedState
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class OpinionTable:
    """All lines, and how many were asked, answered, wait, or stayed silent."""

    lines: tuple[OpinionLine, ...]
    asked: int
    answered: int
    waiting: int
    silent: int
    undecided: int


def drafts_visible(*, user: Any) -> QuerySet[Draft]:
    """Drafts made or to be issued in a person's subtrees, and those on which they were asked."""
    scope = access.scope(user, Perm.VIEW)
    if not scope:
        return Draft.objects.none()
    asked = DraftConsultation.objects.filter(scope.q("organisation__path")).order_by()
    shown = scope.q("owner__path") | scope.q("issuer__path") | Q(pk__in=asked.values("draft"))
    return Draft.objects.filter(shown).select_related("owner", "issuer", "document")


def draft_of(*, document: Document, user: Any) -> Draft | None:
    """The draft that became a document, if the person sees it."""
    return drafts_visible(user=user).filter(document=document).first()


def draft_steps(*, draft: Draft, user: Any) -> list[Transition]:
    """The steps open to a person from the present state; none when the document was recalled."""
    if draft.document is not None and draft.document.recalled_on is not None:
        return []
    return DRAFT_FLOW.open_to(draft, lambda permission: access.allowed(user, permission, draft))


def versions_of(*, draft: Draft) -> QuerySet[DraftVersion]:
    """The versions of a draft, the last one first."""
    return draft.versions.select_related("by").order_by("-number")


def paper_to_sign(*, draft: Draft) -> DocumentFile | DraftVersion | None:
    """The PDF that a signature is put on: the newest of the document, else the last version."""
    attached = DocumentFile.objects.filter(document=draft.document_id, content_type=PDF)
    newest = attached.order_by("-id").first()
    if newest is not None:
        return newest
    last = versions_of(draft=draft).first()
    return last if last is not None and last.content_type == PDF else None


def signed_file(*, draft: Draft) -> DocumentFile | None:
    """The file of the document that was signed, when one was."""
    if not draft.signed_sha256:
        return None
    files = DocumentFile.objects.filter(document=draft.document_id)
    return files.filter(sha256=draft.signed_sha256).first()


def opinion_table(*, draft: Draft, today: date) -> OpinionTable:
    """Who was asked, who said what on which section, what became of it, who stayed silent."""
    said: dict[int, list[Opinion]] = {}
    for opinion in draft.opinions.select_related("organisation", "version", "by").order_by("id"):
        said.setdefault(opinion.organisation_id, []).append(opinion)
    asked = list(
        draft.consultations.select_related("organisation").order_by("organisation__path", "id")
    )
    lines: list[OpinionLine] = []
    states: list[AskedState] = []
    for one in asked:
        opinions: list[Any] = said.get(one.organisation_id, [])
        state = rules.asked_state(answered=bool(opinions), due_on=one.due_on, today=today)
        states.append(state)
        lines += [
            OpinionLine(one.organisation, one.due_on, state, opinion)
            for opinion in opinions or [None]
        ]
    undecided = sum(1 for line in lines if line.opinion and _is_open(line.opinion))
    return OpinionTable(
        tuple(lines),
        asked=len(asked),
        answered=states.count(AskedState.ANSWERED),
        waiting=states.count(AskedState.WAITING),
        silent=states.count(AskedState.NO_OPINION),
        undecided=undecided,
    )


def opinions_due(*, user: Any) -> QuerySet[DraftConsultation]:
    """What the organisations in whose name a person answers were asked and have not answered."""
    own = of_own(user=user, permission=Perm.DRAFT, column="organisation")
    if not own:
        return DraftConsultation.objects.none()
    answered = Opinion.objects.filter(
        draft=OuterRef("draft"), organisation=OuterRef("organisation")
    )
    return (
        DraftConsultation.objects.filter(own, draft__state=DraftState.CONSULTING.value)
        .exclude(Exists(answered))
        .select_related("draft", "draft__owner", "organisation")
        .order_by("due_on", "id")
    )


def of_own(*, user: Any, permission: str, column: str) -> Q:
    """The organisations of a person's roles and of his post, not those below; empty for none."""
    scope = access.scope(user, permission)
    if not scope:
        return Q()
    posts = Organisation.objects.filter(
        in_force(_THIS_DAY, "positions__tenures__valid_from", "positions__tenures__valid_to"),
        scope.q("path"),
        positions__tenures__person=user,
    )
    return Q(**{f"{column}__path__in": scope.paths}) | Q(**{f"{column}__in": posts.values("pk")})


def answering_for(*, draft: Draft, user: Any) -> list[Organisation]:
    """The asked organisations in whose name a person may give an opinion."""
    scope = access.scope(user, Perm.DRAFT)
    asked = Organisation.objects.filter(draft_consultations__draft=draft)
    return list(asked.filter(scope.q("path")).order_by("path")) if scope else []


def _is_open(opinion: Opinion) -> bool:
    return not opinion.agrees and opinion.verdict is None
