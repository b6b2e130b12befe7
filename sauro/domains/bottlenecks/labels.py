"""Kinds, levels, states and severities in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sauro.domains.bottlenecks.rules import Kind, Level, State
from sauro.domains.bottlenecks.rules.ranking import Severity

KINDS = [
    (Kind.MECHANISM_POLICY.value, _("Mechanisms and policies")),
    (Kind.MONEY.value, _("Money and resources")),
    (Kind.PEOPLE.value, _("People and skills")),
    (Kind.INFRASTRUCTURE_DATA.value, _("Infrastructure and data")),
    (Kind.PROCEDURE_AUTHORITY.value, _("Procedures and authority")),
    (Kind.COORDINATION.value, _("Coordination between units")),
]
LEVELS = [
    (Level.COMMUNE.value, _("Commune level")),
    (Level.AGENCY.value, _("Department or agency")),
    (Level.PROVINCE.value, _("Province")),
    (Level.MINISTRY.value, _("Ministry")),
    (Level.GOVERNMENT.value, _("Government")),
    (Level.NATIONAL_ASSEMBLY.value, _("National Assembly")),
]
STATES = [
    (State.PROPOSED.value, _("Proposed")),
    (State.OPEN.value, pgettext_lazy("state of a bottleneck", "Open")),
    (State.ESCALATED.value, pgettext_lazy("state of a bottleneck", "Escalated")),
    (State.LIFTED.value, _("Lifted")),
    (State.REJECTED.value, _("Not accepted")),
    (State.MERGED.value, _("Merged into another")),
]
HOLDING_UP = "holding"  # the states that hold something up, as one choice of the register
SEVERITIES = [
    (Severity.HIGH.value, pgettext_lazy("severity", "High")),
    (Severity.MEDIUM.value, pgettext_lazy("severity", "Medium")),
    (Severity.LOW.value, pgettext_lazy("severity", "Low")),
    (Severity.NONE.value, _("Nothing waits")),
]
KIND_WORDS, LEVEL_WORDS, STATE_WORDS, SEVERITY_WORDS = (
    dict(one) for one in (KINDS, LEVELS, STATES, SEVERITIES)
)
# The colour and shape of a state are those of a known status; its own word stands beside.
SHOWN_AS = {
    State.PROPOSED.value: "submitted",
    State.OPEN.value: "in_progress",
    State.ESCALATED.value: "assigned",
    State.LIFTED.value: "completed",
    State.REJECTED.value: "refused",
    State.MERGED.value: "cancelled",
}
SEVERITY_SHOWN_AS = {
    Severity.HIGH.value: "overdue",
    Severity.MEDIUM.value: "due_soon",
    Severity.LOW.value: "in_time",
    Severity.NONE.value: "no_deadline",
}
