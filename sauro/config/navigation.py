"""The left navigation: sections of entries, each with the permission that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; shown to people who hold any of the permissions."""

    label: Any
    url_name: str
    icon: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a heading."""

    label: Any
    entries: tuple[Entry, ...]


_SEE = ("programmes.view_all", "programmes.view_own")
_FIGURES = ("indicators.view_all", "indicators.view_own")
_PAPERS = ("documents.draft", "documents.approve", "documents.number")
_DECIDE_FORMS = ("indicators.confirm", "indicators.check")
_REPORTS = ("reporting.view", "reporting.make_own")
_EXPLAIN = ("explanations.ask", "explanations.answer", "explanations.view_all")
_KEEP_FORMS = ("indicators.manage",)

NAVIGATION: tuple[Section, ...] = (
    Section(
        _("Work"),
        (
            Entry(_("Home"), "home", "home"),
            Entry(_("My work"), "my_work", "checklist", ("programmes.report",)),
            Entry(_("Fill in figures"), "figure_due", "table", ("indicators.report",)),
            Entry(_("Verification"), "verification_queue", "circle-check", ("programmes.verify",)),
            Entry(_("Forms to confirm"), "figure_queue", "clipboard-check", _DECIDE_FORMS),
            Entry(_("Tasks"), "task_list", "list-details", _SEE),
            Entry(_("Targets"), "target_list", "target", _SEE),
            Entry(_("Indicators"), "indicator_list", "chart-line", _FIGURES),
            Entry(_("Programmes"), "programme_list", "folders", _SEE),
            Entry(_("Reports"), "report_list", "report", _REPORTS),
            Entry(_("Import a plan"), "plan_import", "file-import", ("programmes.manage",)),
        ),
    ),
    Section(
        _("Following up"),
        (
            Entry(_("What is new"), "changes", "history", _SEE),
            Entry(_("Alerts"), "alert_list", "bell-ringing", ("alerts.view",)),
            Entry(_("Bottlenecks"), "bottleneck_list", "alert-triangle", ("bottlenecks.view",)),
            Entry(_("Explanations"), "explanation_list", "message-circle", _EXPLAIN),
            Entry(_("Who has handed in"), "completeness", "calendar-stats", _FIGURES),
            Entry(_("Who has not reported"), "silent_list", "bell", _SEE),
        ),
    ),
    Section(
        _("Registers"),
        (
            Entry(_("Documents"), "document_list", "file-text", ("documents.view",)),
            Entry(_("Drafts"), "draft_list", "pencil", _PAPERS),
            Entry(
                _("Electronic exchange"),
                "exchange_log",
                "arrows-exchange",
                ("documents.exchange",),
            ),
            Entry(_("Agencies"), "organisation_list", "building", ("orgs.view",)),
            Entry(_("Units"), "unit_list", "map-2", ("orgs.view",)),
            Entry(
                _("Published figures"),
                "published_figures",
                "chart-bar",
                ("programmes.view_all",),
            ),
        ),
    ),
    Section(
        _("Administration"),
        (
            Entry(_("People"), "user_list", "users", ("accounts.manage", "accounts.view")),
            Entry(_("Roles"), "role_table", "shield-check", ("accounts.view",)),
            Entry(_("Forms"), "data_set_list", "clipboard-list", _KEEP_FORMS),
            Entry(_("Working calendar"), "calendar_list", "calendar-off", ("periods.decide_days",)),
            Entry(_("Delivery of notices"), "delivery_log", "mail", ("notify.manage",)),
        ),
    ),
)
