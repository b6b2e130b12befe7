"""The alerts that the rules find in all of it, and a rule that the monitor set."""

from __future__ import annotations

from conftest import NOW
from sauro.domains.accounts import services as account_services
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import running, setting
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """One search, after everything else is there."""
    things = world.things
    things["alert_rule"] = setting.set_rule(
        owner=things["province"],
        code="task_late",
        is_on=True,
        level="warning",
        limits={"days": 0, "serious": 40},
        **said_by(world),
    )
    running.run(by=account_services.system_person(at=NOW), at=NOW)
    late = str(things["late_task"].pk)
    things["alert"] = Alert.objects.get(rule="task_late", subject_id=late)
