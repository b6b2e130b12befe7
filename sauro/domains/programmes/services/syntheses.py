"""Writing what an owner says of a task or target in one line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.programmes.models import Synthesis, Target, Task
from sauro.domains.programmes.permissions import may_judge
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.services.writing import locked_task
from sauro.engines import text as texts
from sauro.engines.history.recording import record

LONGEST = 300


class BadSynthesis(DomainError):
    """The synthesis cannot be taken."""

    code = "bad_synthesis"
    status = 422


@transaction.atomic
def write_synthesis(
    *, subject: Task | Target, text: str, by: Any, at: datetime, request_key: str | None = None
) -> Synthesis:
    """The new synthesis of a task or target; earlier ones stay. The same key writes once."""
    subject = locked_task(subject.pk) if isinstance(subject, Task) else _locked_target(subject)
    if not may_judge(by, subject):
        raise NotAllowed(_("Your role does not allow this here."))
    name = "task" if isinstance(subject, Task) else "target"
    if request_key:
        written = Synthesis.objects.filter(request_key=request_key, **{name: subject}).first()
        if written is not None:
            return written
    if isinstance(subject, Task) and subject.state == State.CANCELLED:
        raise BadSynthesis(_("A cancelled task takes no synthesis."))
    last = Synthesis.objects.filter(**{name: subject}).order_by("-id").first()
    made = Synthesis.objects.create(
        text=_one_line(text), at=at, by=by, request_key=request_key, **{name: subject}
    )
    record(
        kind=f"programmes.{name}.synthesis_written",
        subject=subject,
        by=by,
        at=at,
        before={"synthesis": last.text} if last else None,
        after={"synthesis": made.text},
    )
    return made


def _locked_target(target: Target) -> Target:
    found = Target.objects.select_for_update(of=("self",))
    return found.select_related("programme__owner", "lead").get(pk=target.pk)


def _one_line(text: str) -> str:
    line = " ".join(texts.clean(text).split())
    if not line:
        raise BadSynthesis(_("Write one line."), field="text")
    if len(line) > LONGEST:
        raise BadSynthesis(
            _("Write at most %(most)s characters; these are %(n)s.")
            % {"most": LONGEST, "n": len(line)},
            field="text",
        )
    return line
