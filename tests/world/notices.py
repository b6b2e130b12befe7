"""A notice of the focal officer, and a message to her that was given up."""

from __future__ import annotations

from conftest import NOW
from sauro.engines.notify.models import Delivery, Notice
from sauro.engines.notify.services import notices
from tests.world.shape import World


def fill(world: World) -> None:
    """One of each."""
    things, clerk = world.things, world.people["clerk"]
    task = things["late_task"]
    notices.give(
        kind="programmes.task.assign",
        people=[clerk.pk],
        key="world",
        label=str(task),
        url=f"/nhiem-vu/{task.pk}/",
        subject=("programmes.task", str(task.pk)),
        facts={"by": "Lê Minh Quân", "note": "Làm trong quý III"},
        urgent=True,
        at=NOW,
    )
    things["notice"] = Notice.objects.get(person=clerk, key="world")
    things["delivery"] = Delivery.objects.create(
        key="world:email",
        person=clerk,
        channel="email",
        notice=things["notice"],
        state="given_up",
        attempts=12,
        last_error="Hộp thư không tồn tại",
        created_at=NOW,
        next_try_at=NOW,
    )
