"""Finding causes, set by set: one module for a family of rules, a few SQL each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sauro.domains.alerts.detecting import (
    approvers,
    figures,
    following,
    handing_in,
    papers,
    targets,
    tasks,
)
from sauro.domains.alerts.detecting.shape import Cause, Search

DETECTORS: tuple[Callable[[Search], Iterator[Cause]], ...] = (
    tasks.causes,
    targets.causes,
    figures.falling,
    figures.gaps,
    handing_in.silent_units,
    handing_in.waiting_forms,
    papers.waiting_drafts,
    approvers.causes,
    following.explanations,
    following.bottlenecks,
)


def all_causes(search: Search) -> Iterator[Cause]:
    """Every cause that the rules in use find on the day of the search."""
    for detector in DETECTORS:
        yield from detector(search)
