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
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.foreign import names
from sauro.domains.indicators.forms.uploads import period_in
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel
from sauro.domains.indicators.services.excel import PARTLY, REFUSED, FileResult
from sauro.shell.commanding import HAS_ERRORS, SauroCommand
from sauro.shell.management.commands.figures_form import form_named, period_named


class Command(SauroCommand):
    """Reads filled-in Excel forms and keeps them as drafts or hands them in, file by file."""

    help = "Read Excel forms and other tables of figures (.xlsx, .xls, .csv, .zip) as drafts."
    example = "sauro import-figures bao-cao.xlsx --form B1 --period 2025-06 --dry-run --format json"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
        parser.add_argument("--submit", action="store_true", help="hand the forms in")
        parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
        told = "of a table that was not written by figures-form"
        parser.add_argument("--form", metavar="CODE", help=f"the form {told}")
        parser.add_argument("--owner", metavar="CODE", help="whose form, when several use the code")
        parser.add_argument(
            "--unit", metavar="CODE", help="the unit, or only this one of the table"
        )
        parser.add_argument(
            "--period", metavar="PERIOD", help="the period, or only this one of the table"
        )
        parser.add_argument(
            "--means",
            metavar="NAME=CODE",
            action="append",
            default=[],
            help="the unit or indicator that a name in the file means; may be repeated",
        )

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        given = [(path.name, _content(path)) for path in options["files"]]
        hints = _hints(by, options)
        read = excel_files.read_files(
            files=given, by=by, expected=_expected(hints), hints=hints, day=clock.day_of(at)
        )
        results = excel.take_files(
            files=read, submit=options["submit"], by=by, at=at, keep=not options["dry_run"]
        )
        if options["format"] == "json":
            self.print_json([asdict(one) for one in results])
        else:
            self._print(results)
        wrong = any(one.status in (REFUSED, PARTLY) for one in results)
        return HAS_ERRORS if wrong else None

    def _print(self, results: Sequence[FileResult]) -> None:
        for one in results:
            self.stdout.write(f"{one.name}: {one.status}, {one.cells} cells")
            if one.counts:
                told = ("read", "unchanged", "refused", "ignored", "area")
                parts = ", ".join(f"{one.counts[name]} {name}" for name in told)
                self.stdout.write(f"  cells among the figures: {parts}")
            for problem in one.problems:
                kind = "error" if problem.hard else "remark"
                self.stdout.write(f"  {kind}: {problem.where}: {problem.message}")


def _hints(by: Any, options: dict[str, Any]) -> Hints:
    """The form, unit and period that were named, and what names mean."""
    choices = {}
    for one in options["means"]:
        name, mark, code = one.rpartition("=")
        if not mark or not name.strip() or not code.strip():
            raise CommandError(f"--means takes NAME=CODE, not {one!r}.", returncode=1)
        for kind in ("unit", "indicator"):
            choices[names.choice_key(kind, name)] = code.strip()
    if not options["form"]:
        if options["unit"] or options["period"]:
            raise CommandError("--unit and --period need --form.", returncode=1)
        return Hints(choices=choices)
    form = form_named(by, options["form"], options["owner"])
    period = _period(form, options["period"]) if options["period"] else None
    unit = (options["unit"] or "").strip()
    if unit and not any(unit == one.code for one in blanks.units_named(form=form, day=None)):
        raise CommandError(f"No unit {unit} reports on this form.", returncode=1)
    return Hints(form, unit, period, choices)


def _period(form: DataSet, written: str) -> int:
    """The number of a period by its code, or as people write it: “tháng 6/2025”."""
    found = period_in(form, written.strip())
    return period_named(form, written) if found is None else found


def _expected(hints: Hints) -> Place | None:
    """The one form that was named whole: a form downloaded for another place is refused."""
    if hints.form is None or not hints.unit or hints.period is None:
        return None
    return Place(hints.form.owner.code, hints.form.code, hints.unit, hints.period)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=1) from error
