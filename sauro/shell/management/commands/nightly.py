"""`sauro nightly`: what is done once every night."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib.sessions.models import Session

from sauro.core import clock
from sauro.domains.programmes.selectors import soundness
from sauro.engines.history import reading
from sauro.engines.jobs import services as job_services
from sauro.shell.commanding import FAILED, SauroCommand

SHOWN = 20


class Command(SauroCommand):
    """Seals the record of events, drops what is old, checks the history of tasks."""

    help = "Seal the record of events, drop old sessions and files, check the history of tasks."
    example = "sauro nightly"
    prints_data = True

    def run(self, **options: Any) -> int | None:
        broken = list(islice(reading.broken_links(), SHOWN))
        told = {
            "sealed": reading.seal(),
            "broken_events": broken,
            "sessions_dropped": Session.objects.filter(expire_date__lt=clock.now()).delete()[0],
            "background_dropped": job_services.tidy(at=clock.now()),
            "tasks_out_of_step": list(
                soundness.tasks_out_of_step().values_list("pk", flat=True)[:SHOWN]
            ),
        }
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return FAILED if broken or told["tasks_out_of_step"] else None
