"""`sauro export-national`: the sheet of tasks for a national system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting import layouts, national_sheets
from sauro.domains.reporting.services import national
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Records the rows as sent and writes them; the same rows on the same day are one sending."""

    help = "Write the tasks linked to a national system as its sheet (.xlsx), recorded as sent."
    example = "sauro export-national --layout nq57 --owner DN --out nq57.xlsx"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--layout", required=True, choices=layouts.CODES)
        parser.add_argument("--owner", required=True, metavar="CODE", help="of the province")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        owner = Organisation.objects.filter(code__iexact=options["owner"].strip()).first()
        if owner is None:
            raise CommandError(f"There is no organisation {options['owner']}.")
        layout = national_sheets.layout_of(options["layout"], settings.LAYOUTS)
        sent = national.record_sending(
            owner=owner, layout=layout, soon_days=int(settings.DUE_SOON_DAYS), by=by, at=at
        )
        _name, content = national_sheets.file_of(sent)
        options["out"].write_bytes(content)
        facts = {
            "layout": layout.code,
            "proposal": layout.is_proposal,
            "day": sent.day.isoformat(),
            "rows": sent.count,
            "sha256": sent.sha256,
            "file": str(options["out"]),
        }
        if options["format"] == "json":
            self.print_json(facts)
        else:
            self.print_table(facts.items())
        return None
