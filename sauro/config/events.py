"""Each kind of event in words, for timelines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

EVENT_LABELS: dict[str, Any] = {
    "accounts.user.created": _("Account created"),
    "accounts.user.changed": _("Account changed"),
    "accounts.user.password_set": _("Password set"),
    "accounts.token.issued": _("Access token issued"),
    "accounts.token.revoked": _("Access token revoked"),
    "territory.units.loaded": _("Administrative units loaded"),
    "programmes.programme.created": _("Programme created"),
    "programmes.programme.changed": _("Programme changed"),
    "programmes.programme.imported": _("Plan imported"),
    "programmes.group.created": _("Group created"),
    "programmes.task.created": _("Task created"),
    "programmes.task.changed": _("Task changed"),
    "programmes.task.imported": _("Task taken from a plan file"),
    "programmes.task.assign": _("Task assigned"),
    "programmes.task.accept": _("Task accepted"),
    "programmes.task.refuse": _("Task refused"),
    "programmes.task.cancel": _("Task cancelled"),
    "programmes.task.reopen": _("Task reopened"),
    "programmes.task.fanned_out": _("Task fanned out"),
    "programmes.task.drafted": _("Update kept as a draft"),
    "programmes.task.draft_discarded": _("Draft thrown away"),
    "programmes.task.reported": _("Progress reported"),
    "programmes.task.submitted": _("Completion claimed"),
    "programmes.task.nothing_new": _("Nothing new this month"),
    "programmes.task.verified": _("Progress verified"),
    "programmes.task.completed": _("Completion confirmed"),
    "programmes.task.returned": _("Returned"),
    "programmes.task.extension_requested": _("Extension requested"),
    "programmes.task.extension_approved": _("Extension approved"),
    "programmes.task.extension_refused": _("Extension refused"),
    "programmes.task.suspended": _("Suspended"),
    "programmes.task.resumed": _("Resumed"),
    "programmes.task.milestone_set": _("Milestone set"),
    "programmes.task.mandate_added": _("Mandate added"),
    "programmes.task.external_id_set": _("Number in another system set"),
    "programmes.task.evidence_added": _("Evidence added"),
    "programmes.task.overlap_decided": _("Similar tasks decided"),
    "programmes.target.created": _("Target created"),
    "programmes.target.changed": _("Target changed"),
    "programmes.target.reading_added": _("Reading added"),
}
