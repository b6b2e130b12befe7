"""The states of a draft, and the steps between them."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.models import Draft
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import WRITABLE
from sauro.engines.workflow import Flow, Transition

_WRITABLE = tuple(sorted(state.value for state in WRITABLE))

DRAFT_FLOW = Flow(
    "state",
    (
        Transition("ask", _("Ask for opinions"), _WRITABLE, "consulting", Perm.DRAFT),
        Transition("submit", _("Submit for approval"), _WRITABLE, "submitted", Perm.DRAFT),
        Transition("approve", _("Approve"), ("submitted",), "approved", Perm.APPROVE),
        Transition(
            "send_back",
            _("Return for redrafting"),
            ("consulting", "submitted", "approved"),
            "drafting",
            Perm.APPROVE,
        ),
        Transition("take_back", _("Take back"), ("consulting",), "drafting", Perm.DRAFT),
        Transition("number", _("Give a number"), ("approved",), "numbered", Perm.NUMBER),
        Transition("seal", _("Sign with the certificate"), ("numbered",), "signed", Perm.SIGN),
        Transition("sign", _("Record the signature"), ("numbered",), "signed", Perm.NUMBER),
        Transition("issue", _("Issue"), ("signed",), "issued", Perm.NUMBER),
        Transition(
            "withdraw",
            _("Withdraw the draft"),
            ("drafting", "consulting", "submitted", "approved"),
            "withdrawn",
            Perm.DRAFT,
        ),
    ),
)
DRAFT_FLOW.bind(Draft)
