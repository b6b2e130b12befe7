"""Bottlenecks: one that holds a task up, a proposal, a lifted one, and a reported obstacle."""

from __future__ import annotations

from datetime import date
from typing import Any

from sauro.domains.bottlenecks.services import bottlenecks, lifting
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.programmes.services import progress
from sauro.domains.programmes.tests.factories import make_task, progress_of
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """One of each."""
    things = world.things
    things["bottleneck"] = _made(
        world, "Chưa có hướng dẫn về chuẩn kết nối", "task", "target", accept=True
    )
    things["bottleneck_link"] = things["bottleneck"].subjects.get(task=things["task"])
    lifting.escalate_bottleneck(
        bottleneck=things["bottleneck"],
        level="ministry",
        name="Bộ Khoa học và Công nghệ",
        document=things["document"],
        due_on=date(2025, 7, 15),
        **said_by(world, "leader"),
    )
    things["bottleneck"].refresh_from_db()
    things["other_bottleneck"] = _made(world, "Thiếu kinh phí đầu tư", accept=True)
    things["proposed_bottleneck"] = _made(world, "Nhân lực mỏng", "late_task", accept=False)
    things["lifted_bottleneck"] = lifting.lift_bottleneck(
        bottleneck=_made(world, "Trụ sở chưa ổn định", accept=True),
        document=things["document"],
        **said_by(world, "leader"),
    )
    hindered = make_task(
        programme=things["programme"],
        lead=things["department"],
        number="9",
        title="Đo kiểm vùng phủ sóng",
        **said_by(world, "monitor"),
    )
    things["obstacle_update"] = progress.submit_update(
        task=hindered,
        progress=progress_of(20, obstacle="Máy đo hỏng, chờ sửa"),
        **said_by(world, "clerk"),
    )


def _made(world: World, title: str, *waiting: str, accept: bool) -> Any:
    things = world.things
    kinds = {"target": "programmes.target"}
    return bottlenecks.propose_bottleneck(
        content=BottleneckInput(
            title=title,
            kind="mechanism_policy",
            condition="Có văn bản hướng dẫn",
            responsible=things["department"],
            lift_by=date(2025, 7, 31),
        ),
        raised_by=things["department"],
        keys=[(kinds.get(one, "programmes.task"), str(things[one].pk)) for one in waiting],
        accept=accept,
        **said_by(world, "monitor"),
    )
