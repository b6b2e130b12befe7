"""Targets with where they stand on a day: the last reading up to that day decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from sauro.domains.indicators import rules as indicator_rules
from sauro.domains.indicators.models import Latest
from sauro.domains.indicators.rules import Aim, Forecast, Measured, Outlook, TargetVerdict
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import Target, TargetMilestone, TargetReading
from sauro.domains.programmes.rules import HealthVerdict
from sauro.domains.programmes.selectors import target_figures
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.target_figures import Reported
from sauro.domains.programmes.selectors.visibility import visible_targets

_MILESTONE = ("id", "year", "comparator", "low", "high", "wording")


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target, its last reading up to a day, and what follows from both.

    `milestone` is the value set for the year of the day, by which the target is judged that year.
    `reported` are the figures that units hand in for its indicator, `foreseen` where they lead.
    """

    target: Target
    reading: TargetReading | None
    verdict: TargetVerdict
    milestone: TargetMilestone | None = None
    reported: Reported | None = None
    foreseen: Forecast | None = None
    outlook: Outlook = Outlook.UNKNOWN
    blockers: int = 0

    @property
    def health(self) -> HealthVerdict:
        """How the target does, with the rule that decided it."""
        return rules.target_health(status=self.status, blockers=self.blockers)

    @property
    def status(self) -> str:
        """The code of the status."""
        return self.verdict.status.value

    @property
    def asked(self) -> Target | TargetMilestone:
        """What holds the value that is asked for on the day."""
        return self.milestone or self.target


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


def targets_as_of(
    *, targets: QuerySet[Target], as_of: AsOf, known_at: datetime | None = None
) -> list[TargetStanding]:
    """Each target with its last reading up to the day and its status; two SQL, four with figures.

    A reading that a person wrote and the figures that units report stand side by side: the later
    of the two decides. With `known_at`, readings written after that moment are left out.
    """
    return targets_at(targets=targets, moments=[(as_of, known_at)])[0]


def targets_at(
    *, targets: QuerySet[Target], moments: Sequence[tuple[AsOf, datetime | None]]
) -> list[list[TargetStanding]]:
    """`targets_as_of` at several moments: one SQL for the readings of all of them."""
    reads: list[list[Any]] = []
    for as_of, known_at in moments:
        known_empty = bool(reads) and not reads[0]
        reads.append([] if known_empty else list(_read(targets, as_of, known_at)))
    ids = {row.last_reading for found in reads for row in found if row.last_reading}
    readings = TargetReading.objects.in_bulk(ids) if ids else {}
    return [
        _standings(found, readings, as_of)
        for found, (as_of, _known_at) in zip(reads, moments, strict=True)
    ]


def _standings(
    found: list[Any], readings: Mapping[int, TargetReading], as_of: AsOf
) -> list[TargetStanding]:
    reported = target_figures.reported_for(targets=found, as_of=as_of)
    return [
        standing_of(
            target=row,
            reading=readings.get(row.last_reading),
            milestone=_milestone(row),
            reported=reported.get(row.pk),
            as_of=as_of,
        )
        for row in found
    ]


def _read(targets: QuerySet[Target], as_of: AsOf, known_at: datetime | None = None) -> Any:
    """The targets with the number of their last reading and what is asked in the year."""
    written = TargetReading.objects.filter(target=OuterRef("pk"), on__lte=as_of.day)
    if known_at is not None:
        written = written.filter(at__lte=known_at)
    last = written.order_by("-on", "-pk").values("pk")[:1]
    return targets.annotate(
        last_reading=Subquery(last),
        has_figures=Exists(Latest.objects.filter(indicator=OuterRef("indicator"))),
        this_year=FilteredRelation("milestones", condition=Q(milestones__year=as_of.day.year)),
        **{f"aim_{name}": F(f"this_year__{name}") for name in _MILESTONE},
    ).select_related("indicator", "lead", "programme__owner", "group")


def _milestone(row: Any) -> TargetMilestone | None:
    """The value set for the year of the day, from the columns read with the target."""
    if row.aim_id is None:
        return None
    values = {name: getattr(row, f"aim_{name}") for name in _MILESTONE}
    return TargetMilestone(target=row, **values)


def standing_of(
    *,
    target: Target,
    reading: TargetReading | None,
    as_of: AsOf,
    milestone: TargetMilestone | None = None,
    reported: Reported | None = None,
) -> TargetStanding:
    """Where one target stands on a day with its last reading and the value of that year."""
    if reported is not None and (reading is None or reading.on < reported.on):
        reading = reported.reading(target)
    aim = aim_of(target=target, milestone=milestone)
    measured = reading and Measured(reading.value, reading.met, reading.measurable)
    verdict = indicator_rules.target_status(aim=aim, reading=measured or None, day=as_of.day)
    foreseen, outlook = (
        target_figures.forecast_for(target=target, reported=reported, due_on=_end_of(target))
        if reported is not None and _is_ahead(target, as_of)
        else (None, Outlook.UNKNOWN)
    )
    held = 0 if as_of.is_past else target.blockers  # how many held it then is not kept
    return TargetStanding(target, reading, verdict, milestone, reported, foreseen, outlook, held)


def _is_ahead(target: Target, as_of: AsOf) -> bool:
    """Whether there is still something to foresee."""
    end = _end_of(target)
    return end is not None and end >= as_of.day


def _end_of(target: Target) -> date | None:
    return indicator_rules.due_day(due_on=target.due_on, year=target.year)


def aim_of(*, target: Target, milestone: TargetMilestone | None = None) -> Aim:
    """What a target asks, by the end or in the year of a milestone, in the words of the rules."""
    asked = milestone or target
    due_on, year = (None, milestone.year) if milestone else (target.due_on, target.year)
    return Aim(
        comparator=asked.comparator,
        low=asked.low,
        high=asked.high,
        direction=target.indicator.direction,
        baseline=indicator_rules.number_in(target.baseline),
        starts_on=target.programme.starts_on,
        due_on=indicator_rules.due_day(due_on=due_on, year=year),
    )


def score_of(*, standings: Iterable[TargetStanding]) -> Score:
    """The scoreboard of some targets."""
    return Score(indicator_rules.count_statuses(standing.status for standing in standings))


def standing_now(*, target: Target, as_of: AsOf) -> TargetStanding:
    """One target as it stands on a day; three SQL."""
    return targets_as_of(targets=Target.objects.filter(pk=target.pk), as_of=as_of)[0]


def target_seen(
    *, user: Any, target_id: int, as_of: AsOf
) -> tuple[TargetStanding, list[TargetReading]]:
    """A target the person may see as it stands on a day, and its readings, newest first.

    Two SQL, four with figures; `Target.DoesNotExist` when he may not see it.
    """
    row = _read(visible_targets(user=user), as_of).get(pk=target_id)
    readings = readings_of(target=row, as_of=as_of)
    reported = target_figures.reported_for(targets=[row], as_of=as_of)
    standing = standing_of(
        target=row,
        reading=readings[0] if readings else None,
        milestone=_milestone(row),
        reported=reported.get(row.pk),
        as_of=as_of,
    )
    return standing, readings


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
