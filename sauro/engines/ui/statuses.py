"""The one table of status codes: word, colour and icon, the same wherever they are shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Status:
    """A word, the tone of its colour (class st-<tone>) and its shape (class i-<icon>)."""

    label: str | Promise
    tone: str
    icon: str


STATUSES: dict[str, Status] = {
    # deadline classes: exclusive and exhaustive, in the order in which they are always shown
    "done_on_time": Status(_("Done on time"), "green", "check"),
    "done_late": Status(_("Done late"), "olive", "check-late"),
    "in_time": Status(_("In time"), "blue", "clock"),
    "due_soon": Status(_("Due soon"), "amber", "soon"),
    "overdue": Status(_("Overdue"), "red", "overdue"),
    "suspended": Status(_("Suspended"), "violet", "pause"),
    "no_deadline": Status(_("No deadline"), "grey", "dash"),
    "cancelled": Status(_("Cancelled"), "dark", "cancel"),
    # workflow states: plain, because colour is kept for the deadline
    "draft": Status(_("Draft"), "plain", "pencil"),
    "assigned": Status(_("Assigned"), "plain", "inbox"),
    "accepted": Status(_("Accepted"), "plain", "check"),
    "in_progress": Status(_("In progress"), "plain", "play"),
    "submitted": Status(_("Awaiting verification"), "plain", "send"),
    "returned": Status(_("Returned"), "plain", "back"),
    "verified": Status(_("Verified"), "green", "check"),
    "completed": Status(_("Completed"), "green", "check"),
    "refused": Status(_("Refused"), "dark", "stop"),
    # targets
    "exceeded": Status(_("Exceeded"), "green", "star"),
    "met": Status(_("Met"), "green", "check"),
    "on_track": Status(_("On track"), "blue", "up"),
    "at_risk": Status(_("At risk"), "amber", "soon"),
    "missed": Status(_("Missed"), "red", "cancel"),
    "not_measurable": Status(_("Not yet measurable"), "grey", "dash"),
    "no_data": Status(_("No data"), "grey", "question"),
    # health; at risk is the same word, colour and shape as for targets
    "good": Status(_("Good"), "green", "up"),
    "blocked": Status(_("Blocked"), "red", "stop"),
    "unknown": Status(_("No information yet"), "grey", "question"),
    # how old something written looks
    "old": Status(pgettext_lazy("something written", "Old"), "amber", "clock"),
    "very_old": Status(pgettext_lazy("something written", "Very old"), "red", "overdue"),
    # rows of an import
    "created": Status(pgettext_lazy("row of an import", "New"), "green", "plus"),
    "updated": Status(pgettext_lazy("row of an import", "Changed"), "blue", "pencil"),
    "unchanged": Status(pgettext_lazy("row of an import", "Unchanged"), "grey", "equal"),
    "warning": Status(_("Warning"), "amber", "overdue"),
    "error": Status(_("Error"), "red", "cancel"),
    # public pages
    "prepared": Status(_("Prepared"), "plain", "pencil"),
    "released": Status(pgettext_lazy("page", "Public"), "green", "check"),
    "withdrawn": Status(_("Withdrawn"), "dark", "cancel"),
    # long work
    "queued": Status(_("Waiting"), "grey", "soon"),
    "running": Status(_("Running"), "blue", "play"),
    "finished": Status(_("Finished"), "green", "check"),
    "failed": Status(_("Failed"), "red", "cancel"),
    # messages on their way
    "sent": Status(_("Sent"), "green", "check"),
    "unsure": Status(pgettext_lazy("message", "Unsure whether it arrived"), "amber", "question"),
    "given_up": Status(_("Given up"), "dark", "stop"),
}

DEADLINE_CLASSES = tuple(STATUSES)[:8]


def status_of(code: str) -> Status:
    """The status of a code; an unknown code is shown plainly with its own name, never hidden."""
    known = STATUSES.get(code)
    return known or Status(capfirst(str(code).replace("_", " ")), "plain", "dash")
