"""What every `sauro` command shares: an example in its help, `--as`, `--format`, exit codes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts import services as account_services
from sauro.domains.accounts.models import User

OK, FAILED, HAS_ERRORS = 0, 1, 2
EXIT_CODES = "exit codes: 0 done, 1 refused or failed, 2 errors in the input"


class SauroCommand(BaseCommand):
    """A command with an example; refusals of the domain end with exit code 1."""

    example = ""
    prints_data = False
    acts = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs["epilog"] = f"example:\n  {self.example}\n\n{EXIT_CODES}"
        name = subcommand.replace("_", "-")
        return super().create_parser(prog_name, name, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        if self.prints_data:
            parser.add_argument("--format", choices=("text", "json"), default="text")
        if self.acts:
            parser.add_argument(
                "--as",
                dest="username",
                metavar="USER",
                help="act as this person, not as the system",
            )
        self.more_arguments(parser)

    def more_arguments(self, parser: CommandParser) -> None:
        """Arguments of this command alone."""

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            code = self.run(**options)
        except DomainError as error:
            raise CommandError(str(error), returncode=FAILED) from error
        if code:
            sys.exit(code)

    def run(self, **_options: Any) -> int | None:
        """Do the work and give the exit code."""
        raise CommandError("This command does nothing.")

    def actor(self, options: dict[str, Any]) -> User:
        """The person given by `--as`, or the named system person."""
        username = options.get("username")
        if not username:
            return account_services.system_person(at=clock.now())
        found = User.objects.filter(username__iexact=username, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no active account named {username}.")
        return found

    def print_json(self, value: Any) -> None:
        """A value as indented JSON with Vietnamese letters as they are."""
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def print_table(self, rows: Iterable[Iterable[Any]]) -> None:
        """Rows as columns of even width."""
        cells = [[str(value) for value in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)] if cells else []
        for row in cells:
            line = "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())
