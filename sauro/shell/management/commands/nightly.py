"""`sauro nightly`: what is done once every night."""

from __future__ import annotations

from typing import Any

from sauro.core import clock
from sauro.domains.alerts.services import running
from sauro.shell import nightly
from sauro.shell.commanding import FAILED, SauroCommand


class Command(SauroCommand):
    """Seals the record of events, drops what is old, reads files, checks tasks and totals."""

    help = (
        "Seal the record of events, drop what is old, read attached files, check tasks and totals, "
        "look for alerts. "
        "The schedule of `sauro serve` and `sauro work` does so every night."
    )
    example = "sauro nightly"
    prints_data = True

    def run(self, **options: Any) -> int | None:
        by = self.actor(options)
        looked = running.run(by=by, at=clock.now())  # first, so that its event is sealed too
        told = nightly.run(by=by, at=clock.now())
        told |= {"alerts_opened": looked.opened, "alerts_closed": looked.closed}
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return FAILED if any(told[name] for name in nightly.WRONG) else None
