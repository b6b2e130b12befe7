"""`sauro serve`: the web server; its own entry in the list of commands and its help."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import CommandParser
from django.utils.module_loading import import_string

from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Serves the pages and the API until it is stopped."""

    help = "Start the web server."
    example = "PORT=8123 sauro serve --workers 2"

    def more_arguments(self, parser: CommandParser) -> None:
        import_string("sauro.config.serving.arguments")(parser)

    def run(self, **options: Any) -> int | None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.config.settings")
        names = ("host", "port", "workers", "threads", "worker")
        import_string("sauro.config.serving.run")(**{name: options[name] for name in names})
        return None
