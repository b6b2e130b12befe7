"""Kinds of background work by code, gathered from the domains and engines that declare them."""

from __future__ import annotations

from sauro.domains.documents import jobs as documents
from sauro.domains.indicators import jobs as indicators
from sauro.domains.programmes import jobs as programmes
from sauro.domains.reporting import jobs as reporting
from sauro.engines.jobs import addresses, schedule
from sauro.engines.jobs.kinds import Kind

JOBS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        *addresses.KINDS,
        *schedule.KINDS,
        *documents.KINDS,
        *indicators.KINDS,
        *programmes.KINDS,
        *reporting.KINDS,
    )
}
