"""`sauro bottlenecks`: the register, the one whose lifting releases most first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from sauro.core import clock
from sauro.domains.bottlenecks.rules import LIVE, Kind, Level, State
from sauro.domains.bottlenecks.selectors import finding, ranking
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Prints bottlenecks with what lifting each would release."""

    help = "The register of bottlenecks, the one whose lifting releases most first."
    example = "sauro bottlenecks --state escalated --format json"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", metavar="CODE", default="", help="a province by its code")
        parser.add_argument("--kind", choices=[one.value for one in Kind], default="")
        parser.add_argument("--level", choices=[one.value for one in Level], default="")
        parser.add_argument("--state", choices=[one.value for one in State], default="")
        parser.add_argument("--limit", type=int, default=50)

    def run(self, **options: Any) -> int | None:
        states = [options["state"]] if options["state"] else sorted(one.value for one in LIVE)
        found = finding.bottlenecks_for(user=self.actor(options)).filter(state__in=states)
        wanted = {"kind": options["kind"], "authority": options["level"]}
        wanted["owner__code"] = options["owner"].strip().upper()
        found = found.filter(**{name: value for name, value in wanted.items() if value})
        day = ranking.day_of(rows=found, today=clock.today(), soon_days=settings.DUE_SOON_DAYS)
        rows = list(ranking.ranked(rows=found, day=day)[: max(1, options["limit"])])
        released = ranking.releases(ids=[one.pk for one in rows], day=day)
        if options["format"] == "json":
            self.print_json([_body(one, released[one.pk]) for one in rows])
            return None
        self.print_table(
            (
                one.code,
                one.owner.code,
                one.state,
                one.authority,
                f"{released[one.pk].tasks}+{released[one.pk].targets}",
                one.weight,
                one.lift_by or "-",
                one.title[:70],
            )
            for one in rows
        )
        return None


def _body(one: Any, release: Any) -> dict[str, Any]:
    names = ("code", "title", "kind", "authority", "state", "condition", "lift_by", "weight")
    return {
        **{name: getattr(one, name) for name in names},
        "owner": one.owner.code,
        "responsible": one.responsible.code if one.responsible else None,
        "severity": release.severity.value,
        "tasks": release.tasks,
        "tasks_late": release.tasks_late,
        "targets": release.targets,
    }
