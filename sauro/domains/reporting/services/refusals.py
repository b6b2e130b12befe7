"""Why a write on reports is refused."""

from __future__ import annotations

from sauro.core.errors import DomainError


class ReportRefused(DomainError):
    """The report cannot be made or changed like this."""

    code = "report_refused"
    status = 422


class PeriodOpen(DomainError):
    """The period is not over yet, so it cannot be closed."""

    code = "period_open"
    status = 409
