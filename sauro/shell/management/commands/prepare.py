"""`sauro prepare`: the reference lists a new database needs."""

from __future__ import annotations

from typing import Any

from sauro.core import clock
from sauro.domains.orgs import services as orgs
from sauro.domains.territory import services as territory
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Loads administrative units and central agencies; lists that are loaded stay as they are."""

    help = "Load the lists of administrative units and of central agencies."
    example = "sauro migrate && sauro prepare"
    prints_data = True
    acts = True

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        units = territory.load_units(by=by, at=at)
        agencies = orgs.load_reference(by=by, at=at)
        told = {
            "units_created": sum(units.created.values()),
            "units_changed": sum(units.updated.values()),
            "agencies_written": sum(agencies.written.values()),
        }
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return None
