"""Tables of period reports, urging letters, sendings to national systems and report duties."""

from sauro.domains.reporting.models.duties import ReportDuty
from sauro.domains.reporting.models.exchanges import Exchange
from sauro.domains.reporting.models.letters import UrgedAgency, UrgingLetter
from sauro.domains.reporting.models.report import Report, ReportSection, ReportTemplate
from sauro.domains.reporting.models.snapshot import FeaturedIndicator, Snapshot

__all__ = [
    "Exchange",
    "FeaturedIndicator",
    "Report",
    "ReportDuty",
    "ReportSection",
    "ReportTemplate",
    "Snapshot",
    "UrgedAgency",
    "UrgingLetter",
]
