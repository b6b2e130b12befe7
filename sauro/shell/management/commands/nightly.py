"""`sauro nightly`: what is done once every night."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib.sessions.models import Session

from sauro.core import clock
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.services import totals, uploads
from sauro.domains.programmes.selectors import soundness
from sauro.engines.history import reading
from sauro.engines.jobs import services as job_services
from sauro.shell.commanding import FAILED, SauroCommand

SHOWN = 20


class Command(SauroCommand):
    """Seals the record of events, drops what is old, checks tasks and totals."""

    help = "Seal the record of events, drop old sessions and files, check tasks and totals."
    example = "sauro nightly"
    prints_data = True

    def run(self, **options: Any) -> int | None:
        broken = list(islice(reading.broken_links(), SHOWN))
        wrong = _totals_put_right()
        told = {
            "sealed": reading.seal(),
            "broken_events": broken,
            "sessions_dropped": Session.objects.filter(expire_date__lt=clock.now()).delete()[0],
            "background_dropped": job_services.tidy(at=clock.now()),
            "uploads_dropped": uploads.drop_old(by=self.actor(options), at=clock.now()),
            "totals_put_right": wrong,
            "tasks_out_of_step": list(
                soundness.tasks_out_of_step().values_list("pk", flat=True)[:SHOWN]
            ),
        }
        if options["format"] == "json":
            self.print_json(told)
        else:
            self.print_table(told.items())
        return FAILED if broken or wrong or told["tasks_out_of_step"] else None


def _totals_put_right() -> list[dict[str, Any]]:
    """Totals of figures that were not what their figures add up to, and now are."""
    found: list[dict[str, Any]] = []
    for indicator in Indicator.objects.order_by("pk"):
        differing = list(totals.differences(indicators=[indicator.pk]))
        if differing:
            totals.rebuild(indicators=[indicator.pk])
        found += [
            {
                "indicator": indicator.code,
                "organisation": one.organisation_id,
                "period": one.period,
                "stored": one.stored.total,
                "expected": one.expected.total,
            }
            for one in differing[: SHOWN - len(found)]
        ]
    return found
