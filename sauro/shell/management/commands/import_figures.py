"""`sauro import-figures`: filled-in Excel forms as drafts, or handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform.keys import Place
from sauro.domains.indicators.services import excel
from sauro.domains.indicators.services.excel import REFUSED, FileResult
from sauro.shell.commanding import HAS_ERRORS, SauroCommand
from sauro.shell.management.commands.figures_form import form_named, period_named


class Command(SauroCommand):
    """Reads filled-in Excel forms and keeps them as drafts or hands them in, file by file."""

    help = "Read filled-in Excel forms (.xlsx, or .zip of them) as drafts, or hand them in."
    example = "sauro import-figures xa-*.xlsx --submit"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
        parser.add_argument("--submit", action="store_true", help="hand the forms in")
        parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
        told = "of a file that was not written by figures-form; all three are needed"
        parser.add_argument("--form", metavar="CODE", help=f"the form {told}")
        parser.add_argument("--owner", metavar="CODE", help="whose form, when several use the code")
        parser.add_argument("--unit", metavar="CODE", help=f"the unit {told}")
        parser.add_argument("--period", metavar="PERIOD", help=f"the period {told}")

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        given = [(path.name, _content(path)) for path in options["files"]]
        read = excel_files.read_files(files=given, by=by, expected=_expected(by, options))
        results = excel.take_files(
            files=read, submit=options["submit"], by=by, at=at, keep=not options["dry_run"]
        )
        if options["format"] == "json":
            self.print_json([asdict(one) for one in results])
        else:
            self._print(results)
        return HAS_ERRORS if any(one.status == REFUSED for one in results) else None

    def _print(self, results: Sequence[FileResult]) -> None:
        for one in results:
            self.stdout.write(f"{one.name}: {one.status}, {one.cells} cells")
            for problem in one.problems:
                kind = "error" if problem.hard else "remark"
                self.stdout.write(f"  {kind}: {problem.where}: {problem.message}")


def _expected(by: Any, options: dict[str, Any]) -> Place | None:
    """The form, unit and period that were named."""
    if not (options["form"] and options["unit"] and options["period"]):
        return None
    form = form_named(by, options["form"], options["owner"])
    period = period_named(form, options["period"])
    return Place(form.owner.code, form.code, options["unit"].strip(), period)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=1) from error
