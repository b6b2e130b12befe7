"""States, classes and roles in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.rules import (
    Clear,
    DeadlineClass,
    DeadlineKind,
    Decision,
    Health,
    HealthRule,
    OverlapVerdict,
    PartyRole,
    State,
    TaskLevel,
    UpdateState,
)

STATES = [
    (State.DRAFT.value, _("Draft")),
    (State.ASSIGNED.value, _("Assigned")),
    (State.ACCEPTED.value, _("Accepted")),
    (State.IN_PROGRESS.value, _("In progress")),
    (State.SUBMITTED.value, _("Waiting for confirmation")),
    (State.RETURNED.value, _("Returned")),
    (State.COMPLETED.value, _("Completed")),
    (State.SUSPENDED.value, _("Suspended")),
    (State.REFUSED.value, _("Refused")),
    (State.CANCELLED.value, _("Cancelled")),
]
CLASSES = [
    (DeadlineClass.OVERDUE.value, _("Overdue")),
    (DeadlineClass.DUE_SOON.value, _("Due soon")),
    (DeadlineClass.IN_TIME.value, _("In time")),
    (DeadlineClass.NO_DEADLINE.value, _("No deadline")),
    (DeadlineClass.DONE_ON_TIME.value, _("Done on time")),
    (DeadlineClass.DONE_LATE.value, _("Done late")),
    (DeadlineClass.SUSPENDED.value, _("Suspended")),
    (DeadlineClass.CANCELLED.value, _("Cancelled")),
]
RULES = {
    "cancelled": _("The task was cancelled."),
    "suspended": _("The task is suspended on a recorded ground."),
    "completed_after_due": _("The confirmed submission came after the due day."),
    "completed_by_due": _("The confirmed submission came by the due day, or there is no due day."),
    "no_due_day": _("The deadline names no due day."),
    "submitted_by_due": _("Submitted by the due day and waiting for confirmation."),
    "submitted_after_due": _("Submitted after the due day and waiting for confirmation."),
    "due_day_passed": _("The due day has passed."),
    "due_within_days": _("The due day is near."),
    "due_later": _("The due day is not near."),
}
DEADLINE_KINDS = [
    (DeadlineKind.NONE.value, _("No deadline written")),
    (DeadlineKind.DATE.value, _("A day")),
    (DeadlineKind.MONTH.value, _("A month")),
    (DeadlineKind.QUARTER.value, _("A quarter")),
    (DeadlineKind.HALF.value, _("Half a year")),
    (DeadlineKind.YEAR.value, _("A year")),
    (DeadlineKind.RANGE.value, _("A span of time")),
    (DeadlineKind.RECURRING.value, _("Regular work")),
    (DeadlineKind.ONGOING.value, _("From a year onwards")),
    (DeadlineKind.UNCLEAR.value, _("Not understood")),
]
PARTY_ROLES = [
    (PartyRole.LEAD.value, _("Lead")),
    (PartyRole.COORDINATE.value, _("Coordinate")),
    (PartyRole.AUTHORITY.value, _("Authority")),
]
UPDATE_STATES = [
    (UpdateState.DRAFT.value, _("Draft")),
    (UpdateState.SUBMITTED.value, _("Waiting for verification")),
    (UpdateState.VERIFIED.value, _("Verified")),
    (UpdateState.RETURNED.value, _("Returned")),
    (UpdateState.NOTED.value, _("Nothing new")),
]
DECISIONS = [
    (Decision.PENDING.value, _("Waiting for a decision")),
    (Decision.APPROVED.value, _("Approved")),
    (Decision.REFUSED.value, _("Refused")),
]
LEVELS = [
    (TaskLevel.CENTRAL.value, _("Given by the centre")),
    (TaskLevel.MINISTERIAL.value, _("Ministerial level")),
    (TaskLevel.PROVINCIAL.value, _("Provincial level")),
    (TaskLevel.COMMUNE.value, _("Commune level")),
]
VERDICTS = [
    (OverlapVerdict.LINKED.value, _("Linked")),
    (OverlapVerdict.MERGED.value, _("Merged")),
    (OverlapVerdict.KEPT.value, _("Kept apart")),
]
CLEARS = [
    (Clear.PEOPLE.value, _("Clear people")),
    (Clear.WORK.value, _("Clear work")),
    (Clear.RESPONSIBILITY.value, _("Clear responsibility")),
    (Clear.AUTHORITY.value, _("Clear authority")),
    (Clear.TIME.value, _("Clear time")),
    (Clear.RESULT.value, _("Clear result")),
]
HEALTHS = [
    (Health.BLOCKED.value, _("Blocked")),
    (Health.AT_RISK.value, _("At risk")),
    (Health.UNKNOWN.value, _("No information yet")),
    (Health.GOOD.value, _("Good")),
]
HEALTH_RULES = {
    HealthRule.CLOSED.value: _("It is finished or cancelled."),
    HealthRule.NOT_ASSIGNED.value: _("Not yet handed to an agency."),
    HealthRule.SUSPENDED.value: _("The task is suspended on a recorded ground."),
    HealthRule.CLAIMED.value: _("Completion was claimed in time and waits for confirmation."),
    HealthRule.CLAIMED_LATE.value: _("Submitted after the due day and waiting for confirmation."),
    HealthRule.HELD.value: _("Open bottlenecks that hold it: %(n)s."),
    HealthRule.REFUSED.value: _("The agency refused it: nobody works on it."),
    HealthRule.OVERDUE.value: _("Days past the due day: %(n)s."),
    HealthRule.RETURNED.value: _("The claim of completion was returned for correction."),
    HealthRule.SOON_WITH_LITTLE.value: _(
        "The due day is near and confirmed progress is below %(n)s%%."
    ),
    HealthRule.BEHIND.value: _(
        "Confirmed progress lags behind the time passed by %(n)s percentage points."
    ),
    HealthRule.UNHEARD.value: _("Days without any news of it: %(n)s."),
    HealthRule.ON_ITS_WAY.value: _("Heard of lately, and progress keeps up with the time."),
    HealthRule.TARGET_GOOD.value: _("The target is reached or on track."),
    HealthRule.TARGET_AT_RISK.value: _("The target is at risk or missed."),
    HealthRule.TARGET_UNKNOWN.value: _("The target has no value that could be judged."),
}
NEVER_HEARD = _("Nothing was ever heard of it.")
FOUND_BY = {
    "order": _("Order that names whom it is for"),
    "agency": _("Agency followed by its work"),
    "item": _("Item below the name of an agency"),
    "continued": _("Goes on after an order"),
    "assistant": _("Proposed by the assistant"),
}
