"""What happens by the clock, without anybody asking for it."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from sauro.engines.jobs.schedule import Entry

SCHEDULE: tuple[Entry, ...] = (
    Entry(
        "deliver",
        _("Deliver notices"),
        "sauro.engines.notify.scheduled.deliver",
        minutes=2,
    ),
    Entry(
        "remind",
        _("Remind of days that come near"),
        "sauro.engines.notify.scheduled.remind",
        at=time(6, 30),
        working_days=True,
    ),
    Entry(
        "digests",
        _("Gather daily digests"),
        "sauro.engines.notify.scheduled.digests",
        minutes=15,
    ),
    Entry("alerts", _("Look for alerts"), "sauro.domains.alerts.scheduled.run", at=time(1, 45)),
    Entry("nightly", _("Nightly checks"), "sauro.shell.nightly.scheduled", at=time(1, 30)),
)
