"""Kinds of change: which events tell of them, who may see their records, where these are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from sauro.domains.bottlenecks.selectors import finding as bottlenecks
from sauro.domains.documents import selectors as documents
from sauro.domains.explanations.selectors import visibility as explanations
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm as FigurePerm
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.selectors import visibility as programmes
from sauro.domains.reporting.selectors import finding as reports
from sauro.engines import access
from sauro.shell.changes.rules import ChangeKind

Visible = Callable[..., QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of change in words, with the tone and shape of its mark."""

    kind: ChangeKind
    title: Any
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one type: which of their events are changes, who sees them, where they are."""

    subject_type: str
    events: dict[str, ChangeKind]
    visible: Visible
    url_name: str


GROUPS = (
    Group(ChangeKind.NEWLY_LATE, _("Newly overdue"), "red", "clock-exclamation"),
    Group(ChangeKind.BOTTLENECK, _("New bottlenecks"), "red", "hand-stop"),
    Group(ChangeKind.OBSTACLE, _("Obstacles reported"), "amber", "alert-triangle"),
    Group(ChangeKind.TARGET_DOWN, _("Targets that moved down"), "red", "trending-down"),
    Group(ChangeKind.EXPLANATION, _("Explanations asked for"), "amber", "message-circle"),
    Group(ChangeKind.ANSWER, _("New answers"), "blue", "messages"),
    Group(ChangeKind.RETURNED, _("Returned"), "amber", "arrow-back-up"),
    Group(ChangeKind.SUSPENDED, _("Suspended or resumed"), "violet", "player-pause"),
    Group(ChangeKind.DEADLINE, _("Deadlines moved"), "amber", "calendar-time"),
    Group(ChangeKind.COMPLETED, _("Completed"), "green", "circle-check"),
    Group(ChangeKind.TARGET_UP, _("Targets that moved up"), "green", "trending-up"),
    Group(ChangeKind.LIFTED, _("Bottlenecks lifted"), "green", "thumb-up"),
    Group(ChangeKind.CORRECTED, _("Figures corrected"), "amber", "refresh"),
    Group(ChangeKind.ISSUED, _("Documents issued"), "blue", "file-check"),
    Group(ChangeKind.REPORT, _("Reports made"), "blue", "report"),
    Group(ChangeKind.SYNTHESIS, _("New syntheses"), "blue", "message"),
    Group(ChangeKind.ASSIGNED, _("Newly assigned"), "blue", "send"),
    Group(ChangeKind.ALERT, _("New alerts"), "amber", "bell-ringing"),
)
OBSTACLE_EVENTS = ("programmes.task.reported", "programmes.task.submitted")
SOURCES = (
    Source(
        "programmes.task",
        {
            "programmes.task.completed": ChangeKind.COMPLETED,
            "programmes.task.returned": ChangeKind.RETURNED,
            "programmes.task.extension_approved": ChangeKind.DEADLINE,
            "programmes.task.suspended": ChangeKind.SUSPENDED,
            "programmes.task.resumed": ChangeKind.SUSPENDED,
            "programmes.task.synthesis_written": ChangeKind.SYNTHESIS,
            "programmes.task.assign": ChangeKind.ASSIGNED,
            **dict.fromkeys(OBSTACLE_EVENTS, ChangeKind.OBSTACLE),
        },
        programmes.visible_tasks,
        "task_detail",
    ),
    Source(
        "programmes.target",
        {"programmes.target.synthesis_written": ChangeKind.SYNTHESIS},
        programmes.visible_targets,
        "target_detail",
    ),
    Source(
        "bottlenecks.bottleneck",
        {
            "bottlenecks.bottleneck.opened": ChangeKind.BOTTLENECK,
            "bottlenecks.bottleneck.accepted": ChangeKind.BOTTLENECK,
            "bottlenecks.bottleneck.reopened": ChangeKind.BOTTLENECK,
            "bottlenecks.bottleneck.lifted": ChangeKind.LIFTED,
        },
        bottlenecks.bottlenecks_for,
        "bottleneck_detail",
    ),
    Source(
        "explanations.request",
        {
            "explanations.request.asked": ChangeKind.EXPLANATION,
            "explanations.request.answered": ChangeKind.ANSWER,
            "explanations.request.accepted": ChangeKind.ANSWER,
            "explanations.request.returned": ChangeKind.RETURNED,
        },
        explanations.visible_requests,
        "explanation_detail",
    ),
    Source(
        "documents.draft",
        {"documents.draft.issued": ChangeKind.ISSUED},
        documents.drafts_visible,
        "draft_detail",
    ),
    Source(
        "reporting.report",
        {"reporting.report.made": ChangeKind.REPORT},
        reports.visible_reports,
        "report_detail",
    ),
)
OPENED = "alerts.alert.opened"
WOKEN = ("alerts.alert.reopened", "alerts.alert.worsened")
CORRECTED = "indicators.figure.corrected"
EVENT_KINDS = {
    CORRECTED: ChangeKind.CORRECTED,
    **{event: kind for source in SOURCES for event, kind in source.events.items()},
}
URL_NAMES = {
    "indicators.indicator": "indicator_detail",
    **{source.subject_type: source.url_name for source in SOURCES},
}


def seen_events(*, user: Any) -> Q:
    """Events about records that the person may see, as a filter that needs `units` on them."""
    found = _corrections(user)
    for source in SOURCES:
        found |= Q(kind__in=list(source.events), subject_id__in=_ids(source.visible(user=user)))
    return found


def units() -> dict[str, Any]:
    """Of a correction: the number of the unit, none on old events, and its name."""
    number = Cast(KeyTextTransform("organisation_id", "before"), CharField())
    return {"unit": number, "unit_name": KeyTextTransform("organisation", "before")}


def _corrections(user: Any) -> Q:
    """Corrections of every unit for who oversees the indicator, of his own units for others."""
    whole = access.scope(user, FigurePerm.VIEW_ALL)
    own = access.scope(user, FigurePerm.VIEW_OWN)
    found = Q(pk__in=())
    if whole:
        overseen = Indicator.objects.filter(whole.q("owner__path"))
        found |= Q(kind=CORRECTED, subject_id__in=_ids(overseen))
    if own:
        found |= Q(kind=CORRECTED) & _of_units(own)
    return found


def _of_units(own: access.Scope) -> Q:
    """Of units in a scope; where an old event only names one, the indicator is kept above it."""
    mine = Organisation.objects.filter(own.q("path")).order_by()
    above = Q()
    if not own.everywhere:
        above = Q(owner__path__in=[part for path in own.paths for part in _up(path)])
    asked = _ids(Indicator.objects.filter(above))
    named = Q(unit__isnull=True, unit_name__in=mine.values("name"), subject_id__in=asked)
    return Q(unit__in=_ids(mine)) | named


def _up(path: str) -> list[str]:
    """A node of the tree and all above it, as paths."""
    step: int = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def _ids(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Ids of records as the history writes them."""
    plain = rows.select_related(None).order_by()
    return plain.annotate(written_pk=Cast(F("pk"), CharField())).values("written_pk")
