"""`sauro doctor`: is everything as it should be, and if not, what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sauro.core import clock
from sauro.shell import doctor
from sauro.shell.commanding import FAILED, SauroCommand


class Command(SauroCommand):
    """Looks settings, database, folders and records over; exit code 1 when something is wrong."""

    help = "Look the installation over and say what to do where something is wrong."
    example = "sauro doctor --format json"
    prints_data = True
    requires_system_checks: list[str] = []  # what is wrong is told below, not instead

    def run(self, **options: Any) -> int | None:
        found = doctor.examine(now=clock.now(), today=clock.today())
        well = all(finding.ok for finding in found)
        if options["format"] == "json":
            self.print_json({"ok": well, "checks": [asdict(finding) for finding in found]})
        else:
            self.print_table(("ok" if one.ok else "WRONG", one.name, one.found) for one in found)
            for one in found:
                if not one.ok:
                    self.stdout.write(f"{one.name}: {one.advice}")
        return None if well else FAILED
