"""`sauro restore`: an archive into an empty, migrated database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from sauro.shell import archives
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Takes an archive whole, or changes nothing and says why."""

    help = "Take an archive into a migrated database that holds no data yet."
    example = "sauro migrate && sauro restore sauro-2026-11-22.tar.gz"
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def run(self, **options: Any) -> int | None:
        manifest = archives.restore(source=options["file"])
        told = {"rows": manifest.rows, "files": manifest.files, "made_at": manifest.made_at}
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.stdout.write("{rows} rows and {files} files of {made_at} restored".format(**told))
        return None
