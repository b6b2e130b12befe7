"""The API of requests for explanation."""

from ninja import Router

from sauro.domains.explanations.api import files, steps

router = Router()
for _part in (steps, files):
    router.add_router("", _part.router)
