"""What is done once every night, by the schedule or by `sauro nightly`."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.accounts import services as accounts
from sauro.domains.bottlenecks.services import blocking
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.services import totals, uploads
from sauro.domains.programmes.selectors import soundness
from sauro.engines.history import reading
from sauro.engines.jobs import services as job_services
from sauro.engines.notify.services import tidying
from sauro.shell import indexing

SHOWN = 20
WRONG = ("broken_events", "totals_put_right", "tasks_out_of_step")


class NightlyFoundFaults(DomainError):
    """Something in the records is not as it should be."""

    code = "nightly_found_faults"


def run(*, by: Any, at: datetime) -> dict[str, Any]:
    """What was sealed, dropped, read and put right, and what is wrong."""
    broken = list(islice(reading.broken_links(), SHOWN))
    wrong = _totals_put_right()
    return {
        "sealed": reading.seal(),
        "broken_events": broken,
        "sessions_dropped": Session.objects.filter(expire_date__lt=at).delete()[0],
        "background_dropped": job_services.tidy(at=at),
        "notices_dropped": tidying.tidy(at=at),
        "uploads_dropped": uploads.drop_old(by=by, at=at),
        "files_read": dict(indexing.index(by=by, at=at)),
        "totals_put_right": wrong,
        "blocked_put_right": sum(blocking.recount(by=by, at=at)),
        "tasks_out_of_step": list(
            soundness.tasks_out_of_step().values_list("pk", flat=True)[:SHOWN]
        ),
    }


def scheduled(*, at: datetime) -> None:
    """The same at the hour of the schedule; raises when something is wrong, so that it is seen."""
    told = run(by=accounts.system_person(at=at), at=at)
    wrong = {name: told[name] for name in WRONG if told[name]}
    if wrong:
        raise NightlyFoundFaults(
            _("The nightly checks found faults: %(what)s") % {"what": str(wrong)[:500]}
        )


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
