"""What each kind of event tells to whom, gathered from the domains; and how it reaches them."""

from __future__ import annotations

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
