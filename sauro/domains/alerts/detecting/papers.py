"""Drafts that wait for their approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from sauro.core import clock
from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules import tasks as rules
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.documents.models import Draft
from sauro.domains.documents.rules import DraftState
from sauro.engines.history.models import Event
from sauro.engines.history.recording import subject_type_of

CODE = RuleCode.DRAFT_WAITING
SUBMITTED = "documents.draft.submitted"


def waiting_drafts(search: Search) -> Iterator[Cause]:
    """Drafts submitted and not approved for too long; two SQL.

    Their names stay out of the alert: a draft is read by those who work on it.
    """
    if not search.wants([CODE]):
        return
    submitted = Draft.objects.filter(search.owned(), state=DraftState.SUBMITTED.value)
    drafts = list(search.among(submitted).select_related("owner", "issuer").order_by("pk"))
    handed_in = _submitted_at(drafts)
    for draft in drafts:
        setting = search.setting(CODE, draft.owner.path)
        since = clock.day_of(handed_in.get(str(draft.pk), draft.changed_at))
        found = rules.waiting(since, setting.limits, search.today, search.working_days)
        if found is None or not setting.is_on:
            continue
        yield Cause(
            rule=CODE.value,
            subject_id=str(draft.pk),
            owner_id=draft.owner_id,
            organisation_id=draft.issuer_id,
            level=setting.level,
            facts={**found.facts, "from": draft.owner.label},
        )


def _submitted_at(drafts: list[Draft]) -> dict[str, datetime]:
    """When each draft was submitted last."""
    if not drafts:
        return {}
    found = Event.objects.filter(
        kind=SUBMITTED,
        subject_type=subject_type_of(drafts[0]),
        subject_id__in=[str(one.pk) for one in drafts],
    )
    return dict(found.order_by().values_list("subject_id").annotate(Max("at")))
