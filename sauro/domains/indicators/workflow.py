"""The states of a form handed in, and the steps between them."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.permissions import Perm
from sauro.engines.workflow import Flow, Transition


def _checked_first(submission: Submission) -> bool:
    """A form with a checking agency is confirmed only once that agency has checked it."""
    return submission.data_set.checker_id is None or submission.state == "checked"


FORM_FLOW = Flow(
    "state",
    (
        Transition("submit", _("Hand in"), ("draft", "returned"), "submitted", Perm.REPORT),
        Transition("take_back", _("Take back"), ("submitted",), "draft", Perm.REPORT),
        Transition("check", _("Mark as checked"), ("submitted",), "checked", Perm.CHECK),
        Transition(
            "confirm",
            _("Confirm"),
            ("submitted", "checked"),
            "confirmed",
            Perm.CONFIRM,
            guard=_checked_first,
        ),
        Transition("send_back", _("Return"), ("submitted", "checked"), "returned"),
    ),
)
FORM_FLOW.bind(Submission)
