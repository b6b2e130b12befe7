"""`sauro explanations`: requests for explanation, those that wait first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from sauro.core import clock
from sauro.domains.explanations import rules
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.selectors import visibility, waiting
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Lists requests as a person sees them."""

    help = "List requests for explanation: who was asked, about what, until when."
    example = "sauro explanations --tab late --as lanh-dao --format json"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tab", choices=waiting.TABS, default="open")
        parser.add_argument("--unit", metavar="CODE", help="only requests to this unit")

    def run(self, **options: Any) -> int | None:
        user, today = self.actor(options), clock.today()
        rows = visibility.listed_requests(user=user).filter(
            waiting.tab_q(tab=options["tab"], user=user, today=today)
        )
        if options["unit"]:
            rows = rows.filter(asked_of__code__iexact=options["unit"])
        found = [_told(one, today) for one in rows.order_by("due_on", "pk")]
        if options["format"] == "json":
            self.print_json(found)
        else:
            names = ("id", "due_on", "state", "term", "unit", "about")
            self.print_table([names, *([one[name] for name in names] for one in found)])
        return None


def _told(one: Request, today: Any) -> dict[str, Any]:
    term = rules.term_of(
        state=one.state, was_in_time=one.was_in_time, due_on=one.due_on, today=today
    )
    return {
        "id": one.pk,
        "kind": one.subject_kind,
        "subject_id": one.subject_id,
        "about": one.subject_label,
        "question": one.question,
        "unit": one.asked_of.code,
        "asked_by": str(one.asked_by),
        "asked_on": one.asked_on,
        "due_on": one.due_on,
        "state": one.state,
        "term": term.value,
        "returns": one.returns,
    }
