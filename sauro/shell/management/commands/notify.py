"""`sauro notify`: reminds, gathers digests and delivers, or shows who would be told what."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from sauro.core import clock
from sauro.engines.notify import missed, planning
from sauro.engines.notify.services import delivering, digests, reminding, routing
from sauro.engines.periods import selectors as period_selectors
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Does at once what the schedule does through the day; it may be run at any time, and again."""

    help = (
        "Remind people of days that come near, gather digests whose hour has come, and deliver. "
        "The schedule of `sauro serve` and `sauro work` does so by itself."
    )
    example = "sauro notify --dry-run --format json"
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="write and send nothing; show who would be told what today, and why",
        )

    def run(self, **options: Any) -> int | None:
        if options["dry_run"]:
            self._show(as_json=options["format"] == "json")
            return None
        told = _carry_out()
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return None

    def _show(self, *, as_json: bool) -> None:
        planned = planning.plan(at=clock.now())
        if as_json:
            self.print_json([_plain(one) for one in planned])
            return
        rows = [(str(one.person), one.line, one.why, _ways(one)) for one in planned]
        self.print_table(rows or [("nothing to tell",)])


def _carry_out() -> dict[str, Any]:
    at = clock.now()
    today = clock.day_of(at)
    working = period_selectors.calendar().is_working(today)
    told = reminding.remind(today=today, at=at) if working else reminding.Told(0, 0)
    return {
        "missed": missed.tell_missed(at=at),
        **asdict(told),
        "routed": routing.route(at=at),
        "digests": digests.make_digests(at=at),
        **asdict(delivering.deliver(at=at)),
    }


def _plain(one: planning.Planned) -> dict[str, Any]:
    return {
        "person": one.person.username,
        "kind": one.kind,
        "line": one.line,
        "url": one.url,
        "why": one.why,
        "ways": [{"channel": way.channel, "at": way.at.isoformat()} for way in one.ways],
    }


def _ways(one: planning.Planned) -> str:
    said = [f"{way.label} {timezone.localtime(way.at):%d/%m/%Y %H:%M}" for way in one.ways]
    return ", ".join(said) or "inbox only"
