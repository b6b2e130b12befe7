"""Words of rules, levels, limits and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sauro.domains.alerts.rules.catalogue import Family, Level, RuleCode
from sauro.domains.alerts.rules.standing import AlertState, CloseReason

RULE_NAMES: dict[str, Any] = {
    RuleCode.TASK_LATE: _("Task late"),
    RuleCode.TASK_DUE_SOON: _("Task due soon, little progress"),
    RuleCode.TASK_SILENT: _("Task without an update"),
    RuleCode.TASK_BEHIND: _("Progress behind the time elapsed"),
    RuleCode.TASK_UNCLEAR: _("Task without its clears"),
    RuleCode.TARGET_OFF_COURSE: _("Target likely to be missed"),
    RuleCode.FIGURE_FALLING: _("Figure getting worse"),
    RuleCode.UNIT_GAP: _("Unit far from the average"),
    RuleCode.UNIT_SILENT: _("Unit silent"),
    RuleCode.UPDATE_WAITING: _("Progress update not verified"),
    RuleCode.EXTENSION_WAITING: _("Extension not decided"),
    RuleCode.FORM_WAITING: _("Form not confirmed"),
    RuleCode.DRAFT_WAITING: _("Draft not approved"),
    RuleCode.NOBODY_VERIFIES: _("Nobody verifies the programme"),
    RuleCode.NOBODY_CONFIRMS: _("Nobody confirms the form"),
    RuleCode.NOBODY_APPROVES: _("Nobody approves the drafts"),
    RuleCode.EXPLANATION_OVERDUE: _("Explanation overdue"),
    RuleCode.BOTTLENECK_OVERDUE: _("Bottleneck past its day"),
}
RULES = [(str(code), name) for code, name in RULE_NAMES.items()]
# What each rule looks for, for the page on which rules are set.
RULE_TEXTS: dict[str, Any] = {
    RuleCode.TASK_LATE: _(
        "The due day passed more days ago than allowed and the task is not completed; after "
        "further days the alert becomes serious."
    ),
    RuleCode.TASK_DUE_SOON: _(
        "The due day comes within so many days and the reported progress is below a percentage."
    ),
    RuleCode.TASK_SILENT: _("No update was handed in for more days than allowed."),
    RuleCode.TASK_BEHIND: _(
        "The share of the time elapsed between the first day and the due day is ahead of the "
        "reported progress by more points than allowed."
    ),
    RuleCode.TASK_UNCLEAR: _("The task was handed out and lacks so many of the six clears."),
    RuleCode.TARGET_OFF_COURSE: _(
        "The target is at risk and the way covered lies so many points behind the time elapsed, "
        "or the figures lead past the value that was set."
    ),
    RuleCode.FIGURE_FALLING: _(
        "The total of the last period is worse than the one before by more percent than allowed. "
        "A period counts when enough of the units have reported it."
    ),
    RuleCode.UNIT_GAP: _(
        "The figure of a unit is worse than the average of like units by more than allowed: in "
        "points for percentages, else in percent. Of each group of like units the worst are told."
    ),
    RuleCode.UNIT_SILENT: _("The unit has not handed in a form for so many periods in a row."),
    RuleCode.UPDATE_WAITING: _("An update waits for verification longer than allowed."),
    RuleCode.EXTENSION_WAITING: _("A request for extension waits for its decision too long."),
    RuleCode.FORM_WAITING: _("A form that was handed in waits for its confirmation too long."),
    RuleCode.DRAFT_WAITING: _("A draft waits for its approval too long."),
    RuleCode.NOBODY_VERIFIES: _("Tasks are at work and nobody has the right to verify them."),
    RuleCode.NOBODY_CONFIRMS: _("Units owe the form and nobody has the right to confirm it."),
    RuleCode.NOBODY_APPROVES: _("Drafts are on their way and nobody may approve them."),
    RuleCode.EXPLANATION_OVERDUE: _("An explanation asked for was not given by its due day."),
    RuleCode.BOTTLENECK_OVERDUE: _(
        "A bottleneck was to be lifted, or the level it was put to was to answer, by a day that "
        "has passed."
    ),
}
LEVEL_NAMES: dict[str, Any] = {
    Level.INFO: pgettext_lazy("level of an alert", "To know"),
    Level.WARNING: pgettext_lazy("level of an alert", "Warning"),
    Level.SERIOUS: pgettext_lazy("level of an alert", "Serious"),
}
LEVELS = [(str(code), name) for code, name in LEVEL_NAMES.items()]
# The colour and the sign of a level.
TONES: dict[str, tuple[str, str]] = {
    Level.INFO: ("blue", "question"),
    Level.WARNING: ("amber", "soon"),
    Level.SERIOUS: ("red", "overdue"),
}
FAMILIES: dict[str, Any] = {
    Family.TASKS: _("Tasks"),
    Family.TARGETS: _("Targets"),
    Family.FIGURES: _("Figures of units"),
    Family.WAITING: _("Waiting for a decision"),
    Family.APPROVERS: _("Steps without anybody"),
    Family.FOLLOWING: _("Explanations and bottlenecks"),
}
STATE_NAMES: dict[str, Any] = {
    AlertState.OPEN: pgettext_lazy("alert", "Open"),
    AlertState.ACKNOWLEDGED: pgettext_lazy("alert", "Acknowledged"),
    AlertState.SNOOZED: pgettext_lazy("alert", "Put aside"),
    AlertState.CLOSED: pgettext_lazy("alert", "Closed"),
}
STATES = [(str(code), name) for code, name in STATE_NAMES.items()]
CLOSE_REASONS = [
    (CloseReason.CAUSE_ENDED.value, _("The cause ended")),
    (CloseReason.RULE_OFF.value, _("The rule was turned off")),
]
LIMIT_NAMES: dict[str, Any] = {
    "task_late.days": _("Days late, more than"),
    "task_late.serious": _("Serious after, days late"),
    "task_due_soon.days": _("Due within, days"),
    "task_due_soon.percent": _("Reported progress below, percent"),
    "task_silent.days": _("Days without an update, more than"),
    "task_behind.points": _("Points behind, more than"),
    "task_unclear.clears": _("Clears missing, at least"),
    "target_off_course.points": _("Points behind, at least"),
    "figure_falling.percent": _("Worse than before, percent, more than"),
    "figure_falling.reported": _("Units that reported, percent of those before, at least"),
    "unit_gap.points": _("Points from the average, more than"),
    "unit_gap.percent": _("Percent from the average, more than"),
    "unit_gap.worst": _("Units told of each group, at most"),
    "unit_silent.periods": _("Periods in a row, at least"),
    "waiting": _("Working days, more than"),
    "following": _("Days after the due day, more than"),
}


def limit_name(code: str, name: str) -> Any:
    """The words of a limit of a rule."""
    family = "waiting" if code.endswith("_waiting") else "following"
    return LIMIT_NAMES.get(f"{code}.{name}") or LIMIT_NAMES[family]
