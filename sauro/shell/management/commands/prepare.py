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
        told = {"units": _plain(units), "agencies": _plain(agencies)}
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(
                (name, " ".join(f"{key} {n}" for key, n in counts.items()))
                for name, counts in told.items()
            )
        return None


def _plain(loaded: Any) -> dict[str, Any]:
    return {name: getattr(loaded, name) for name in loaded.__slots__}
