"""The states of a bottleneck and the steps between them."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.engines.workflow import Flow, Transition

_HOLDING = ("open", "escalated")

BOTTLENECK_FLOW = Flow(
    "state",
    (
        Transition("accept", _("Accept"), ("proposed",), "open", Perm.DECIDE),
        Transition("reject", _("Do not accept"), ("proposed", "open"), "rejected", Perm.DECIDE),
        Transition("escalate", _("Put to the competent level"), _HOLDING, "escalated", Perm.DECIDE),
        Transition("lift", _("Lift"), _HOLDING, "lifted", Perm.DECIDE),
        Transition("merge", _("Merge"), ("proposed", *_HOLDING), "merged", Perm.MANAGE),
        Transition("reopen", _("Open again"), ("lifted", "rejected"), "open", Perm.DECIDE),
    ),
)
BOTTLENECK_FLOW.bind(Bottleneck)
