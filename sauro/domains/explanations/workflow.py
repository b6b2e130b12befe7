"""The states of a request for explanation, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import OPEN, WAITS_FOR_UNIT
from sauro.engines.workflow import Flow, Transition

_WAITING = tuple(sorted(state.value for state in WAITS_FOR_UNIT))
_OPEN = tuple(sorted(state.value for state in OPEN))

REQUEST_FLOW = Flow(
    "state",
    (
        Transition("answer", _("Explain"), _WAITING, "answered", Perm.ANSWER),
        Transition("accept", _("Accept the explanation"), ("answered",), "accepted", Perm.ASK),
        Transition("send_back", _("Return the explanation"), ("answered",), "returned", Perm.ASK),
        Transition("withdraw", _("Withdraw the request"), _OPEN, "withdrawn", Perm.ASK),
    ),
)
REQUEST_FLOW.bind(Request)
