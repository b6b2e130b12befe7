"""`sauro backup`: everything in one file, while the server runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.shell import archives
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Writes all tables and kept files into one archive that any supported database takes."""

    help = "Write everything into one portable archive; the server may go on running."
    example = "sauro backup --to sauro-2026-11-22.tar.gz"
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, metavar="FILE", type=Path)

    def run(self, **options: Any) -> int | None:
        target = options["to"]
        try:
            manifest = archives.backup(target=target, at=clock.now())
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        told = {"file": str(target), "rows": manifest.rows, "files": manifest.files}
        told["bytes"] = target.stat().st_size
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.stdout.write("{file}: {rows} rows, {files} files, {bytes} bytes".format(**told))
        return None
