"""`sauro serve`: the web server."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Serves the pages and the API until it is stopped."""

    help = "Start the web server."
    example = "PORT=8123 sauro serve"

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--workers", type=int, default=1, help="processes; 2 on two cores")
        parser.add_argument("--threads", type=int, default=8, help="requests at once a process")

    def run(self, **options: Any) -> int | None:
        from granian import Granian
        from granian.constants import Interfaces

        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `sauro migrate` first.")
        connections.close_all()
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"Sáu Rõ: http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        Granian(
            "sauro.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            log_enabled=True,
            log_access=False,
        ).serve()
        return None
