"""Opinions on a draft: asking for them, giving them, saying what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.domains.documents import rules
from sauro.domains.documents.labels import VERDICTS
from sauro.domains.documents.models import Draft, DraftConsultation, DraftVersion, Opinion
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DraftState
from sauro.domains.documents.services.drafts import locked_draft, saved
from sauro.domains.documents.services.refusals import DocumentRefused
from sauro.domains.documents.workflow import DRAFT_FLOW
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import record


@transaction.atomic
def ask_opinions(
    *, draft: Draft, organisations: Sequence[Organisation], due_on: date, by: Any, at: datetime
) -> Draft:
    """The draft, out for opinions of these organisations; asked again, the later due day holds."""
    draft = locked_draft(draft, Perm.DRAFT, by=by)
    asked = [one for one in dict.fromkeys(organisations) if one.pk != draft.owner_id]
    if not asked:
        raise DocumentRefused(_("Choose whom to ask."), field="organisations")
    if due_on < timezone.localdate(at):
        raise DocumentRefused(_("The due day is past."), field="due_on")
    if not draft.versions.exists():
        raise DocumentRefused(_("Add the text before you ask for opinions."), field="file")
    DRAFT_FLOW.apply(draft, "ask")
    for organisation in asked:
        DraftConsultation.objects.update_or_create(
            draft=draft,
            organisation=organisation,
            defaults={"due_on": due_on},
            create_defaults={"due_on": due_on, "asked_at": at, "asked_by": by},
        )
    saved(draft, "state", at=at)
    after = {"organisations": [one.label for one in asked], "due_on": due_on}
    record(kind="documents.draft.opinions_asked", subject=draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def give_opinion(
    *,
    draft: Draft,
    organisation: Organisation,
    text_of: str = "",
    section: str = "",
    agrees: bool = False,
    version: DraftVersion | None = None,
    by: Any,
    at: datetime,
) -> Opinion:
    """What an asked organisation says, on the last version unless another one is named."""
    access.check(by, Perm.DRAFT, organisation)
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not draft.consultations.filter(organisation=organisation).exists():
        raise DocumentRefused(_("This organisation was not asked."), field="organisation")
    if draft.state != DraftState.CONSULTING.value:
        raise DocumentRefused(_("Opinions are no longer collected."))
    wording = text.clean(text_of, keep_lines=True)
    if not wording and not agrees:
        raise DocumentRefused(_("Write the opinion, or agree."), field="text")
    opinion = Opinion.objects.create(
        draft=draft,
        version=version or draft.versions.order_by("-number").first(),
        organisation=organisation,
        section=text.clean(section)[:150],
        text=wording,
        agrees=agrees and not wording,
        by=by,
        at=at,
    )
    after = {"organisation": organisation, "section": opinion.section}
    record(kind="documents.draft.opinion_given", subject=draft, by=by, at=at, after=after)
    return opinion


@transaction.atomic
def decide_opinion(
    *, opinion: Opinion, verdict: str, answer: str = "", by: Any, at: datetime
) -> Opinion:
    """The opinion, taken over or not; what is not taken over whole is answered with a reason."""
    draft = locked_draft(opinion.draft, Perm.DRAFT, by=by)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if draft.state not in rules.WRITABLE:
        raise DocumentRefused(_("Opinions are decided before the draft is submitted."))
    if verdict not in dict(VERDICTS) or opinion.agrees:
        raise DocumentRefused(_("Choose what became of the opinion."), field="verdict")
    wording = text.clean(answer, keep_lines=True)[:2000]
    if rules.reason_needed(verdict) and not wording:
        raise DocumentRefused(_("Say why it is not taken over whole."), field="answer")
    before = {"verdict": opinion.verdict}
    opinion.verdict, opinion.answer = verdict, wording
    opinion.decided_by, opinion.decided_at = by, at
    opinion.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
    record(
        kind="documents.draft.opinion_decided",
        subject=draft,
        by=by,
        at=at,
        before=before,
        after={"organisation": opinion.organisation, "verdict": verdict, "reason": wording},
    )
    return opinion
