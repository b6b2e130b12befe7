"""What a merger moves, as data: a row before and after, under a heading that people count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """Headings under which moves are counted."""

    TASKS = "tasks"
    TASK_POSTS = "task_posts"
    PARTIES = "parties"
    DRAFTS = "drafts"
    PROGRAMMES = "programmes"
    TARGETS = "targets"
    FORMS = "forms"
    CHECKED = "checked"
    QUESTIONS = "questions"
    BOTTLENECKS = "bottlenecks"
    COLLECTIVES = "collectives"
    SEATS = "seats"
    POSTS = "posts"
    PEOPLE = "people"
    MEMBERS = "members"
    ROLES = "roles"


class Stay(StrEnum):
    """What stays with the closed agency, readable, and is counted for the record."""

    CLOSED_TASKS = "closed_tasks"
    PAST_TARGETS = "past_targets"
    DOCUMENTS = "documents"
    INDICATORS = "indicators"
    FORMS = "forms"
    NAMES = "names"
    BELOW = "below"


KINDS = {
    Kind.TASKS: _("Open tasks led"),
    Kind.TASK_POSTS: _("Open tasks in which a post or the deciding body changes"),
    Kind.PARTIES: _("Other parts in open tasks"),
    Kind.DRAFTS: _("Progress reports not yet sent"),
    Kind.PROGRAMMES: _("Open programmes"),
    Kind.TARGETS: _("Targets still to be reached"),
    Kind.FORMS: _("Forms not yet handed in"),
    Kind.CHECKED: _("Forms checked for others"),
    Kind.QUESTIONS: _("Requests for explanation not settled"),
    Kind.BOTTLENECKS: _("Bottlenecks not lifted"),
    Kind.COLLECTIVES: _("Collective names"),
    Kind.SEATS: _("Seats in committees held for the agency"),
    Kind.POSTS: _("Posts that end"),
    Kind.PEOPLE: _("Appointments that end"),
    Kind.MEMBERS: _("Members whose seat ends"),
    Kind.ROLES: _("Roles given at the successor"),
}
STAYS = {
    Stay.CLOSED_TASKS: _("Tasks completed or cancelled"),
    Stay.PAST_TARGETS: _("Targets whose day has passed"),
    Stay.DOCUMENTS: _("Documents issued"),
    Stay.INDICATORS: _("Indicators with figures, which count in the successor's totals"),
    Stay.FORMS: _("Forms that stay, also those still to be handed in for past periods"),
    Stay.NAMES: _("Names that lead to the successor"),
    Stay.BELOW: _("Agencies below, which go along"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row that changes (`before`, `after`), goes (no `after`) or is made (no `before`).

    `seen` are further columns that must be the same for the move to be taken back.
    """

    kind: str
    table: str
    pk: int | None
    label: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    counted: bool = True

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that a person holds at a merged agency and may be given at the successor."""

    grant_id: int
    person: str
    role: str
    own: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a merger would do, in the order in which it is done."""

    moves: tuple[Move, ...]
    offers: tuple[Offer, ...]
    stays: Mapping[str, int]

    def counts(self) -> dict[str, int]:
        """How many of each heading move, those with none left out."""
        return counts_of(self.moves)


@dataclass(frozen=True, slots=True)
class Heading:
    """The moves under one heading, ready to print."""

    code: str
    name: Any
    count: int
    labels: Sequence[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.labels)


def counts_of(moves: Iterable[Move]) -> dict[str, int]:
    """How many of each heading there are, in the order of the headings."""
    found = [move.kind for move in moves if move.counted]
    return {kind.value: found.count(kind.value) for kind in Kind if kind.value in found}


def headings(moves: Sequence[Move], *, shown: int) -> list[Heading]:
    """Moves by heading, the first of each named."""
    labels: dict[str, list[str]] = {}
    for move in moves:
        if move.counted:
            labels.setdefault(move.kind, []).append(move.label)
    return [
        Heading(kind.value, KINDS[kind], len(labels[kind.value]), labels[kind.value][:shown])
        for kind in Kind
        if kind.value in labels
    ]


def stay_lines(stays: Mapping[str, int]) -> list[tuple[Any, int]]:
    """What stays, by heading, those with none left out."""
    return [(STAYS[stay], stays[stay]) for stay in Stay if stays.get(stay)]
