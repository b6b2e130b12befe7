"""A programme with a task in every state, its updates, a target and an effect."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from conftest import NOW
from sauro.domains.programmes.services import (
    details,
    effects,
    evidence,
    programmes,
    requests,
    targets,
    verification,
)
from sauro.domains.programmes.services.syntheses import write_synthesis
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import (
    MONTH,
    make_programme,
    make_task,
    progress_of,
    report,
)
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """The programme and all that hangs on it."""
    _programme(world)
    _tasks(world)
    _updates(world)
    _targets(world)


def _programme(world: World) -> None:
    things, by = world.things, said_by(world)
    things["programme"] = make_programme(
        owner=things["province"], code="LV-CT88", mandates=[things["document"]], **by
    )
    things["group"] = programmes.add_group(
        programme=things["programme"], number="I", title="Hoàn thiện thể chế", **by
    )


def _tasks(world: World) -> None:
    things, by = world.things, said_by(world)
    shared = {"programme": things["programme"], "lead": things["department"], **by}
    things["task"] = make_task(group=things["group"], number="1", **shared)
    things["milestone"] = details.set_milestone(
        task=things["task"], title="Trình đề án", due_on=date(2025, 6, 20), **by
    )
    things["mandate"] = details.add_mandate(
        task=things["task"], document=things["document"], clause=things["clause"], **by
    )
    details.set_external_id(task=things["task"], system="nq57", code="57-001", **by)
    things["draft_task"] = make_task(
        number="2", title="Ban hành quy chế dữ liệu", assigned=False, **shared
    )
    things["late_task"] = make_task(
        number="3", title="Số hóa hồ sơ Gạo Trắng", due_on=date(2025, 5, 31), **shared
    )
    things["suspended_task"] = make_task(number="4", title="Đầu tư trung tâm dữ liệu", **shared)
    requests.suspend_task(
        task=things["suspended_task"], ground="Sắp xếp đơn vị", approver="Chủ tịch", **by
    )
    things["done_task"] = make_task(number="5", title="Phổ cập chữ ký số", **shared)
    done = report(task=things["done_task"], by=world.people["clerk"], at=NOW, claims=True)
    verification.verify_update(update=done, **by)
    things["extension"] = requests.request_extension(
        task=things["task"],
        wanted_due_on=date(2025, 8, 31),
        reason="Chờ hướng dẫn",
        by=world.people["clerk"],
        at=NOW,
    )


def _updates(world: World) -> None:
    things, clerk = world.things, world.people["clerk"]
    things["update"] = report(task=things["task"], by=clerk, at=NOW)
    [things["evidence"]] = evidence.add_evidence(
        update=things["update"],
        proofs=[evidence.Proof(name="bien-ban.pdf", file=io.BytesIO(b"%PDF-1.7\n%%EOF\n"))],
        by=clerk,
        at=NOW,
    )
    things["draft"] = evidence.report_with_evidence(
        task=things["late_task"],
        progress=progress_of(20),
        proofs=[],
        submit=False,
        by=clerk,
        at=NOW,
    )


def _targets(world: World) -> None:
    things, by = world.things, said_by(world)
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=80, unit="%", year=2025)  # type: ignore[arg-type]
    things["target"] = targets.create_target(programme=things["programme"], target=wanted, **by)
    reading = ReadingInput(on=MONTH, source="Cổng dịch vụ công", value=75)  # type: ignore[arg-type]
    targets.add_reading(target=things["target"], reading=reading, **by)
    things["synthesis"] = write_synthesis(
        subject=things["target"], text="Cần thêm hai tháng.", **by
    )
    things["effect"] = effects.set_effect(
        task=things["task"], target=things["target"], adds=Decimal(1), **by
    )
