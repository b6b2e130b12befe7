"""What people are told about drafts: whose turn it is, and whose opinion is wanted by when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sauro.core import clock
from sauro.domains.documents.models import Draft, DraftConsultation, Opinion
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DraftState
from sauro.domains.orgs import selectors as org_selectors
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, Due, Message, Source


def _asked(event: Event) -> Iterable[int]:
    """Who drafts papers at the organisations that were asked in this event; two SQL."""
    units = DraftConsultation.objects.filter(draft_id=int(event.subject_id), asked_at=event.at)
    return _ids(units.values_list("organisation_id", flat=True), clock.day_of(event.at))


def _drafters(event: Event) -> Iterable[int]:
    """Who made and who submitted the draft; one SQL."""
    draft = Draft.objects.only("created_by_id", "submitted_by_id").get(pk=event.subject_id)
    return [one for one in (draft.created_by_id, draft.submitted_by_id) if one is not None]


def _at_issuer(permission: str) -> Callable[[Event], Iterable[int]]:
    """Those who hold a permission nearest above the issuer, less who may not; two SQL."""

    def people(event: Event) -> Iterable[int]:
        draft = Draft.objects.select_related("issuer").get(pk=event.subject_id)
        found = org_selectors.people_over(
            permission=permission, organisations=[draft.issuer], day=clock.day_of(event.at)
        )
        own = {draft.created_by_id, draft.submitted_by_id}
        chosen = [one.pk for several in found.values() for one in several]
        return [one for one in chosen if permission != Perm.APPROVE or one not in own]

    return people


def _ids(units: Iterable[int], day: date) -> list[int]:
    found = org_selectors.people_who(permission=Perm.DRAFT, organisations=units, day=day)
    return [one.pk for several in found.values() for one in several]


def opinions_due(*, today: date) -> Iterator[Due]:
    """Opinions that were asked for and not given; two SQL."""
    given = Opinion.objects.filter(draft=OuterRef("draft"), organisation=OuterRef("organisation"))
    found = list(
        DraftConsultation.objects.filter(
            ~Exists(given),
            draft__state=DraftState.CONSULTING.value,
            due_on__lte=today + timedelta(days=HORIZON),
        ).select_related("draft")
    )
    units = {one.organisation_id for one in found}
    officers, heads = org_selectors.officers_and_heads(
        officer=Perm.DRAFT, head=Perm.APPROVE, organisations=units, day=today
    )
    for one in found:
        yield Due(
            subject_kind="documents.consultation",
            subject_id=str(one.pk),
            label=str(one.draft),
            url=reverse("draft_detail", args=[one.draft_id]),
            due_on=one.due_on,
            to=officers.get(one.organisation_id, ()),
            superiors=heads.get(one.organisation_id, ()),
        )


def _message(kind: str, to: Callable[[Event], Iterable[int]], title: Any, **more: Any) -> Message:
    return Message(kind=f"documents.draft.{kind}", to=to, title=title, url="draft_detail", **more)


MESSAGES: dict[str, Message] = {
    one.kind: one
    for one in (
        _message("opinions_asked", _asked, _("%(by)s asks your unit for its opinion: %(label)s")),
        _message("opinion_given", _drafters, _("An opinion was given on your draft: %(label)s")),
        _message("submitted", _at_issuer(Perm.APPROVE), _("A draft waits for approval: %(label)s")),
        _message("returned", _drafters, _("Your draft was returned: %(label)s. %(note)s"),
                 urgent=True),
        _message("approved", _at_issuer(Perm.NUMBER), _("A draft waits for its number: %(label)s")),
        _message("numbered", _at_issuer(Perm.SIGN),
                 _("A paper waits for the signature: %(label)s")),
        _message("issued", _drafters, _("Your paper was issued: %(label)s")),
    )
}  # fmt: skip
REMINDERS: dict[str, Source] = {
    "documents.opinions_due": Source(label=_("Opinion on a draft"), dues=opinions_due)
}
