"""`sauro alerts`: look for causes now, in one province or everywhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.alerts.services import running
from sauro.domains.orgs.models import Organisation
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Opens and closes alerts as the rules say, or only counts what they would find."""

    help = (
        "Look for causes and open and close alerts; with --dry-run count them and write nothing. "
        "The schedule of `sauro serve` and `sauro work` does so every night."
    )
    example = "sauro alerts --owner DN --dry-run"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", metavar="CODE", help="of a province; without it everywhere")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def run(self, **options: Any) -> int | None:
        by, at, owner = self.actor(options), clock.now(), None
        if options["owner"]:
            owner = Organisation.objects.filter(code__iexact=options["owner"].strip()).first()
            if owner is None:
                raise CommandError(f"There is no organisation {options['owner']}.")
        if options["dry_run"]:
            change, counts = running.looked_for(owner=owner, by=by, at=at)
            told: dict[str, Any] = {
                "would_open": len(change.new),
                "would_close": len(change.gone),
                **dict(sorted(counts.items())),
            }
        else:
            made = running.run(owner=owner, by=by, at=at)
            told = {"opened": made.opened, "closed": made.closed, "going_on": made.going_on}
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return None
