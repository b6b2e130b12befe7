"""`sauro country`: questions about all provinces, asked of an export on one machine or many."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.engines import country
from sauro.shell.commanding import SauroCommand
from sauro.shell.country import answering
from sauro.shell.country.answering import DASK, ENGINES, Answer
from sauro.shell.country.league import LEVELS as LEAGUES
from sauro.shell.country.lookalikes import ALIKE
from sauro.shell.country.outliers import FAR
from sauro.shell.country.rollups import LEVELS as TOTALS

_HELP = {
    "rollups": "totals of the country by indicator and period; a ratio is the ratio of its sums",
    "league": "provinces or communes in the order of one indicator",
    "outliers": "figures far from those of the same kind of unit anywhere in the country",
    "lookalikes": "tasks of any two provinces that look like the same work",
    "check": "hash every byte and count every row of the export",
}


class Command(SauroCommand):
    """Asks an export; an answer once found is kept in DIR/_results until the export changes."""

    help = "Totals, league tables, outliers and near-duplicates over all provinces."
    example = (
        "sauro country rollups /srv/country --period 2025-06\n"
        "  sauro country league /srv/country --indicator CAP-QUANG --by commune --top 20\n"
        "  sauro country outliers /srv/country --engine dask --scheduler tcp://10.0.0.5:8786\n"
        "  sauro country lookalikes /srv/country --format json\n"
        "  sauro country check /srv/country"
    )

    requires_system_checks = ()  # neither pages nor the database are needed

    def more_arguments(self, parser: CommandParser) -> None:
        questions = parser.add_subparsers(dest="question", required=True, metavar="QUESTION")
        added = {name: questions.add_parser(name, help=words) for name, words in _HELP.items()}
        for name, one in added.items():
            one.add_argument("folder", metavar="DIR", type=Path)
            one.add_argument("--format", choices=("text", "json"), default="text")
            if name == "check":
                continue
            one.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
            one.add_argument(
                "--scheduler",
                default=os.environ.get("SAURO_DASK", ""),
                metavar="ADDRESS",
                help="of a running Dask scheduler, or SAURO_DASK; in this process without one",
            )
            one.add_argument("--fresh", action="store_true", help="ask again, whatever was kept")
            if name != "rollups":
                one.add_argument("--top", type=int, default=0, metavar="N", help="only the first N")
            if name != "lookalikes":
                one.add_argument("--period", default="", metavar="CODE", help="2025-06, 2025-Q2")
                one.add_argument("--indicator", default="", metavar="CODE")
        added["rollups"].add_argument("--by", choices=TOTALS, default=TOTALS[0])
        added["league"].add_argument("--by", choices=LEAGUES, default=LEAGUES[0])
        added["outliers"].add_argument(
            "--far", type=float, default=FAR, help="robust distances from the middle"
        )
        added["lookalikes"].add_argument(
            "--threshold", type=float, default=ALIKE, help="of likeness, 0 to 100"
        )

    def run(self, **options: Any) -> int | None:
        try:
            if options["question"] == "check":
                self._check(options)
                return None
            answer = answering.answer(
                folder=options["folder"],
                question=options["question"],
                arguments={name: options[name] for name in answering.ARGUMENTS if name in options},
                engine=DASK if options["scheduler"] else options["engine"],
                scheduler=options["scheduler"],
                fresh=options["fresh"],
                progress=self._progress,
            )
        except KeyboardInterrupt as error:
            raise CommandError("Cancelled; nothing is kept, ask again at any time.") from error
        if options["format"] == "json":
            self.print_json(
                {"question": options["question"], "kept": answer.kept, "answer": answer.value}
            )
        else:
            self._print(options["question"], answer)
        return None

    def _check(self, options: dict[str, Any]) -> None:
        country.require("pyarrow")
        found = country.verified(options["folder"])
        told = {
            "folder": str(found.path),
            "digest": found.digest,
            "rows": found.rows,
            "partitions": {one.code: one.as_of for one in found.partitions},
        }
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.stdout.write(
                f"{found.path}: whole, {len(found.partitions)} provinces, {found.rows} rows"
            )

    def _print(self, question: str, answer: Answer) -> None:
        head, rows = answering.lines(question, answer.value)
        self.print_table([head, *rows])
        if answer.kept:
            self.stderr.write("kept from before; --fresh asks again")

    def _progress(self, done: int, total: int) -> None:
        """How many parts are done: one line that moves, or ten lines in a log."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")
        elif done == total or done % max(1, total // 10) == 0:
            self.stderr.write(f"{done}/{total}")
