"""Days that come near, gathered from the domains."""

from __future__ import annotations

from sauro.domains.programmes import notifications as programmes
from sauro.engines.notify import Source

REMINDERS: dict[str, Source] = {**programmes.REMINDERS}
