"""`sauro import-plan`: a plan's annex into a programme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from sauro.core import clock
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.services import plans, programmes
from sauro.domains.programmes.staging.plan import Staging
from sauro.engines.office.grid import Limits
from sauro.shell.commanding import HAS_ERRORS, SauroCommand


class Command(SauroCommand):
    """Reads the annex of a plan and shows, or writes, what it would do to a programme."""

    help = "Read the Word or Excel annex of a plan into a programme."
    example = (
        "sauro import-plan phu-luc.docx --programme DN-2026 --create"
        ' --title "Kế hoạch 2026" --accept'
    )
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--kind", choices=("tasks", "targets", "auto"), default="auto")
        parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
        parser.add_argument("--accept", action="store_true", help="write what was staged")
        parser.add_argument("--skip-errors", action="store_true", help="leave out rows with errors")
        parser.add_argument("--create", action="store_true", help="make the programme if missing")
        parser.add_argument("--title", default="", help="title of a programme that is made")
        parser.add_argument(
            "--owner", metavar="CODE", help="organisation that owns a new programme"
        )

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        data = _content(options["file"])
        note = ""
        programme = (
            visibility.visible_programmes(user=by)
            .select_related("owner")
            .filter(code=options["programme"].strip().upper())
            .first()
        )
        if programme is None:
            programme, note = self._new_programme(by, at, options)
        staging = plans.stage_file(
            programme=programme,
            data=data,
            file_name=options["file"].name,
            kind=options["kind"],
            by=by,
            at=at,
        )
        return self._finish(staging, options, by=by, at=at, note=note)

    def _finish(
        self, staging: Staging, options: dict[str, Any], *, by: Any, at: Any, note: str
    ) -> int | None:
        summary = staging.report.summary()
        if note:
            summary["warnings"].insert(0, {"where": options["file"].name, "message": note})
        stopped = bool(summary["errors"]) and not options["skip_errors"]
        written = options["accept"] and not options["dry_run"] and not stopped
        if written:
            with transaction.atomic():
                if staging.programme.pk is None:
                    staging = self._with_programme(staging, by=by, at=at)
                plans.accept_staging(
                    staging=staging,
                    by=by,
                    at=at,
                    skip_errors=options["skip_errors"],
                    source=options["file"].name,
                )
        if options["format"] == "json":
            self.print_json(summary)
        else:
            self._print(summary, written=written)
        return HAS_ERRORS if summary["errors"] else None

    def _new_programme(self, by: Any, at: Any, options: dict[str, Any]) -> tuple[Programme, str]:
        if not options["create"]:
            raise CommandError(
                f"There is no programme {options['programme']}; --create makes it.", returncode=1
            )
        owner, note = self._owner(options.get("owner"), by, at)
        made = Programme(
            owner=owner,
            code=options["programme"].strip().upper(),
            title=options["title"] or options["file"].stem,
            starts_on=clock.today().replace(month=1, day=1),
        )
        return made, note

    def _with_programme(self, staging: Staging, *, by: Any, at: Any) -> Staging:
        draft = staging.programme
        staging.programme = programmes.create_programme(
            owner=draft.owner,
            code=draft.code,
            title=draft.title,
            starts_on=draft.starts_on,
            by=by,
            at=at,
        )
        return staging

    def _owner(self, code: str | None, by: Any, at: Any) -> tuple[Organisation, str]:
        if code:
            found = Organisation.objects.filter(code__iexact=code).first()
            if found is None:
                raise CommandError(f"There is no organisation with the code {code}.")
            return found, ""
        home = None if by.is_system else org_selectors.home_organisation(user=by)
        if home is not None:
            return org_selectors.province_root_of(organisation=home) or home, ""
        provinces = list(Organisation.objects.filter(kind="province", valid_to=None)[:2])
        if len(provinces) == 1:
            return provinces[0], ""
        root = org_selectors.national_root()
        if root is None:
            org_services.load_reference(by=by, at=at)
            root = org_selectors.national_root()
            assert root is not None, "the reference plants the national root"
        return root, f"The owner is {root}; --owner CODE names another one."

    def _print(self, summary: dict[str, Any], *, written: bool) -> None:
        self.print_table(
            [(name, summary[name]) for name in summary if name not in ("errors", "warnings")]
        )
        for level in ("errors", "warnings"):
            for note in summary[level]:
                self.stdout.write(f"{level[:-1]}: {note['where']}: {note['message']}")
        self.stdout.write("written" if written else "nothing was written")


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > Limits().megabytes * 1_000_000:
            raise CommandError(f"{path.name}: the file is larger than {Limits().megabytes} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
