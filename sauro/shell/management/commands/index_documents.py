"""`sauro index-documents`: the text of attached files, so that it can be searched."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import CommandParser

from sauro.core import clock
from sauro.domains.documents import selectors
from sauro.domains.documents.models import DocumentFile
from sauro.domains.documents.services import contents
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
        by = self.actor(options)
        told: Counter[str] = Counter()
        keys = selectors.files_to_read(again=options["again"]).values_list("pk", flat=True)
        for pk in list(keys[: options["limit"] or None]):
            told[self._read(pk, by)] += 1
        if options["format"] == "json":
            self.print_json(dict(told))
        else:
            self.print_table(sorted(told.items()) or [("nothing to read", "")])
        return FAILED if told["missing"] else None

    def _read(self, pk: int, by: Any) -> str:
        file = DocumentFile.objects.get(pk=pk)
        try:
            with file.file.open("rb") as held:
                data = held.read()
        except FileNotFoundError:
            self.stderr.write(f"file {pk}: not in the store")
            return "missing"
        found, state = contents.read(data)
        contents.keep_text(file=file, found=found, state=state, by=by, at=clock.now())
        return state.value
