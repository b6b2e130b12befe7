"""What the page of an alert and the figures over alerts show, ready to print."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.alerts import records, sentences
from sauro.domains.alerts.labels import (
    FAMILIES,
    LEVEL_NAMES,
    RULE_NAMES,
    RULE_TEXTS,
    STATE_NAMES,
    TONES,
    limit_name,
)
from sauro.domains.alerts.models import Alert, AlertRule
from sauro.domains.alerts.rules.catalogue import ORGANISATION, RULES, RuleCode, Setting
from sauro.domains.alerts.rules.standing import state_of
from sauro.domains.alerts.selectors.alerts import AgencyCount, RuleCount
from sauro.domains.explanations import links as explanation_links
from sauro.domains.explanations.permissions import Perm as Explanations
from sauro.engines import access
from sauro.engines.history import reading


def list_url(**filters: str) -> str:
    """The list of alerts with filters."""
    return f"{reverse('alert_list')}?{urlencode(filters)}"


def shown(alert: Alert, *, user: Any, today: date) -> dict[str, Any]:
    """An alert in words, with where its record is."""
    records.place([alert], user=user)
    row: Any = alert
    tone, sign = TONES[alert.level]
    state = state_of(
        closed=alert.closed_at is not None,
        acknowledged=alert.acknowledged_at is not None,
        snoozed_until=alert.snoozed_until,
        today=today,
    )
    return {
        "alert": alert,
        "name": row.record_name,
        "url": row.record_url,
        "sentence": sentences.sentence(alert, today=today),
        "rule": RULE_NAMES[alert.rule],
        "rule_text": RULE_TEXTS[alert.rule],
        "level": LEVEL_NAMES[alert.level],
        "tone": tone,
        "sign": sign,
        "state": state.value,
        "state_words": STATE_NAMES[state],
        "limits": limits_in_words(alert.rule, alert.facts),
        "parts_url": f"{row.record_url}#parts" if "parts" in alert.facts else "",
        "page": reverse("alert_detail", args=[alert.pk]),
    }


def limits_in_words(code: str, limits: Any) -> list[dict[str, Any]]:
    """The limits of a rule with their values, in order."""
    return [
        {"name": limit_name(code, limit.name), "value": limits.get(limit.name)}
        for limit in RULES[code].limits
    ]


def ask_url(alert: Alert, *, user: Any) -> str:
    """Where the person asks for an explanation about the record; empty when he may not."""
    if not access.can(user, Explanations.ASK, alert.owner.path):
        return ""
    kind, number = alert.subject_kind, alert.subject_id
    if alert.rule == RuleCode.UNIT_GAP:  # the unit explains its figure, not the owner of the list
        kind, number = ORGANISATION, alert.part
    return explanation_links.ask_url(
        kind=kind, number=number, cause=alert.rule, alert=str(alert.pk)
    )


def history_of(alert: Alert) -> list[dict[str, Any]]:
    """What happened to an alert, newest first."""
    lines = [
        {"title": one.label, "at": one.at, "by": one.by_name, "note": one.note or _levels(one)}
        for one in reading.timeline(alert)
        if one.kind not in ("alerts.alert.opened", "alerts.alert.closed")
    ]
    lines.append({"title": _("Alert opened"), "at": alert.opened_at, "by": "", "note": ""})
    if alert.closed_at is not None:
        reason = alert.get_close_reason_display()
        lines.append({"title": _("Alert closed"), "at": alert.closed_at, "by": "", "note": reason})
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def _levels(line: reading.Entry) -> str:
    """From which level to which an alert rose."""
    words = [(old, new) for name, old, new in line.changes if name == "level"]
    return " → ".join(str(LEVEL_NAMES[level]) for pair in words for level in pair)


def rule_history(rule: AlertRule) -> list[dict[str, Any]]:
    """What was decided about a rule, newest first, number by number."""
    words = {"is_on": _("The rule is in use"), "level": _("Severity")}
    words |= {one.name: limit_name(rule.code, one.name) for one in RULES[rule.code].limits}
    return [
        {
            "title": one.label,
            "at": one.at,
            "by": one.by_name,
            "changes": [
                {"label": words[name], "before": _told(name, old), "after": _told(name, new)}
                for name, old, new in one.changes
                if name in words and old != new
            ],
        }
        for one in reading.timeline(rule)
    ]


def _told(name: str, value: Any) -> str:
    """A number, a level, or yes and no, as a person reads it."""
    if value is None:
        return ""
    if name == "level":
        return str(LEVEL_NAMES.get(value, value))
    return (str(_("Yes")) if value else str(_("No"))) if name == "is_on" else str(value)


def rule_counts(counts: list[RuleCount]) -> list[dict[str, Any]]:
    """The counts of rules with links to their rows."""
    return [
        {
            "name": RULE_NAMES[one.code],
            "total": one.total - one.snoozed,
            "serious": one.serious,
            "acknowledged": one.acknowledged,
            "snoozed": one.snoozed,
            "url": list_url(rule=one.code),
            "serious_url": list_url(rule=one.code, level="serious"),
            "acknowledged_url": list_url(rule=one.code, state="acknowledged"),
            "snoozed_url": list_url(rule=one.code, state="snoozed"),
        }
        for one in counts
    ]


def agency_counts(counts: list[AgencyCount]) -> list[dict[str, Any]]:
    """The counts of agencies with links to their rows."""
    return [
        {
            "agency": one.organisation,
            "total": one.total,
            "serious": one.serious,
            "unanswered": one.unanswered,
            "url": list_url(agency=one.organisation.code),
            "serious_url": list_url(agency=one.organisation.code, level="serious"),
            "unanswered_url": list_url(agency=one.organisation.code, state="open"),
        }
        for one in counts
    ]


def rule_lines(
    settings_of: Any, kept: dict[str, AlertRule], query: str, *, by_programme: bool
) -> list[dict[str, Any]]:
    """The rules by family, each with how it is applied and who decided it."""
    families: dict[str, list[dict[str, Any]]] = {}
    for code, rule in RULES.items():
        if by_programme and not rule.by_programme:
            continue
        setting: Setting = settings_of(code)
        families.setdefault(rule.family, []).append(
            {
                "code": code,
                "name": RULE_NAMES[code],
                "text": RULE_TEXTS[code],
                "is_on": setting.is_on,
                "level": LEVEL_NAMES[setting.level],
                "tone": TONES[setting.level][0],
                "sign": TONES[setting.level][1],
                "limits": limits_in_words(code, setting.limits),
                "decided": kept.get(code),
                "url": f"{reverse('alert_rule', args=[code])}?{query}",
            }
        )
    return [{"name": FAMILIES[family], "rules": lines} for family, lines in families.items()]
