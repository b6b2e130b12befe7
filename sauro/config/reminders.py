"""Days that come near, gathered from the domains."""

from __future__ import annotations

from sauro.domains.bottlenecks import notifications as bottlenecks
from sauro.domains.documents import notifications as documents
from sauro.domains.explanations import notifications as explanations
from sauro.domains.indicators import notifications as indicators
from sauro.domains.programmes import notifications as programmes
from sauro.domains.reporting import notifications as reporting
from sauro.engines.notify import Source

REMINDERS: dict[str, Source] = {
    **documents.REMINDERS,
    **indicators.REMINDERS,
    **reporting.REMINDERS,
    **programmes.REMINDERS,
    **explanations.REMINDERS,
    **bottlenecks.REMINDERS,
}
