"""The API of programmes, tasks, progress, verification, targets and plan files."""

from ninja import Router

from sauro.domains.programmes.api import (
    extensions,
    overlaps,
    plans,
    programmes,
    readings,
    steps,
    targets,
    tasks,
    updates,
    verification,
)

router = Router()
for _part in (
    *(programmes, tasks, steps, overlaps, updates, extensions, verification),
    *(targets, readings, plans),
):
    router.add_router("", _part.router)

__all__ = ["router"]
