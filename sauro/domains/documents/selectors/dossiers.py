"""Reading dossiers: what a person may see, their contents, and which go to the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from sauro.domains.documents import rules
from sauro.domains.documents.models import Document, Dossier, DossierEntry
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import ArchiveState, HandOverRule, Secrecy
from sauro.domains.documents.selectors.entries import documents_visible
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

_OPEN = Q(entries__document__secrecy=Secrecy.OPEN.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier that is to be handed over, its last day and where it stands."""

    dossier: Dossier
    due_on: date
    state: ArchiveState


def hand_over_rule() -> HandOverRule:
    """The rule in force: that of the settings, else that of the decree."""
    chosen: Any = settings.SAURO.get("hand_over", {})
    return HandOverRule(**chosen)


def dossiers_visible(*, user: Any) -> QuerySet[Dossier]:
    """The dossiers of a person's organisations, each with `papers` and `pages`.

    Papers above open are not counted: nobody learns of one from a sum.
    """
    scope = access.scope(user, Perm.VIEW)
    if not scope:
        return Dossier.objects.none()
    found = Dossier.objects.filter(scope.q("owner__path")).select_related("owner")
    return found.annotate(
        papers=Count("entries", filter=_OPEN),
        pages=Sum("entries__document__page_amount", filter=_OPEN, default=0),
    )


def entries_of(*, dossier: Dossier, user: Any) -> QuerySet[DossierEntry]:
    """The contents of a dossier as far as a person sees the documents, in their order."""
    visible = documents_visible(user=user).filter(secrecy=Secrecy.OPEN.value)
    found = dossier.entries.filter(document__in=visible.order_by().values("pk"))
    return found.select_related("document", "document__owner").order_by("position")


def dossiers_of(*, document: Document, user: Any) -> QuerySet[Dossier]:
    """The dossiers in which a document lies, among those a person sees."""
    if document.secrecy != Secrecy.OPEN.value:
        return Dossier.objects.none()
    return dossiers_visible(user=user).filter(
        pk__in=DossierEntry.objects.filter(document=document).values("dossier")
    )


def dossiers_open_to(*, user: Any) -> QuerySet[Dossier]:
    """The dossiers in which a person may still file something."""
    scope = access.scope(user, Perm.REGISTER)
    if not scope:
        return Dossier.objects.none()
    return Dossier.objects.filter(scope.q("owner__path"), closed_at=None).select_related("owner")


def dossiers_in_period(
    *, user: Any, organisation: Organisation, since: date, until: date
) -> QuerySet[Dossier]:
    """The dossiers of one organisation that were kept in a period."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=since)
    found = dossiers_visible(user=user).filter(still, owner=organisation, started_on__lte=until)
    return found.order_by("year", "notation", "id")


def archive_state_of(*, dossier: Dossier, today: date) -> ArchiveState:
    """Where a dossier stands on its way to the archive."""
    return rules.archive_state(
        ended_on=dossier.ended_on,
        handed_over=dossier.handed_over_on is not None,
        today=today,
        rule=hand_over_rule(),
    )


def hand_over_due_of(*, dossier: Dossier) -> date | None:
    """The last day of the hand-over; none while the work goes on."""
    if dossier.ended_on is None:
        return None
    return rules.hand_over_due(ended_on=dossier.ended_on, rule=hand_over_rule())


def dossiers_to_hand_over(*, user: Any, today: date, soon: bool = False) -> list[Waiting]:
    """The dossiers whose work has ended and that are not handed over, the most urgent first.

    With `soon` only those that are late or due within the days of the warning.
    """
    rule = hand_over_rule()
    found = dossiers_visible(user=user).filter(handed_over_on=None, ended_on__lte=today)
    waiting = [
        Waiting(
            one,
            rules.hand_over_due(ended_on=one.ended_on, rule=rule),
            rules.archive_state(ended_on=one.ended_on, handed_over=False, today=today, rule=rule),
        )
        for one in found
        if one.ended_on is not None
    ]
    wanted = (ArchiveState.DUE_SOON, ArchiveState.OVERDUE)
    kept = [one for one in waiting if not soon or one.state in wanted]
    return sorted(kept, key=lambda one: (one.due_on, one.dossier.pk))
