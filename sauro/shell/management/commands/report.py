"""`sauro report`: a period report as a file, and closing a period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.reporting import files
from sauro.domains.reporting.definitions import CODES, definitions
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.services import closing, making
from sauro.engines import periods
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Makes the report, or finds it made, and writes it where it is wanted."""

    help = "Write the report of a period as .docx, .pdf, .xlsx or .pptx; close the period first."
    example = "sauro report --owner DN --period 2025-H1 --close --out bao-cao.docx"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", required=True, metavar="CODE", help="of the province")
        parser.add_argument(
            "--period",
            required=True,
            metavar="PERIOD",
            help="2025-06, 2025-Q2, 2025-H1, 2025-9M, 2025, 2025-01-01..2025-07-31",
        )
        parser.add_argument("--kind", choices=CODES, default="province")
        parser.add_argument("--about", metavar="CODE", help="of an agency, commune or programme")
        parser.add_argument("--close", action="store_true", help="freeze the figures for good")
        parser.add_argument("--out", type=Path, action="append", default=[], metavar="FILE")

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        owner = _organisation(options["owner"])
        snapshot = self._snapshot(options, owner, by, at)
        about = _about(options, owner)
        maker = about if isinstance(about, Organisation) else owner
        order = making.Order(options["kind"], about, maker)
        report = making.make_report(snapshot=snapshot, order=order, by=by, at=at)
        written = [self._write(report, path) for path in options["out"]]
        self._tell(report, written, options)
        return None

    def _snapshot(self, options: dict[str, Any], owner: Organisation, by: Any, at: Any) -> Snapshot:
        try:
            period = periods.parse(options["period"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        take = closing.close_period if options["close"] else closing.take_snapshot
        return take(owner=owner, period=period, soon_days=settings.DUE_SOON_DAYS, by=by, at=at)

    def _write(self, report: Report, path: Path) -> str:
        found = files.written(report, path.suffix.lower().lstrip("."))
        if found is None:
            raise CommandError(f"{path}: only .docx, .pdf, .xlsx and .pptx can be written.")
        path.write_bytes(found.content)
        return str(path)

    def _tell(self, report: Report, written: list[str], options: dict[str, Any]) -> None:
        snapshot = report.snapshot
        facts = {
            "report": report.pk,
            "abstract": report.draft.abstract,
            "as_of": snapshot.day.isoformat(),
            "final": snapshot.is_final,
            "sha256": snapshot.sha256,
            "files": written,
        }
        if options["format"] == "json":
            self.print_json(facts)
        else:
            self.print_table(facts.items())


def _organisation(code: str) -> Organisation:
    found = Organisation.objects.filter(code__iexact=code.strip()).select_related("unit").first()
    if found is None:
        raise CommandError(f"There is no organisation {code}.")
    return found


def _about(options: dict[str, Any], owner: Organisation) -> Organisation | Programme:
    wanted = definitions()[options["kind"]].about
    code = (options["about"] or "").strip()
    if wanted == SubjectKind.PROVINCE:
        return owner
    if not code:
        raise CommandError("Say whom the report is about: --about CODE")
    if wanted == SubjectKind.PROGRAMME:
        found = Programme.objects.filter(code__iexact=code).select_related("owner").first()
        if found is None:
            raise CommandError(f"There is no programme {code}.")
        return found
    return _organisation(code)
