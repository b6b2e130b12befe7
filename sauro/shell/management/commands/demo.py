"""Load the demonstration and print the log-ins."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts import services as accounts
from sauro.shell.demonstration import loading, logins


class Command(BaseCommand):
    """Idempotent: the second run writes nothing and prints the same log-ins."""

    help = "Load five provinces with plans, people and progress. Example: sauro demo --if-empty"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are programmes already"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        if options["if_empty"] and loading.has_programmes():
            loaded = None
        else:
            loaded = _load()
        shown = logins.kept_logins()
        if options["format"] == "json":
            self.stdout.write(json.dumps(_plain(loaded, shown), ensure_ascii=False, indent=2))
        else:
            self._print(loaded, shown)

    def _print(self, loaded: loading.Loaded | None, shown: list[logins.Login]) -> None:
        if loaded is None or not loaded.written:
            self.stdout.write("The demonstration was not loaded: programmes are there already.")
        else:
            counts = ", ".join(f"{n} {name}" for name, n in loaded.counts.items())
            self.stdout.write(f"Loaded: {counts}.")
        for login in shown:
            self.stdout.write(f"  {login.username:<14}{login.password:<18}{login.words}")


def _load() -> loading.Loaded:
    at = clock.now()
    try:
        return loading.load(
            by=accounts.system_person(at=at), at=at, logins=logins.ensure_logins()
        )
    except DomainError as refused:
        raise CommandError(
            f"The demonstration stands beside other data that it collides with: {refused}"
        ) from refused


def _plain(loaded: loading.Loaded | None, shown: list[logins.Login]) -> dict[str, Any]:
    return {
        "written": bool(loaded and loaded.written),
        "counts": loaded.counts if loaded else {},
        "logins": [{"username": one.username, "password": one.password} for one in shown],
    }
