"""`sauro export`: a programme as a plan's annex, or its results month by month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.programmes import annexes
from sauro.domains.programmes.selectors import visibility
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Writes what a person sees of a programme into a file that import-plan reads back."""

    help = "Write a programme as the Word or Excel annex of a plan."
    example = "sauro export --programme DN-2026 --to phu-luc.xlsx --kind tasks"
    acts = True
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--to", required=True, metavar="FILE", type=Path)
        parser.add_argument("--kind", choices=annexes.KINDS, default=annexes.ALL)
        parser.add_argument("--year", type=int, help="of --kind months; this year without it")

    def run(self, **options: Any) -> int | None:
        by, target = self.actor(options), options["to"]
        file_format = target.suffix.lower().lstrip(".")
        if file_format not in annexes.FORMATS:
            raise CommandError(f"{target.name}: a file ends in .xlsx or .docx.")
        code = options["programme"].strip().upper()
        programme = visibility.visible_programmes(user=by).filter(code=code).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        data = annexes.write(
            programme=programme,
            user=by,
            kind=options["kind"],
            file_format=file_format,
            year=options["year"] or clock.today().year,
        )
        try:
            target.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        if options["format"] == "json":
            self.print_json({"file": str(target), "kind": options["kind"], "bytes": len(data)})
        else:
            self.stdout.write(f"{target}: {len(data)} bytes")
        return None
