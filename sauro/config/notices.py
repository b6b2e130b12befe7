"""What each kind of event tells to whom, gathered from the domains; and how it reaches them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sauro.domains.alerts import notifications as alerts
from sauro.domains.bottlenecks import notifications as bottlenecks
from sauro.domains.documents import notifications as documents
from sauro.domains.explanations import notifications as explanations
from sauro.domains.indicators import notifications as indicators
from sauro.domains.programmes import notifications as programmes
from sauro.domains.reporting import notifications as reporting
from sauro.engines.notify import Message

MESSAGES: dict[str, Message] = {
    **alerts.MESSAGES,
    **documents.MESSAGES,
    **indicators.MESSAGES,
    **reporting.MESSAGES,
    **programmes.MESSAGES,
    **explanations.MESSAGES,
    **bottlenecks.MESSAGES,
}

# Adapters in the order of the preferences page; docs/how-to/channels.md says how to add one.
CHANNELS: dict[str, str] = {
    "email": "sauro.engines.notify.channels.email.Email",
    "sms": "sauro.engines.notify.channels.folder.Sms",
    "chat": "sauro.engines.notify.channels.folder.Chat",
}

# The parts of the system as the page of choices names them, by the first word of a kind.
PARTS: dict[str, Any] = {
    "programmes": _("Tasks"),
    "indicators": _("Figures"),
    "documents": _("Documents"),
    "reporting": _("Reports"),
    "alerts": _("Alerts"),
    "bottlenecks": _("Bottlenecks"),
    "explanations": _("Explanations"),
}
