"""What each kind of event tells to whom, gathered from the domains; and how it reaches them."""

from __future__ import annotations

from sauro.domains.programmes import notifications as programmes
from sauro.engines.notify import Message

MESSAGES: dict[str, Message] = {**programmes.MESSAGES}

# Adapters in the order of the preferences page; docs/how-to/channels.md says how to add one.
CHANNELS: dict[str, str] = {
    "email": "sauro.engines.notify.channels.email.Email",
    "sms": "sauro.engines.notify.channels.folder.Sms",
    "chat": "sauro.engines.notify.channels.folder.Chat",
}
