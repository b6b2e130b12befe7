"""Where the record of an alert is, for those who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.alerts.detecting.tasks import KEPT_BY_KEEPER
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import (
    BOTTLENECK,
    DRAFT,
    FORM,
    INDICATOR,
    ORGANISATION,
    PROGRAMME,
    REQUEST,
    SUBMISSION,
    TARGET,
    TASK,
    RuleCode,
)
from sauro.engines import access, subjects

# Pages whose address holds nothing but the number of the record.
_PAGES = {
    TASK: "task_detail",
    TARGET: "target_detail",
    INDICATOR: "indicator_detail",
    ORGANISATION: "organisation_detail",
    REQUEST: "explanation_detail",
    BOTTLENECK: "bottleneck_detail",
}
_ASKED_FOR = (DRAFT, SUBMISSION)  # who sees the alert does not always see the record


def place(rows: Sequence[Alert], *, user: Any) -> None:
    """Give each alert `record_name` and `record_url`; two SQL a kind for those that are asked for.

    An alert is seen by who oversees the province and by the unit that answers; nearly always they
    see the record too, and no question is needed.
    """
    over = access.scope(user, Perm.VIEW)
    unsure = [one for one in rows if _is_unsure(one, over)]
    keys = [(one.subject_kind, one.subject_id) for one in unsure]
    known = subjects.find(keys=keys, user=user) if keys else {}
    for one in rows:
        row: Any = one
        if one in unsure:
            found = known.get((one.subject_kind, one.subject_id))
            row.record_name = one.label or (found.label if found else _nameless(one))
            row.record_url = found.url if found else ""
        else:
            row.record_name = one.label or _nameless(one)
            row.record_url = _address(one)


def _is_unsure(alert: Alert, over: access.Scope) -> bool:
    if alert.subject_kind in _ASKED_FOR:
        return True
    return alert.rule in KEPT_BY_KEEPER and not over.covers(alert.owner.path)


def _address(alert: Alert) -> str:
    kind, number = alert.subject_kind, alert.subject_id
    if alert.rule == RuleCode.UNIT_GAP:
        return reverse("figure_detail", args=[number, alert.part, alert.facts["period"]])
    if alert.rule == RuleCode.UNIT_SILENT:
        return f"{reverse('completeness')}?form={alert.part}"
    if kind == FORM:
        return f"{reverse('completeness')}?form={number}"
    if kind == PROGRAMME:
        return reverse("programme_detail", args=[alert.programme.code]) if alert.programme else ""
    return reverse(_PAGES[kind], args=[number]) if kind in _PAGES else ""


def _nameless(alert: Alert) -> str:
    return str(_("Draft")) if alert.subject_kind == DRAFT else str(alert.get_rule_display())
