"""What people keep for themselves: a token, a view of a list, a file in the making."""

from __future__ import annotations

from conftest import NOW
from sauro.domains.accounts import services as account_services
from sauro.engines.jobs import services as job_services
from sauro.engines.listing import services as listing_services
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """The things of the clerk, and one job."""
    _account(world)
    _job(world)


def _account(world: World) -> None:
    clerk = world.people["clerk"]
    world.things["token"], _secret = account_services.issue_token(
        user=clerk, name="máy", by=clerk, at=NOW
    )
    world.things["view"] = listing_services.save_view(
        listing="tasks",
        name="Quá hạn",
        query="deadline_class=overdue",
        is_default=False,
        by=clerk,
        at=NOW,
    )


def _job(world: World) -> None:
    """A list of programmes made into a file in the background."""
    world.things["job"] = job_services.start(
        kind="jobs.file",
        title="Chương trình (XLSX)",
        arguments={"address": "/chuong-trinh/?format=xlsx"},
        **said_by(world),
    )
