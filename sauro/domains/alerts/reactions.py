"""What alerts do about events of tasks, forms and rules."""

from __future__ import annotations

from typing import Any

from django.utils.functional import SimpleLazyObject

from sauro.domains.accounts import services as account_services
from sauro.domains.alerts.services import refreshing, running
from sauro.domains.orgs.models import Organisation
from sauro.engines.history.models import Event


def look_at_task(event: Event) -> None:
    """After a step on a task: its alerts open and close at once."""
    refreshing.refresh_task(task_id=int(event.subject_id), by=_system(event), at=event.at)


def look_at_form(event: Event) -> None:
    """After a step on a form: the alerts that it ends close at once."""
    refreshing.refresh_form(submission_id=int(event.subject_id), by=_system(event), at=event.at)


def apply_rule(event: Event) -> None:
    """After a rule was set: its alerts follow at once, in the place for which it was set."""
    owner = Organisation.objects.filter(code=event.after.get("owner", "")).first()
    if owner is not None:
        running.run(owner=owner, codes=[event.subject_label], by=_system(event), at=event.at)


def _system(event: Event) -> Any:
    """The system person, read only when there is something to record."""
    return SimpleLazyObject(lambda: account_services.system_person(at=event.at))
