"""The alerts of a record, on the page of that record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from sauro.domains.alerts import sentences
from sauro.domains.alerts.alert_page import list_url
from sauro.domains.alerts.labels import LEVEL_NAMES, RULE_NAMES, STATE_NAMES, TONES
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.standing import state_of
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.engines import access
from sauro.engines.subjects.pages import Panel


def panels(*, user: Any, kind: str, record: Any, today: date) -> list[Panel]:
    """The alerts going on of a record, the gravest first; one SQL, none for outsiders."""
    if not access.can(user, Perm.VIEW):
        return []
    key = (kind, str(record.pk))
    found = selectors.alerts_on(keys=[key], user=user).get(key, [])
    if not found:
        return []
    shown = found[: selectors.SHOWN_ON_PAGE]
    context = {
        "lines": [_line(one, today) for one in shown],
        "more": len(found) - len(shown),
        "all_url": list_url(rule=found[0].rule, q=found[0].label[:60]),
    }
    return [Panel("alerts/_panel.html", context)]


def _line(alert: Alert, today: date) -> dict[str, Any]:
    tone, sign = TONES[alert.level]
    state = state_of(
        closed=False,
        acknowledged=alert.acknowledged_at is not None,
        snoozed_until=alert.snoozed_until,
        today=today,
    )
    return {
        "tone": tone,
        "sign": sign,
        "level": LEVEL_NAMES[alert.level],
        "rule": RULE_NAMES[alert.rule],
        "sentence": sentences.sentence(alert, today=today),
        "state": state.value,
        "state_words": STATE_NAMES[state],
        "page": reverse("alert_detail", args=[alert.pk]),
    }
