"""`sauro export-figures`: a folder of Parquet, one partition for each province."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.shell.commanding import SauroCommand
from sauro.shell.country import exporting


class Command(SauroCommand):
    """Writes figures, indicators, units and tasks; provinces that did not change are left alone."""

    help = "Write all figures and tasks as Parquet, one folder for each province."
    example = "sauro export-figures /srv/country\n  sauro export-figures /srv/country --province LC"
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--province",
            action="append",
            default=None,
            metavar="CODE",
            help="only this one, again for more; the others stay as they are",
        )

    def run(self, **options: Any) -> int | None:
        try:
            done = exporting.export(
                target=options["folder"],
                day=clock.today(),
                provinces=options["province"] or (),
                progress=self._progress,
            )
        except OSError as error:
            raise CommandError(f"{options['folder']}: {error.strerror}") from error
        except KeyboardInterrupt as error:
            raise CommandError("Cancelled; what was there before is still there.") from error
        told = {"rows": done.rows, "changed": done.changed, "unchanged": done.unchanged}
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.stdout.write(
                f"{options['folder']}: {done.rows} rows; "
                f"provinces written: {', '.join(done.changed) or 'none'}; "
                f"unchanged: {len(done.unchanged)}"
            )
        return None

    def _progress(self, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{rows} figures", ending="")
