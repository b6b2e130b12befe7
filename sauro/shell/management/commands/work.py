"""`sauro work`: carries out background work."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.urls import set_urlconf

from sauro.core import clock
from sauro.engines.jobs import worker
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Carries out imports and long files until it is stopped; several may run side by side."""

    help = "Carry out background work. `sauro serve` starts one of these itself."
    example = "sauro work --nice 10"
    requires_system_checks = ()  # they would load every page and the API

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when nothing waits")
        parser.add_argument(
            "--nice", type=int, default=0, help="10 leaves the machine to the pages"
        )
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")
        parser.add_argument("--parent", type=int, default=0, help="end when this process is gone")

    def run(self, **options: Any) -> int | None:
        if options["nice"]:
            os.nice(options["nice"])
        set_urlconf("sauro.config.page_urls")  # the API is a fifth of the memory, and unused here
        try:
            worker.work(
                now=clock.now,
                batch=options["batch"],
                interval=options["interval"],
                parent=options["parent"],
            )
        except worker.DatabaseBehind as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            set_urlconf(None)
        return None
