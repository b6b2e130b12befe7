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
        parser.add_argument(
            "--new-passwords",
            action="store_true",
            help="give the people of a loaded demonstration new passwords, and load nothing",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        written, counts = False, {}
        if options["new_passwords"]:
            at = clock.now()
            logins.renew_logins(by=accounts.system_person(at=at), at=at)
        elif not loading.is_loaded() and not (options["if_empty"] and loading.has_programmes()):
            loaded = _load()
            written, counts = loaded.written, loaded.counts
        shown = logins.kept_logins() if loading.is_loaded() else []
        if options["format"] == "json":
            self._print_json(written, counts, shown)
        else:
            self._print(counts, shown)

    def _print(self, counts: dict[str, int], shown: list[logins.Login]) -> None:
        if counts:
            self.stdout.write(f"Loaded: {', '.join(f'{n} {what}' for what, n in counts.items())}.")
        else:
            self.stdout.write("Nothing was loaded: programmes are there already.")
        for login in shown:
            self.stdout.write(f"  {login.username:<14}{login.password:<18}{login.words}")
        if loading.is_loaded() and not shown:
            self.stdout.write("The log-ins were lost. Make new ones: sauro demo --new-passwords")

    def _print_json(self, written: bool, counts: dict[str, int], shown: list[logins.Login]) -> None:
        people = [{"username": one.username, "password": one.password} for one in shown]
        plain = {"written": written, "counts": counts, "logins": people}
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))


def _load() -> loading.Loaded:
    at = clock.now()
    by = accounts.system_person(at=at)
    try:
        return loading.load(by=by, at=at, logins=logins.ensure_logins())
    except DomainError as refused:
        raise CommandError(
            f"The demonstration collides with data that is there already: {refused}"
        ) from refused
