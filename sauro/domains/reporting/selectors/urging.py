"""Which agencies have late tasks today, on what grounds, and which letters were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from sauro.core import clock
from sauro.domains.documents.rules import Secrecy
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme, ProgrammeMandate, ProgressUpdate, Task
from sauro.domains.programmes.rules import DeadlineClass, State, UpdateState
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.models import UrgedAgency, UrgingLetter
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.urging import LateAgency, LateTask
from sauro.domains.reporting.sections.building import day_words
from sauro.domains.reporting.sections.urging import LetterHead
from sauro.domains.reporting.selectors import heads
from sauro.engines import access
from sauro.engines.office.papers.shapes import paper_from_data

_CITED = 3  # a letter names the first documents; more would hide what it asks
_COLUMNS = ("pk", "title", "deadline_text", "as_due_on", "as_percent", "programme_id", "as_lead_id")


def late_agencies(*, owner: Organisation, as_of: AsOf) -> list[LateAgency]:
    """Agencies that lead late tasks, in their usual order; three SQL.

    What was handed in as completed and waits for confirmation is not urged, nor is a draft.
    """
    tasks = Task.objects.filter(programme__owner__path__startswith=owner.path, fanned_out=False)
    late = (
        standing.tasks_as_of(tasks=tasks, as_of=as_of)
        .filter(deadline_class=DeadlineClass.OVERDUE.value, as_lead_id__isnull=False)
        .exclude(as_state__in=[State.DRAFT.value, State.SUBMITTED.value])
        .order_by("as_due_on", "pk")
        .values_list(*_COLUMNS)
    )
    rows = list(late)
    confirmed = _confirmed([row[0] for row in rows], as_of.day)
    by_lead: dict[int, list[LateTask]] = defaultdict(list)
    for pk, title, deadline, due, percent, programme, lead in rows:
        by_lead[lead].append(
            LateTask(pk, title, deadline, due, percent, confirmed.get(pk), programme)
        )
    leads = Organisation.objects.filter(pk__in=by_lead).order_by("depth", "sort_key", "pk")
    return [LateAgency(one.pk, one.name, one.label, tuple(by_lead[one.pk])) for one in leads]


def _confirmed(tasks: list[int], day: date) -> dict[int, date]:
    """The day on which each task's progress was confirmed last."""
    found = (
        ProgressUpdate.objects.filter(
            task__in=tasks, state=UpdateState.VERIFIED.value, decided_at__lte=clock.end_of(day)
        )
        .order_by()
        .values_list("task")
        .annotate(last=Max("decided_at"))
    )
    return {task: clock.day_of(last) for task, last in found}


def grounds_of(*, agencies: Iterable[LateAgency]) -> str:
    """The documents on which the programmes of the late tasks stand, else the programmes."""
    wanted = {task.programme for one in agencies for task in one.tasks}
    mandates = (
        ProgrammeMandate.objects.filter(programme__in=wanted, document__secrecy=Secrecy.OPEN.value)
        .select_related("document")
        .order_by("document__issued_on", "pk")
    )
    documents = list({one.document_id: one.document for one in mandates}.values())
    if documents:
        cited = [_cited(one) for one in documents[:_CITED]]
        return "; ".join(cited)
    titles = Programme.objects.filter(pk__in=wanted).order_by("starts_on", "code")
    return "; ".join(_small(title) for title in titles.values_list("title", flat=True))


def _cited(document: Any) -> str:
    from django.utils import translation

    with translation.override("vi"):
        kind = str(document.get_kind_display())
    about = document.abstract[:1].lower() + document.abstract[1:]
    return (
        f"{kind} số {document.reference} ngày {day_words(document.issued_on)} của "
        f"{document.issuer_name} về {about.removeprefix('về ').removeprefix('v/v ')}"
    )


def _small(title: str) -> str:
    return title[:1].lower() + title[1:] if title[:2] != title[:2].upper() else title


def head_for(*, issuer: Organisation, owner: Organisation) -> LetterHead:
    """The head of the last letter of an issuer, else one from the tree; without symbol."""
    last = UrgingLetter.objects.filter(issuer=issuer).order_by("-id").first()
    if last is None:
        found = heads.head_from_tree(maker=issuer, owner=owner)
        return LetterHead("", "", found.place, found.parent)
    paper = paper_from_data(last.paper)
    signed = paper.signature
    return LetterHead(
        issuer="",
        symbol="",
        place=paper.place,
        parent=paper.parent,
        recipients=tuple(paper.recipients),
        on_behalf=signed.on_behalf,
        authority=signed.authority,
        position=signed.position,
        name=signed.name,
    )


def letters_for(*, user: Any, owner: Organisation) -> QuerySet[UrgingLetter]:
    """Letters of a province that the person may see, newest first."""
    found = UrgingLetter.objects.filter(access.scope(user, Perm.MAKE_ALL).q("owner__path"))
    return (
        found.filter(owner=owner)
        .select_related("draft__document", "created_by", "issuer")
        .prefetch_related("agencies__organisation")
    )


def standing_letters(
    *, owner: Organisation, day: date, agencies: Iterable[LateAgency]
) -> dict[int, UrgedAgency]:
    """The letter of a day that urges an agency on exactly these tasks and was not withdrawn."""
    keys = {one.id: one.key for one in agencies}
    found = (
        UrgedAgency.objects.filter(owner=owner, organisation__in=keys, day=day)
        .exclude(letter__draft__state="withdrawn")
        .select_related("letter__draft")
        .order_by("pk")
    )
    return {one.organisation_id: one for one in found if one.tasks_key == keys[one.organisation_id]}
