"""What stands on the pages of records beside what their own domain puts there, by kind."""

from __future__ import annotations

from sauro.engines.subjects.pages import Listed

PAGE_LINKS: dict[str, tuple[str, ...]] = {
    "documents.document": (
        "sauro.domains.documents.selectors.exchange.document_links",
        "sauro.domains.programmes.links.document_links",
    ),
    "programmes.programme": ("sauro.shell.publishing.links.programme_links",),
    "programmes.late_agency": ("sauro.domains.reporting.links.late_agency_links",),
    "programmes.task": ("sauro.domains.bottlenecks.links.page_links",),
    "programmes.target": ("sauro.domains.bottlenecks.links.page_links",),
    "*": ("sauro.domains.explanations.links.page_links",),
    "programmes.silence": ("sauro.domains.reporting.links.silence_links",),
}
ROW_LINKS: dict[str, tuple[str, ...]] = {
    "*": ("sauro.domains.explanations.links.row_links",),
}
PAGE_PANELS: dict[str, tuple[str, ...]] = {
    "programmes.task": ("sauro.domains.bottlenecks.links.panels",),
    "programmes.target": ("sauro.domains.bottlenecks.links.panels",),
    "*": ("sauro.domains.alerts.panels.panels", "sauro.domains.explanations.links.panels"),
}
# Lists whose rows are records of one kind, by the code of the list.
LISTED: dict[str, Listed] = {
    "tasks": Listed(
        "programmes.task", "sauro.domains.programmes.views.tasks.ticked_tasks", "task_list"
    ),
    "targets": Listed(
        "programmes.target", "sauro.domains.programmes.views.targets.ticked_targets", "target_list"
    ),
    "indicators": Listed(
        "indicators.indicator",
        "sauro.domains.indicators.views.sheets.ticked_indicators",
        "indicator_list",
    ),
    "reports": Listed(
        "reporting.report", "sauro.domains.reporting.views.reports.ticked_reports", "report_list"
    ),
}
# Steps for the rows ticked in a list, by the code of the list.
BULK_ACTIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    LISTED, ("sauro.domains.explanations.links.ask_many",)
)
