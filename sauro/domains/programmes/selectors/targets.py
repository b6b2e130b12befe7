"""Targets with where they stand on a day: the last reading up to that day decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.rules import Aim, Measured, TargetStatus, TargetVerdict
from sauro.domains.programmes.models import Target, TargetReading
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.visibility import visible_targets


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target, its last reading up to a day, and what follows from both."""

    target: Target
    reading: TargetReading | None
    verdict: TargetVerdict

    @property
    def status(self) -> str:
        """The code of the status."""
        return self.verdict.status.value


@dataclass(frozen=True, slots=True)
class Score:
    """How many targets have each status; reached means met or exceeded."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All targets."""
        return sum(self.counts.values())

    @property
    def reached(self) -> int:
        """Targets met or exceeded."""
        return sum(self.counts[status.value] for status in indicator_rules.REACHED)


def targets_as_of(*, targets: QuerySet[Target], as_of: AsOf) -> list[TargetStanding]:
    """Each target with its last reading up to the day and its status; two SQL."""
    last = (
        TargetReading.objects.filter(target=OuterRef("pk"), on__lte=as_of.day)
        .order_by("-on", "-pk")
        .values("pk")[:1]
    )
    found = list(
        targets.annotate(last_reading=Subquery(last)).select_related(
            "indicator", "lead", "programme", "group"
        )
    )
    ids = [row.last_reading for row in found if row.last_reading]
    readings = TargetReading.objects.in_bulk(ids) if ids else {}
    return [standing_of(row, readings.get(row.last_reading), as_of) for row in found]


def standing_of(target: Target, reading: TargetReading | None, as_of: AsOf) -> TargetStanding:
    """Where one target stands on a day with its last reading."""
    measured = reading and Measured(reading.value, reading.met, reading.measurable)
    verdict = indicator_rules.target_status(
        aim=aim_of(target), reading=measured or None, day=as_of.day
    )
    return TargetStanding(target, reading, verdict)


def aim_of(target: Target) -> Aim:
    """What a target asks, in the words of the rules; its time starts with its programme."""
    return Aim(
        comparator=target.comparator,
        low=target.low,
        high=target.high,
        direction=target.indicator.direction,
        baseline=indicator_rules.number_in(target.baseline),
        starts_on=target.programme.starts_on,
        due_on=indicator_rules.due_day(due_on=target.due_on, year=target.year),
    )


def score_of(*, standings: Iterable[TargetStanding]) -> Score:
    """The scoreboard of some targets."""
    return Score(indicator_rules.count_statuses(standing.status for standing in standings))


def target_for(*, user: Any, target_id: int) -> Target:
    """A target the person may see, with what its page shows; `Target.DoesNotExist` else."""
    return (
        visible_targets(user=user)
        .select_related("programme__owner", "indicator", "lead", "group")
        .get(pk=target_id)
    )


def readings_of(*, target: Target, as_of: AsOf) -> list[TargetReading]:
    """The readings of a target up to a day, newest first."""
    found = target.readings.filter(on__lte=as_of.day).select_related("by")
    return list(found.order_by("-on", "-pk"))


def is_status(code: str) -> bool:
    """Whether a code names a status of targets."""
    return code in set(TargetStatus)
