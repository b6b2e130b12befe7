"""`sauro index-documents`: the text of attached files, so that it can be searched."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from sauro.core import clock
from sauro.shell import indexing
from sauro.shell.commanding import FAILED, SauroCommand


class Command(SauroCommand):
    """Reads files whose text is not kept yet; each is written by itself, so it can be stopped."""

    help = "Read the text of attached files that is not searched yet."
    example = "sauro index-documents --again"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="read every file once more")
        parser.add_argument("--limit", type=int, default=0, help="stop after so many files")

    def run(self, **options: Any) -> int | None:
        told = indexing.index(
            by=self.actor(options),
            at=clock.now(),
            again=options["again"],
            limit=options["limit"],
        )
        if options["format"] == "json":
            self.print_json(dict(told))
        else:
            self.print_table(sorted(told.items()) or [("nothing to read", "")])
        return FAILED if told[indexing.MISSING] else None
