"""List published figures beside the computed ones."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.shell import published


class Command(BaseCommand):
    """Exit code 0 when every figure is the same, 1 otherwise."""

    help = "Published figures and what the records give. Example: sauro published --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        rows = published.published_rows(
            user=accounts.system_person(at=clock.now()),
            today=clock.today(),
            soon_days=settings.DUE_SOON_DAYS,
        )
        if options["format"] == "json":
            plain = [row.plain() for row in rows]
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            for row in rows:
                self.stdout.write(_line(row))
        if all(row.computed is None for row in rows):
            self.stderr.write("There are no records to count. Load them first: sauro demo")
        if not published.all_match(rows):
            sys.exit(1)


def _line(row: published.Row) -> str:
    figure = row.figure
    signs = ("<", "≮") if figure.more_than else ("=", "≠")
    verdict = signs[0] if row.match else signs[1]
    return (
        f"{figure.as_of:%d/%m/%Y}  {figure.province}: {figure.what}: "
        f"{figure.published} {verdict} {row.computed}"
    )
