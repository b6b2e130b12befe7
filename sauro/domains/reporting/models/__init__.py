"""Tables of period reports."""

from sauro.domains.reporting.models.report import Report, ReportSection, ReportTemplate
from sauro.domains.reporting.models.snapshot import FeaturedIndicator, Snapshot

__all__ = ["FeaturedIndicator", "Report", "ReportSection", "ReportTemplate", "Snapshot"]
