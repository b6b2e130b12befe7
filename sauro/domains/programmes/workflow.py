"""The states of tasks and updates, and the steps between them."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import WORKING_STATES, State, UpdateState
from sauro.engines.workflow import Flow, Transition

_WORKING = tuple(sorted(state.value for state in WORKING_STATES))
_NOT_DONE = tuple(state.value for state in State if state not in (State.COMPLETED, State.CANCELLED))

TASK_FLOW = Flow(
    "state",
    (
        Transition("assign", _("Assign"), ("draft", "refused"), "assigned", Perm.MANAGE),
        Transition("accept", _("Accept"), ("assigned",), "accepted", Perm.REPORT),
        Transition("refuse", _("Refuse"), ("assigned",), "refused", Perm.REPORT),
        Transition("work", _("Report progress"), _WORKING, "in_progress", Perm.REPORT),
        Transition("submit", _("Claim completion"), _WORKING, "submitted", Perm.REPORT),
        Transition("confirm", _("Confirm completion"), ("submitted",), "completed", Perm.VERIFY),
        Transition("send_back", _("Return"), ("submitted",), "returned", Perm.VERIFY),
        Transition("finish_parts", _("All parts completed"), _WORKING, "completed"),
        Transition(
            "suspend", _("Suspend"), (*_WORKING, "draft", "submitted"), "suspended", Perm.DECIDE
        ),
        Transition(
            "resume",
            _("Resume"),
            ("suspended",),
            (*_WORKING, "draft", "submitted"),
            Perm.DECIDE,
        ),
        Transition("cancel", _("Cancel the task"), _NOT_DONE, "cancelled", Perm.DECIDE),
        Transition("reopen", _("Reopen"), ("completed", "cancelled"), "in_progress", Perm.DECIDE),
    ),
)
TASK_FLOW.bind(Task)

_OPEN = (UpdateState.DRAFT.value, UpdateState.RETURNED.value)
UPDATE_FLOW = Flow(
    "state",
    (
        Transition("submit", _("Submit"), _OPEN, "submitted", Perm.REPORT),
        Transition("note", _("Nothing new"), _OPEN, "noted", Perm.REPORT),
        Transition("verify", _("Verify"), ("submitted",), "verified", Perm.VERIFY),
        Transition("send_back", _("Return"), ("submitted",), "returned", Perm.VERIFY),
    ),
)
UPDATE_FLOW.bind(ProgressUpdate)
