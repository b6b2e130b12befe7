"""Load the central agencies and the collective names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.orgs import services


class Command(BaseCommand):
    """Idempotent: the second run finds nothing to write."""

    help = "Load central agencies and collective names. Example: sauro load_orgs_reference"

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        at = clock.now()
        loaded = services.load_reference(by=accounts.system_person(at=at), at=at)
        self.stdout.write(f"written: {loaded.written or 'nothing'}")
