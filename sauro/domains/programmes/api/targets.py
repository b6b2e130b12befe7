"""Targets with where they stand on a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from sauro.domains.indicators.rules import Comparator, Direction, TargetStatus
from sauro.domains.programmes.api import asking
from sauro.domains.programmes.api.shapes import (
    Code,
    Day,
    Figure,
    GroupRef,
    Id,
    Line,
    OrganisationRef,
    Page,
    Paging,
    PathId,
    UpTo20,
    UpTo40,
    UpTo80,
    UpTo120,
    UpTo200,
    UpTo250,
    UpTo500,
    UpTo2000,
    Version,
    Year,
    page_body,
)
from sauro.domains.programmes.models import Programme, TargetReading
from sauro.domains.programmes.rules import Health
from sauro.domains.programmes.selectors import choices, health, targets, visibility
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.domains.programmes.services import targets as services
from sauro.domains.programmes.services.targets import TargetInput
from sauro.engines import text

router = Router(tags=["Targets"])
PLAIN = (
    *("id", "group", "number", "title", "comparator", "low", "high", "wording", "baseline"),
    *("year", "due_on", "lead", "lead_mention", "note", "version"),
)


class ReadingOut(Schema):
    """The value of a target on a day."""

    id: int
    on: Day
    value: Figure | None
    wording: str
    met: bool | None
    measurable: bool
    source: str


class TargetOut(Schema):
    """A target, its last reading up to the day, and what follows from both."""

    id: int
    programme: str
    group: GroupRef | None
    number: str
    title: str
    indicator: str
    unit: str
    direction: str
    comparator: str
    low: Figure | None
    high: Figure | None
    wording: str
    baseline: str
    year: int | None
    due_on: Day | None
    lead: OrganisationRef | None
    lead_mention: str
    note: str
    version: int
    status: str
    rule: str = Field(description="the rule that decided the status")
    fraction: float | None = Field(description="share of the way covered, in percent")
    reading: ReadingOut | None
    health: str = Field(description="good, at_risk, blocked or unknown")
    health_rule: str = Field(description="the rule that decided the health")
    blockers: int = Field(description="open bottlenecks that hold it")


class TargetPage(Page):
    """A page of targets, with how many of all that match have each status."""

    items: list[TargetOut]
    by_status: dict[str, int]
    by_health: dict[str, int]
    reached: int


class TargetQuery(Paging):
    """Which targets."""

    programme: UpTo40 = ""
    lead: UpTo120 = ""
    status: list[TargetStatus] = Field(default=[], max_length=7)
    health: list[Health] = Field(default=[], max_length=4)
    q: UpTo200 = ""
    as_of: Day | None = None


class TargetFields(Schema):
    """Everything that may be said of a target."""

    title: UpTo2000 = Field(min_length=1)
    comparator: Comparator = Comparator.GE
    low: Figure | None = None
    high: Figure | None = None
    unit: UpTo80 = ""
    direction: Direction = Direction.UP
    indicator_name: UpTo500 = ""
    number: UpTo20 = ""
    group_id: Id | None = None
    wording: Line = ""
    baseline: UpTo200 = ""
    year: Year | None = None
    due_on: Day | None = None
    lead: Code | None = None
    lead_mention: Line = ""
    note: UpTo2000 = ""
    source: UpTo250 = ""


class TargetIn(TargetFields):
    """A new target at the end of a programme."""

    programme: Code


class TargetChange(TargetFields):
    """The target as it shall be: what is left out becomes empty."""

    expected_version: Version


@router.get("/targets", response=TargetPage, summary="Targets the person may see, as of a day")
def target_list(request: HttpRequest, query: Query[TargetQuery]) -> Any:
    found = visibility.visible_targets(user=request.user)
    if query.programme:
        found = found.filter(programme__code=query.programme)
    if query.lead:
        found = found.filter(lead_id__in=choices.organisations_meant(words=query.lead))
    found = found.filter(text.matches_query(query.q, folded="folded"))
    standings = targets.targets_as_of(
        targets=found.order_by("programme_id", "position", "id"), as_of=asking.as_of(query.as_of)
    )
    score = targets.score_of(standings=standings)
    wanted = {status.value for status in query.status}
    matching = [one for one in standings if not wanted or one.status in wanted]
    if query.health:
        matching = [one for one in matching if one.health.health in query.health]
    shown = matching[query.offset : query.offset + query.limit]
    counts = health.counts_of(standings=standings)
    body = page_body(len(matching), [target_body(one) for one in shown], query)
    return {**body, "by_status": score.counts, "by_health": counts, "reached": score.reached}


@router.post("/targets", response={201: TargetOut}, summary="Create a target in a programme")
def target_create(request: HttpRequest, body: TargetIn) -> Any:
    programme = asking.programme_named(request, body.programme)
    made = services.create_target(
        programme=programme, target=_wanted(request, programme, body), **asking.who(request)
    )
    return Status(201, _fresh(request, made.pk))


@router.get("/targets/{target_id}", response=TargetOut, summary="One target, as of a day")
def target_detail(request: HttpRequest, target_id: PathId, as_of: Day | None = None) -> Any:
    return _fresh(request, target_id, as_of)


@router.put("/targets/{target_id}", response=TargetOut, summary="Change a target")
def target_change(request: HttpRequest, target_id: PathId, body: TargetChange) -> Any:
    target = asking.target_or_404(request, target_id)
    services.change_target(
        target=target,
        wanted=_wanted(request, target.programme, body),
        expected_version=body.expected_version,
        **asking.who(request),
    )
    return _fresh(request, target_id)


def reading_body(reading: TargetReading) -> dict[str, Any]:
    """A reading as a body."""
    return {name: getattr(reading, name) for name in ReadingOut.model_fields}


def target_body(standing: TargetStanding) -> dict[str, Any]:
    """A target with where it stands as a body."""
    target, reading = standing.target, standing.reading
    return {
        **{name: getattr(target, name) for name in PLAIN},
        "programme": target.programme.code,
        "indicator": target.indicator.name,
        "unit": target.indicator.unit,
        "direction": target.indicator.direction,
        "status": standing.status,
        "rule": standing.verdict.rule,
        "fraction": standing.verdict.fraction,
        "reading": reading_body(reading) if reading else None,
        "health": standing.health.code,
        "health_rule": standing.health.rule.value,
        "blockers": standing.blockers,
    }


def _fresh(request: HttpRequest, target_id: int, day: Any = None) -> dict[str, Any]:
    target = asking.target_or_404(request, target_id)
    return target_body(targets.standing_now(target=target, as_of=asking.as_of(day)))


def _wanted(request: HttpRequest, programme: Programme, body: TargetFields) -> TargetInput:
    named = {"programme", "expected_version", "group_id", "lead", "comparator", "direction"}
    return TargetInput(
        **body.model_dump(exclude=named),
        comparator=body.comparator.value,
        direction=body.direction.value,
        group=asking.group_named(programme, body.group_id, "targets"),
        lead=asking.organisation_named(request, body.lead, "lead"),
    )
