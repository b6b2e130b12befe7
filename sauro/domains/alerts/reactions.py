"""What alerts do about events of records and rules."""

from __future__ import annotations

from sauro.domains.accounts import services as account_services
from sauro.domains.alerts.services import refreshing, running
from sauro.domains.orgs.models import Organisation
from sauro.engines.history.models import Event
from sauro.engines.history.recording import takes_many


class _Doer:
    """Who did what ended or began a cause, as the event names him; read from nowhere else."""

    def __init__(self, event: Event) -> None:
        self.pk, self._name = event.by_id, event.by_name

    def __str__(self) -> str:
        return self._name


@takes_many
def look_at_tasks(events: list[Event]) -> None:
    """After steps on tasks: their alerts open and close at once."""
    refreshing.refresh_tasks(
        task_ids={int(event.subject_id) for event in events},
        by=_Doer(events[0]),
        at=events[0].at,
    )


@takes_many
def look_at_records(events: list[Event]) -> None:
    """After steps on explanations, bottlenecks, drafts or targets: their alerts follow at once."""
    refreshing.refresh_records(
        kind=events[0].subject_type,
        ids={int(event.subject_id) for event in events},
        by=_Doer(events[0]),
        at=events[0].at,
    )


@takes_many
def look_at_forms(events: list[Event]) -> None:
    """After steps on forms: the alerts that they end close at once."""
    refreshing.refresh_forms(
        submission_ids={int(event.subject_id) for event in events},
        by=_Doer(events[0]),
        at=events[0].at,
    )


def apply_rule(event: Event) -> None:
    """After a rule was set: its alerts follow at once, in the place for which it was set."""
    owner = Organisation.objects.filter(code=event.after.get("owner", "")).first()
    if owner is not None:
        system = account_services.system_person(at=event.at)
        running.run(owner=owner, codes=[event.subject_label], by=system, at=event.at)
