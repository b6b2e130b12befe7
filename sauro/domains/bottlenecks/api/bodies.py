"""Bodies of the API of bottlenecks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from sauro.domains.bottlenecks.services import obstacles as obstacle_services
from sauro.domains.programmes.api import shapes

# Words, not enumerations: their names would clash with those of other domains in the description.
KindWord = Literal[
    "mechanism_policy",
    "money",
    "people",
    "infrastructure_data",
    "procedure_authority",
    "coordination",
]
LevelWord = Literal["commune", "agency", "province", "ministry", "government", "national_assembly"]
StateWord = Literal["proposed", "open", "escalated", "lifted", "rejected", "merged"]
SeverityWord = Literal["high", "medium", "low", "none"]


class BottleneckOut(Schema):
    """What blocks, what would lift it, who can, who answers, by when, and what it holds up."""

    id: int
    code: str
    owner: str
    title: str
    kind: KindWord
    description: str
    condition: str
    authority: LevelWord
    lifter: str
    raised_by: str | None
    responsible: str | None
    lift_by: date | None
    original_lift_by: date | None
    state: StateWord
    severity: SeverityWord
    weight: int
    tasks: int
    tasks_alone: int
    tasks_late: int
    targets: int
    lifted_on: date | None
    lift_document_id: int | None
    merged_into_id: int | None
    version: int


class WaitingOut(Schema):
    """A record that waits, or waited."""

    kind: str
    id: str
    label: str
    waits: bool
    alone: bool
    late: bool
    since: date


class EscalationOut(Schema):
    """To which level and body it was put, and by which document."""

    level: LevelWord
    to: str
    document_id: int | None
    due_on: date | None
    on: date
    at: datetime


class BottleneckDetail(BottleneckOut):
    """One with the records that wait and the levels it was put to."""

    waiting: list[WaitingOut]
    unseen: int
    escalations: list[EscalationOut]


class BottleneckPage(shapes.Page):
    """A page of the register, the heaviest first."""

    items: list[BottleneckOut]


class BottleneckQuery(shapes.Paging):
    """Which ones; without a state those that are not closed."""

    kind: KindWord | None = None
    authority: LevelWord | None = None
    state: StateWord | None = None
    responsible: shapes.UpTo40 = ""
    overdue: bool = False


class RecordKey(Schema):
    """A task or target by kind and number."""

    kind: Annotated[shapes.UpTo60, Field(examples=["programmes.task"])]
    id: shapes.UpTo40


class BottleneckIn(Schema):
    """A bottleneck; units are named by their codes."""

    title: Annotated[shapes.Plain, Field(min_length=1, max_length=300)]
    kind: KindWord
    description: shapes.Text = ""
    condition: shapes.UpTo2000 = ""
    authority: LevelWord = "province"
    lifter: shapes.UpTo200 = ""
    responsible: shapes.UpTo40 = ""
    lift_by: shapes.Day | None = None


class BottleneckProposeIn(BottleneckIn):
    """A new one: for which unit, what waits, and whether it is open at once."""

    raised_by: shapes.Code
    records: Annotated[list[RecordKey], Field(max_length=200)] = []
    accept: bool = False


class BottleneckChangeIn(BottleneckIn):
    """New particulars; `reason` when the day moves."""

    reason: shapes.Reason = ""
    expected_version: shapes.Version


class BottleneckAcceptIn(Schema):
    """Who answers for it and by when."""

    responsible: shapes.Code
    lift_by: shapes.Day


class BottleneckReasonIn(Schema):
    """Why."""

    reason: shapes.Reason


class BottleneckReopenIn(BottleneckReasonIn):
    """Why, and until when."""

    lift_by: shapes.Day


class BottleneckEscalateIn(Schema):
    """To which level and body, by which document, answer by when."""

    level: LevelWord
    to: Annotated[shapes.Plain, Field(min_length=1, max_length=200)]
    document_id: shapes.Id | None = None
    due_on: shapes.Day | None = None
    note: shapes.Reason = ""


class BottleneckLiftIn(Schema):
    """The document that lifts it; without one the ground and the evidence."""

    document_id: shapes.Id | None = None
    ground: shapes.Reason = ""
    evidence: shapes.UpTo500 = ""
    lifted_on: shapes.Day | None = None


class BottleneckMergeIn(BottleneckReasonIn):
    """Into which one it is merged."""

    into_bottleneck_id: shapes.Id


class BottleneckLinkIn(Schema):
    """What waits, how, and since when."""

    records: Annotated[list[RecordKey], Field(max_length=200)]
    note: shapes.UpTo500 = ""
    since: shapes.Day | None = None


class ObstacleOut(Schema):
    """A report of an obstacle: the update, its task and unit, and the words."""

    update_id: int
    task_id: int
    unit: str | None
    month: date
    words: str


class ObstacleGroupOut(Schema):
    """Reports that say nearly the same, and what they suggest."""

    kind: KindWord | None
    bottleneck_id: int | None
    obstacles: list[ObstacleOut]


class ObstaclesIn(Schema):
    """Some updates that name an obstacle."""

    updates: Annotated[list[shapes.Id], Field(min_length=1, max_length=obstacle_services.MOST)]


class ObstaclesGatherIn(ObstaclesIn, BottleneckIn):
    """One bottleneck of them."""

    accept: bool = False


class ObstaclesTieIn(ObstaclesIn):
    """Behind which bottleneck they stand."""

    bottleneck_id: shapes.Id


class ObstaclesAsideIn(ObstaclesIn, BottleneckReasonIn):
    """Why they need none."""
