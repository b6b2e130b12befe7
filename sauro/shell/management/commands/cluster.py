"""`sauro cluster`: the workers behind a scheduler, and whether they see the same folder."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from sauro.engines import country
from sauro.engines.country import cluster
from sauro.shell.commanding import FAILED, SauroCommand


class Command(SauroCommand):
    """Starts nothing: it looks at a scheduler and its workers that somebody else started."""

    help = "Show the workers of a Dask scheduler, and whether each sees the folder as we do."
    example = "sauro cluster /srv/country --scheduler tcp://10.0.0.5:8786"
    prints_data = True
    requires_system_checks = ()  # neither pages nor the database are needed

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, nargs="?")
        parser.add_argument(
            "--scheduler",
            default=os.environ.get("SAURO_DASK", ""),
            metavar="ADDRESS",
            help="of a running scheduler, or SAURO_DASK; threads of this process without one",
        )

    def run(self, **options: Any) -> int | None:
        country.require("distributed", "duckdb", "pyarrow")
        folder = options["folder"] and options["folder"].resolve()
        digest = country.opened(folder).digest if folder else None
        with cluster.connected(options["scheduler"]) as found:
            workers = found.seen(folder) if isinstance(found, cluster.Cluster) else []
        if not workers and options["format"] == "text":
            self.stdout.write("No scheduler is named: questions run in threads of this process.")
            return None
        alike = [folder is None or one.digest == digest for one in workers]
        if options["format"] == "json":
            self.print_json(
                {
                    "scheduler": options["scheduler"] or "in-process",
                    "folder": str(folder) if folder else None,
                    "workers": [
                        {**asdict(one), "same_folder": same if folder else None}
                        for one, same in zip(workers, alike, strict=True)
                    ],
                }
            )
        else:
            head = ("worker", "threads", "memory MB", "version", "sees the folder")
            self.print_table(
                [
                    head,
                    *(
                        (
                            *(one.address, one.threads, one.memory // 1_000_000, one.version),
                            "-" if folder is None else "yes" if same else "NO",
                        )
                        for one, same in zip(workers, alike, strict=True)
                    ),
                ]
            )
        return None if all(alike) else FAILED
