"""What follows an event, by kind: dotted paths of functions that take the event."""

from __future__ import annotations

from sauro.config.notices import MESSAGES

TELL = "sauro.engines.notify.reactions.tell"
_LOOK_AT_TASKS = ("sauro.domains.alerts.reactions.look_at_tasks",)
_LOOK_AT_FORMS = ("sauro.domains.alerts.reactions.look_at_forms",)
_LOOK_AT_RECORDS = ("sauro.domains.alerts.reactions.look_at_records",)
_APPLY_RULE = ("sauro.domains.alerts.reactions.apply_rule",)
FOLLOWING: dict[str, tuple[str, ...]] = {
    **{
        f"programmes.task.{step}": _LOOK_AT_TASKS
        for step in (
            *("assign", "accept", "refuse", "cancel", "reopen", "fanned_out", "handed_over"),
            *("reported", "submitted", "nothing_new", "verified", "completed", "returned"),
            *("extension_requested", "extension_approved", "extension_refused"),
            *("suspended", "resumed", "changed"),
        )
    },
    **{
        f"indicators.form.{step}": _LOOK_AT_FORMS
        for step in ("submitted", "taken_back", "checked", "confirmed", "returned")
    },
    **{
        f"{kind}.{step}": _LOOK_AT_RECORDS
        for kind, steps in {
            "explanations.request": (
                "answered",
                "returned",
                "extended",
                "handed_over",
                "withdrawn",
            ),
            "bottlenecks.bottleneck": (
                *("changed", "accepted", "rejected", "escalated", "lifted"),
                *("merged", "reopened", "handed_over"),
            ),
            "documents.draft": ("submitted", "returned", "approved", "withdrawn"),
            "programmes.target": ("created", "changed", "reading_added", "reading_withdrawn"),
        }.items()
        for step in steps
    },
    "alerts.rule.set": _APPLY_RULE,
    "alerts.rule.cleared": _APPLY_RULE,
}

REACTIONS: dict[str, tuple[str, ...]] = {
    kind: (*FOLLOWING.get(kind, ()), *((TELL,) if kind in MESSAGES else ()))
    for kind in dict.fromkeys((*FOLLOWING, *MESSAGES))
}
