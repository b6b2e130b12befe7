"""The parts of which reports are built: each takes a view of the picture and gives blocks."""

from sauro.domains.reporting.sections.annexes import target_annex, task_annex
from sauro.domains.reporting.sections.building import Built, section
from sauro.domains.reporting.sections.corrections import corrections
from sauro.domains.reporting.sections.results import (
    agencies,
    general,
    groups,
    indicators,
    targets,
)
from sauro.domains.reporting.sections.troubles import ahead, late, obstacles, proposals, suspended

__all__ = [
    "Built",
    "agencies",
    "ahead",
    "corrections",
    "general",
    "groups",
    "indicators",
    "late",
    "obstacles",
    "proposals",
    "section",
    "suspended",
    "target_annex",
    "targets",
    "task_annex",
]
