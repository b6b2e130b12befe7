"""The API of agencies, posts, bodies, names and people."""

from ninja import Router

from sauro.domains.orgs.api import names, organisations, people, posts

router = Router()
for _part in (organisations, posts, names, people):
    router.add_router("", _part.router)

__all__ = ["router"]
