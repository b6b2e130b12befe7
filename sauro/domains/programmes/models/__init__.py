"""Tables of programmes, tasks, progress and targets."""

from sauro.domains.programmes.models.imports import PlanImport
from sauro.domains.programmes.models.programme import Group, Programme, ProgrammeMandate
from sauro.domains.programmes.models.requests import Extension, OverlapDecision, Suspension
from sauro.domains.programmes.models.synthesis import Synthesis
from sauro.domains.programmes.models.target import (
    Target,
    TargetMilestone,
    TargetReading,
    TaskEffect,
)
from sauro.domains.programmes.models.task import (
    ExternalId,
    Milestone,
    Task,
    TaskMandate,
    TaskParty,
    TaskSpan,
)
from sauro.domains.programmes.models.update import Evidence, ProgressUpdate

__all__ = [
    "Evidence",
    "Extension",
    "ExternalId",
    "Group",
    "Milestone",
    "OverlapDecision",
    "PlanImport",
    "Programme",
    "ProgrammeMandate",
    "ProgressUpdate",
    "Suspension",
    "Synthesis",
    "Target",
    "TargetMilestone",
    "TargetReading",
    "Task",
    "TaskEffect",
    "TaskMandate",
    "TaskParty",
    "TaskSpan",
]
