"""Files and links that show what an answer says; the guards are those of progress updates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.explanations.models import Answer, Exhibit, Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import RequestState
from sauro.domains.explanations.services.refusals import BadAnswer
from sauro.domains.explanations.services.writing import locked_request, record_request
from sauro.domains.programmes.services import evidence
from sauro.domains.programmes.services.evidence import Proof
from sauro.engines.workflow import TransitionRefused

MOST = 10


@transaction.atomic
def add_exhibits(*, request: Request, proofs: Sequence[Proof], by: Any, at: datetime) -> Answer:
    """The last answer with more files and links, until somebody has decided about it.

    The same file or link again adds nothing.
    """
    found = locked_request(request.pk, Perm.ANSWER, by=by)
    if found.state != RequestState.ANSWERED:
        raise TransitionRefused(_("Evidence is added to an explanation that waits for decision."))
    answer = found.answers.order_by("-number")[0]
    if names := attach(answer=answer, proofs=proofs, by=by, at=at):
        record_request("evidence_added", found, by=by, at=at, after={"files": names})
    return answer


def attach(*, answer: Answer, proofs: Sequence[Proof], by: Any, at: datetime) -> list[str]:
    """The names of what was attached to an answer now; the same file or link counts once.

    Called inside the transaction of the answer. Files of rows that are not kept are removed.
    """
    held = list(answer.exhibits.all())
    with evidence.filed(
        proofs=proofs, held=held, new=lambda: Exhibit(answer=answer, by=by, at=at)
    ) as made:
        if len(held) + len(made) > MOST:
            raise BadAnswer(
                _("An explanation carries at most %(n)s files and links.") % {"n": MOST},
                field="files",
            )
        Exhibit.objects.bulk_create(made)
    return [exhibit.name for exhibit in made]
