"""What happens to alerts by the clock."""

from __future__ import annotations

from datetime import datetime

from sauro.domains.accounts import services as account_services
from sauro.domains.alerts.services import running


def run(*, at: datetime) -> None:
    """Look for causes everywhere, as the system; safe to repeat."""
    running.run(by=account_services.system_person(at=at), at=at)
