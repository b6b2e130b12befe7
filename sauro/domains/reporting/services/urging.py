"""Making urging letters from the figures of today, never twice for the same late tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.documents import services as document_services
from sauro.domains.documents.rules import DocumentKind
from sauro.domains.documents.selectors.entries import issuing_name
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.models import UrgedAgency, UrgingLetter
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules import urging as rules
from sauro.domains.reporting.rules.urging import LateAgency
from sauro.domains.reporting.sections import urging as sections
from sauro.domains.reporting.sections.urging import LetterHead, Urged
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access
from sauro.engines.history.recording import record
from sauro.engines.office.papers.shapes import Paper, paper_to_data
from sauro.engines.office.papers.word import render_docx

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """What a person wants sent: to which agencies (ids), how, in which words, answered by when.

    An empty `template` stands for the reviewed text, an empty `head` for that of the last letter.
    """

    owner: Organisation
    issuer: Organisation
    agencies: tuple[int, ...]
    together: bool
    answer_by: date
    template: str = ""
    head: LetterHead | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The letters that urge the wanted agencies today, those that existed before among them."""

    letters: tuple[UrgingLetter, ...]
    new: int


@transaction.atomic
def make_letters(*, order: LetterOrder, soon_days: int, by: Any, at: datetime) -> Made:
    """The letters of today for the agencies; asked for again they are the ones that exist."""
    access.check(by, Perm.MAKE_ALL, order.owner)
    day = clock.day_of(at)
    _check(order, day)
    Organisation.objects.select_for_update(of=("self",)).get(pk=order.owner.pk)
    late = chosen_of(order=order, as_of=AsOf(day, day, soon_days))
    standing = selectors.standing_letters(owner=order.owner, day=day, agencies=late)
    fresh = [one for one in late if one.id not in standing]
    parts = [fresh] if order.together and fresh else [[one] for one in fresh]
    letters = {one.letter_id: one.letter for one in standing.values()}
    made = [_make(order, tuple(part), day, by, at) for part in parts]
    return Made((*letters.values(), *made), len(made))


def chosen_of(*, order: LetterOrder, as_of: AsOf) -> list[LateAgency]:
    """The wanted agencies with their late tasks; refuses one that has none."""
    late = {one.id: one for one in selectors.late_agencies(owner=order.owner, as_of=as_of)}
    missing = [pk for pk in order.agencies if pk not in late]
    if missing or not order.agencies:
        raise ReportRefused(_("Choose agencies that have late tasks today."), field="agencies")
    return [one for one in late.values() if one.id in order.agencies]


def draft_paper(*, order: LetterOrder, agencies: Sequence[LateAgency], day: date) -> Paper:
    """The letter as it would be made; nothing is written."""
    urged = Urged(
        agencies=tuple(agencies),
        day=day,
        answer_by=order.answer_by,
        grounds=selectors.grounds_of(agencies=agencies),
        together=order.together and len(agencies) > 1,
    )
    head = order.head or selectors.head_for(issuer=order.issuer, owner=order.owner)
    named = replace(
        head,
        issuer=issuing_name(organisation=order.issuer),
        symbol=head.symbol
        or document_services.proposed_symbol(
            issuer=order.issuer, kind=DocumentKind.OFFICIAL_LETTER.value
        ),
    )
    template = order.template or sections.template_of(together=urged.together)
    return sections.paper_of(urged, template, named)


def _check(order: LetterOrder, day: date) -> None:
    if order.answer_by <= day:
        raise ReportRefused(_("The answer is asked for by a day to come."), field="answer_by")
    if len(order.template) > LONGEST:
        raise ReportRefused(_("The text is too long."), field="template")
    unknown = rules.unknown_places(order.template)
    if unknown:
        raise ReportRefused(
            _("The letter does not know {%(name)s}.") % {"name": unknown[0][:40]},
            field="template",
        )
    if not order.issuer.path.startswith(order.owner.path):
        raise ReportRefused(
            _("The issuer is not an organisation of this province."), field="issuer"
        )


def _make(
    order: LetterOrder, agencies: tuple[LateAgency, ...], day: date, by: Any, at: datetime
) -> UrgingLetter:
    paper = draft_paper(order=order, agencies=agencies, day=day)
    draft = document_services.create_draft(
        owner=order.issuer,
        kind=DocumentKind.OFFICIAL_LETTER.value,
        abstract=f"V/v {paper.abstract}" + _about(agencies),
        symbol=paper.symbol,
        signer_name=paper.signature.name,
        signer_position=paper.signature.position,
        recipients="\n".join(paper.recipients),
        by=by,
        at=at,
    )
    document_services.add_version(
        draft=draft,
        file=render_docx(paper),
        name=file_name(agencies=agencies, day=day),
        note=_("Figures as of %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        by=by,
        at=at,
    )
    letter = UrgingLetter.objects.create(
        owner=order.owner,
        issuer=order.issuer,
        day=day,
        answer_by=order.answer_by,
        together=len(agencies) > 1,
        paper=paper_to_data(paper),
        draft=draft,
        created_at=at,
        created_by=by,
    )
    UrgedAgency.objects.bulk_create([_urged(letter, one) for one in agencies])
    after = {
        "day": day.isoformat(),
        "answer_by": order.answer_by.isoformat(),
        "agencies": [one.label for one in agencies],
        "tasks": sum(len(one.tasks) for one in agencies),
    }
    record(kind="reporting.letter.made", subject=letter, by=by, at=at, after=after)
    return letter


def _urged(letter: UrgingLetter, agency: LateAgency) -> UrgedAgency:
    """One attempt more than were withdrawn on this day."""
    same = {
        "owner_id": letter.owner_id,
        "organisation_id": agency.id,
        "day": letter.day,
        "tasks_key": agency.key,
    }
    attempt = UrgedAgency.objects.filter(**same).count() + 1
    tasks = [one.id for one in agency.tasks]
    return UrgedAgency(letter=letter, task_ids=tasks, attempt=attempt, **same)


def _about(agencies: Sequence[LateAgency]) -> str:
    return (
        f" ({agencies[0].label})" if len(agencies) == 1 else f" ({len(agencies)} cơ quan, đơn vị)"
    )


def file_name(*, agencies: Sequence[LateAgency], day: date, extension: str = "docx") -> str:
    """A name for the file of a letter, without marks."""
    about = str(agencies[0].id) if len(agencies) == 1 else f"{len(agencies)}-co-quan"
    return f"cong-van-don-doc-{about}-{day:%Y-%m-%d}.{extension}"
