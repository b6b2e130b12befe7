"""Alerts of the day of loading: found by the rules, some answered, some put aside."""

from __future__ import annotations

from datetime import timedelta

from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import handling, running, setting
from sauro.shell.demonstration.present import MAIN
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import Stage, pick

_SNOOZED_FOR = 20  # days, and some more


def watch(stage: Stage) -> None:
    """One province follows silence more closely; then one search, and what people say of it."""
    setting.set_rule(
        owner=stage.organisations[MAIN],
        code="task_silent",
        is_on=True,
        level="warning",
        limits={"days": 40},
        by=stage.monitor(MAIN),
        at=stage.moment(stage.later(stage.today, -15), "alert rule"),
    )
    running.run(by=stage.by, at=stage.at)
    for place, row in enumerate(rows("alert_words")):
        _say(stage, row, place)


def _say(stage: Stage, row: dict[str, str], place: int) -> None:
    """Say it of one alert of the rule in the province; of none when the rule found nothing."""
    owner = stage.organisations[row["province"]]
    found = Alert.objects.going_on().filter(
        rule=row["rule"],
        owner__path__startswith=owner.path,
        acknowledged_at__isnull=True,
        snoozed_at__isnull=True,
    )
    chosen = list(found.order_by("pk")[:20])
    if not chosen:
        return
    alert = chosen[pick(f"alert{place}", len(chosen))]
    by = stage.people.get(f"{row['province']}-UBND.deputy") or stage.monitor(row["province"])
    if row["what"] == "snooze":
        until = stage.today + timedelta(days=_SNOOZED_FOR + place)
        handling.snooze(alert=alert, until=until, reason=row["words"], by=by, at=stage.at)
    else:
        handling.acknowledge(alert=alert, reason=row["words"], by=by, at=stage.at)
