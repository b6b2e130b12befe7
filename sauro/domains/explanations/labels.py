"""States, terms and decisions in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sauro.domains.explanations.rules import AnswerDecision, RequestState, Term

STATES = [
    (RequestState.ASKED.value, _("Waiting for an explanation")),
    (RequestState.ANSWERED.value, _("Explained, waiting for a decision")),
    (RequestState.RETURNED.value, _("Returned to the unit")),
    (RequestState.ACCEPTED.value, _("Explanation accepted")),
    (RequestState.WITHDRAWN.value, pgettext_lazy("request", "Withdrawn")),
]
TERMS = [
    (Term.IN_TIME.value, _("Explained in time")),
    (Term.LATE.value, _("Explained late")),
    (Term.OVERDUE.value, _("Overdue, not explained")),
    (Term.WAITING.value, _("Not yet due")),
    (Term.WITHDRAWN.value, _("Withdrawn without an explanation")),
]
DECISIONS = [
    (AnswerDecision.WAITING.value, _("Waiting for a decision")),
    (AnswerDecision.ACCEPTED.value, pgettext_lazy("explanation", "Accepted")),
    (AnswerDecision.RETURNED.value, _("Returned")),
]
# The rule that decided a term, for those who ask why.
TERM_RULES = {
    Term.IN_TIME: _("The first answer came by the day it was due."),
    Term.LATE: _("The first answer came after the day it was due."),
    Term.OVERDUE: _("The day has passed without an answer."),
    Term.WAITING: _("The day has not passed yet."),
    Term.WITHDRAWN: _("The request was withdrawn before it was answered."),
}
# The colour and shape of a state are those of a known status; its own word stands beside.
SHOWN_AS = {
    RequestState.ASKED.value: "assigned",
    RequestState.ANSWERED.value: "submitted",
    RequestState.RETURNED.value: "returned",
    RequestState.ACCEPTED.value: "completed",
    RequestState.WITHDRAWN.value: "cancelled",
}
TERM_SHOWN_AS = {
    Term.IN_TIME: "done_on_time",
    Term.LATE: "done_late",
    Term.OVERDUE: "overdue",
    Term.WAITING: "in_time",
    Term.WITHDRAWN: "cancelled",
}
