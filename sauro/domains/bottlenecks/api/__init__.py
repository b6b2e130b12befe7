"""The API of bottlenecks, assembled from its files."""

from ninja import Router

from sauro.domains.bottlenecks.api import obstacles, register, steps

router = Router()
for _part in (register, steps, obstacles):
    router.add_router("", _part.router)
