"""`sauro extract-tasks`: the task sentences of a conclusion, notice or decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.domains.programmes.extracting import reading
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.engines import text as vn
from sauro.engines.office import texts
from sauro.engines.office.grid import Limits
from sauro.shell.commanding import HAS_ERRORS, SauroCommand


class Command(SauroCommand):
    """Reads a file and shows the tasks it seems to give; nothing is written anywhere."""

    help = "Show the task sentences of a Word, PDF or text file; nothing is written."
    example = "sauro extract-tasks thong-bao-ket-luan.docx --format json"
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--year", type=int, help="year of deadlines that name none")

    def run(self, **options: Any) -> int | None:
        path: Path = options["file"]
        text = texts.read_text(_content(path), path.name)
        if text.status != texts.TEXT:
            self.stderr.write(f"{path.name}: no text: {text.status}")
            return HAS_ERRORS
        found = reading.read(text.passages, year=options["year"])
        if options["format"] == "json":
            self.print_json(_document(text, found))
            return None
        for warning in _warnings(text):
            self.stderr.write(f"{path.name}: {warning}")
        for number, one in enumerate(found, 1):
            self._print(number, one)
        self.stdout.write(f"{len(found)} task sentences")
        return None

    def _print(self, number: int, one: Proposal) -> None:
        due = vn.vi_date(one.deadline.due_on) if one.deadline.due_on else one.deadline.recurrence
        where = ", ".join(filter(None, [one.place, f"page {one.page}" if one.page else ""]))
        self.stdout.write(f"{number}. {one.title}")
        facts = {
            "lead": "; ".join(one.leads),
            "with": "; ".join(one.coordinators),
            "deadline": f"{one.deadline.phrase} ({due or 'unclear'})"
            if one.deadline.phrase
            else "",
            "result": one.result,
            "found by": one.rule,
            "where": where,
            "source": one.passage,
        }
        for name, value in facts.items():
            if value:
                self.stdout.write(f"   {name}: {value}")


def _document(text: texts.DocumentText, found: list[Proposal]) -> dict[str, Any]:
    return {
        "pages": text.pages,
        "warnings": _warnings(text),
        "tasks": [
            {
                "title": one.title,
                "leads": one.leads,
                "coordinators": one.coordinators,
                "deadline": {
                    "phrase": one.deadline.phrase,
                    "kind": one.deadline.kind,
                    "due_on": one.deadline.due_on,
                    "recurrence": one.deadline.recurrence,
                    "clear": one.deadline.clear,
                },
                "result": one.result,
                "rule": one.rule,
                "place": one.place,
                "page": one.page,
                "start": one.start,
                "end": one.end,
                "passage": one.passage,
            }
            for one in found
        ],
    }


def _warnings(text: texts.DocumentText) -> list[str]:
    found = [f"reading stopped at the limit of {text.cut}"] if text.cut else []
    if text.encodings:
        found.append(f"converted from old fonts: {', '.join(text.encodings)}")
    if text.silent_pages:
        found.append(f"pages without text: {', '.join(map(str, text.silent_pages))}")
    return found


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > Limits().compressed:
            raise CommandError(f"{path.name}: the file is larger than {Limits().megabytes} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
