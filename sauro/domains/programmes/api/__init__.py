"""The API of programmes, tasks, progress, verification, targets and plan files."""

from ninja import Router

from sauro.domains.programmes.api import (
    annex,
    dashboard,
    details,
    extensions,
    judgements,
    overlaps,
    plans,
    programmes,
    readings,
    reporting,
    steps,
    targets,
    tasks,
    updates,
    verification,
)

router = Router()
# a fixed address such as /tasks/assign stands before /tasks/{task_id}
for _part in (
    *(programmes, steps, tasks, details, overlaps, verification, updates, extensions),
    *(annex, dashboard, reporting, targets, readings, plans, judgements),
):
    router.add_router("", _part.router)

__all__ = ["router"]
