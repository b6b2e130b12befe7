"""`sauro status`: totals of a programme on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.status import programme_status
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Prints totals by group, by state and by deadline class; they add up."""

    help = "Totals of a programme by group, by state and by deadline class, as of a day."
    example = "sauro status --programme TB-2025 --as-of 2025-06-30 --format json"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", default=None)

    def run(self, **options: Any) -> int | None:
        by, today = self.actor(options), clock.today()
        programmes = visibility.visible_programmes(user=by).select_related("owner")
        programme = programmes.filter(code=options["programme"].strip().upper()).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        day = min(options["as_of"] or today, today)
        as_of = AsOf(day=day, today=today, soon_days=settings.DUE_SOON_DAYS)
        found = programme_status(programme=programme, user=by, as_of=as_of)
        if options["format"] == "json":
            self.print_json(found)
            return None
        self.stdout.write(f"{programme.code} · {programme.title} · {day:%d/%m/%Y}")
        self.stdout.write(f"total {found['total']}")
        for name in ("by_class", "by_state"):
            self.stdout.write(f"\n{name}")
            self.print_table(found[name].items())
        self.stdout.write("\nby_group")
        self.print_table(
            (group["number"], group["title"][:60], group["total"], group["done"])
            for group in found["by_group"]
        )
        return None
