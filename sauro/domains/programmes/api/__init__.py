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
# a fixed address such as /tasks/assign stands before /tasks/{task_id}
for _part in (
    *(programmes, steps, tasks, overlaps, verification, updates, extensions),
    *(targets, readings, plans),
):
    router.add_router("", _part.router)

__all__ = ["router"]
