"""Load provinces and communes, with their changes and predecessors."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.territory import services


class Command(BaseCommand):
    """Idempotent: the second run finds nothing to write."""

    help = "Load the administrative units. Example: manage.py load_units --as admin"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as", dest="username", help="act as this person; by default the system person"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        username = options["username"]
        chosen = Q(username=username) if username else Q(is_system=True)
        person = get_user_model().objects.filter(chosen).order_by("pk").first()
        if person is None:
            raise CommandError("No such person to act as; name one with --as USERNAME.")
        try:
            loaded = services.load_units(by=person, at=clock.now())
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"created: {loaded.created or 'nothing'}")
        self.stdout.write(f"changed: {loaded.updated or 'nothing'}")
