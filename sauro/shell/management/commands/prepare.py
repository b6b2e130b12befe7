"""`sauro prepare`: the reference lists a new database needs, and the province it is for."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from sauro.core import clock
from sauro.domains.orgs import services as orgs
from sauro.domains.territory import selectors as territory_selectors
from sauro.domains.territory import services as territory
from sauro.domains.territory.models import Unit
from sauro.engines import text
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Loads units and central agencies, then makes a province; what exists stays as it is."""

    help = (
        "Load the lists of administrative units and of central agencies; with --province also make "
        "the province with its usual agencies, their posts and the committees of its communes."
    )
    example = 'sauro migrate && sauro prepare --province "Lào Cai"'
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--province", metavar="UNIT", help="name or official code of the unit, for example 15"
        )
        parser.add_argument(
            "--code", default="", help="code of the new province; its initials when left out"
        )

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        with transaction.atomic():
            units = territory.load_units(by=by, at=at)
            agencies = orgs.load_reference(by=by, at=at)
            told: dict[str, Any] = {
                "units_created": sum(units.created.values()),
                "units_changed": sum(units.updated.values()),
                "agencies_written": sum(agencies.written.values()),
            }
            if options.get("province"):
                unit = _unit(options["province"])
                made = orgs.found_province(unit=unit, code=options["code"], by=by, at=at)
                told |= {
                    "province": made.root.code,
                    "provincial_agencies_made": made.agencies,
                    "commune_committees_made": made.communes,
                }
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return None


def _unit(typed: str) -> Unit:
    """The province of today that a name, with or without marks, or an official code means."""
    wanted = text.fold(typed)
    for unit in territory_selectors.provinces():
        if wanted in (unit.code, text.fold(unit.name), text.fold(unit.full_name)):
            found: Unit = unit
            return found
    raise CommandError(f"There is no province {typed}; give its name or official code.")
