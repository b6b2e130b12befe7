"""What the pages of urging letters show, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes import links
from sauro.domains.reporting.forms.urging import LetterForm
from sauro.domains.reporting.listings.reports import SHOWN_AS
from sauro.domains.reporting.models import UrgingLetter
from sauro.domains.reporting.rules import urging as rules
from sauro.domains.reporting.rules.urging import LateAgency
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services import urging
from sauro.domains.reporting.services.urging import LetterOrder
from sauro.engines.office.papers import wording
from sauro.engines.office.papers.shapes import Block, Bullets, Heading, Run, Table

LETTERS = 20
_PREVIEWED = 12  # rows of the table; the file holds all of them


def rows_of(owner: Organisation, late: Sequence[LateAgency], today: date) -> list[dict[str, Any]]:
    """Agencies with late tasks, and the letter that urges them today."""
    standing = selectors.standing_letters(owner=owner, day=today, agencies=late)
    return [
        {
            "agency": one,
            "count": len(one.tasks),
            "longest": one.longest(today),
            "url": links.agency_url(organisation_id=one.id),
            "letter": standing[one.id].letter if one.id in standing else None,
        }
        for one in late
    ]


def letters_of(user: Any, owner: Organisation) -> list[dict[str, Any]]:
    """The last letters with the state of their drafts."""
    return [_letter(one) for one in selectors.letters_for(user=user, owner=owner)[:LETTERS]]


def _letter(letter: UrgingLetter) -> dict[str, Any]:
    urged = list(letter.agencies.all())
    names = [one.organisation.label for one in urged]
    return {
        "letter": letter,
        "to": ", ".join(names[:3]),
        "more": max(len(names) - 3, 0),
        "tasks": sum(len(one.task_ids) for one in urged),
        "state": SHOWN_AS[letter.draft.state],
        "state_name": letter.draft.get_state_display(),
        "url": reverse("draft_detail", args=[letter.draft_id]),
    }


def as_typed(form: LetterForm, order: LetterOrder) -> LetterOrder:
    """The order with what was typed, as far as it can be shown."""
    if not hasattr(form, "cleaned_data"):
        return order
    found = form.cleaned_data
    template = found.get("template", "")
    if rules.unknown_places(template):
        template = ""
    whole = {"place", "parent", "on_behalf", "authority", "position", "name", "recipients"}
    return replace(
        order,
        issuer=found.get("issuer") or order.issuer,
        answer_by=found.get("answer_by") or order.answer_by,
        template=template,
        head=form.head if whole <= found.keys() else None,
    )


def writing_context(
    form: LetterForm, order: LetterOrder, late: Sequence[LateAgency], today: date
) -> dict[str, Any]:
    """The form, and the first letter as it will look."""
    together = order.together and len(late) > 1
    shown = late if together else late[:1]
    paper = urging.draft_paper(order=order, agencies=shown, day=today)
    return {
        "form": form,
        "owner": order.owner,
        "late": late,
        "together": together,
        "letters": 1 if together else len(late),
        "tasks": sum(len(one.tasks) for one in late),
        "today": today,
        "paper": paper,
        "frame": {
            "number": wording.number_line(paper),
            "about": wording.letter_abstract(paper),
            "place": wording.place_line(paper),
            "salutation": wording.ADDRESSED,
            "addressees": wording.addressees(paper),
            "receivers": wording.RECIPIENTS,
            "recipients": wording.recipients(paper),
        },
        "blocks": [_block(one) for one in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    """A block as the templates of papers print it."""
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_runs(item) for item in block.items]}
    if isinstance(block, Table):
        return _table(block)
    return {"kind": "paragraph", "runs": _runs(block.runs)}


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {
            "cells": [
                {"runs": _runs(cell), "head": column.title, "align": column.align}
                for cell, column in zip(row, table.columns, strict=False)
            ],
            "span": len(table.columns) if len(row) == 1 else 0,
            "total": place in table.total_rows,
        }
        for place, row in enumerate(table.rows[:_PREVIEWED])
    ]
    more = max(len(table.rows) - _PREVIEWED, 0)
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": table.columns,
        "rows": rows,
        "more": more,
    }


def _runs(runs: Sequence[Run]) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "url": _address(run.ref)} for run in runs]


def _address(ref: str) -> str:
    kind, _dot, pk = ref.partition(".")
    return reverse("task_detail", args=[int(pk)]) if kind == "task" and pk.isdecimal() else ""
