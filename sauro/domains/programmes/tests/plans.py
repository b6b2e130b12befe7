"""A small plan for tests of figures: two groups, seven tasks of three agencies, a target."""

from datetime import date
from decimal import Decimal

from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import (
    programmes,
    progress,
    requests,
    targets,
    verification,
)
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import make_task, progress_of, report


def make_plan(*, programme, department, other_department, commune, clerk, monitor, at):
    """Two groups and seven tasks of three agencies: late, done, suspended, shared, unassigned."""
    groups = [
        programmes.add_group(programme=programme, number=number, title=title, by=monitor, at=at)
        for number, title in (("I", "Hoàn thiện thể chế"), ("II", "Phát triển hạ tầng số"))
    ]

    def task(title, group, lead, **more):
        return make_task(
            programme=programme, lead=lead, by=monitor, at=at, title=title, group=group, **more
        )

    late = task("Số hóa hồ sơ lưu trữ", groups[0], department, due_on=date(2025, 5, 20))
    said = progress_of(30, obstacle="Chưa bố trí được kinh phí")
    progress.submit_update(task=late, progress=said, by=clerk, at=at)
    done = task("Ban hành quy chế dữ liệu", groups[0], department, due_on=date(2025, 6, 30))
    claim = report(task=done, by=clerk, at=at, claims=True)
    verification.verify_update(update=claim, by=monitor, at=at)
    task("Phủ sóng 5G khu công nghiệp", groups[1], other_department, due_on=date(2025, 6, 14))
    shared = task(
        "Kết nối mạng truyền số liệu",
        groups[1],
        department,
        due_on=date(2025, 12, 31),
        parties=(Party(PartyRole.LEAD, organisation=other_department),),
    )
    paused = task("Xây dựng trung tâm điều hành", groups[1], commune, due_on=date(2025, 9, 30))
    requests.suspend_task(
        task=paused, ground="Sắp xếp đơn vị hành chính", approver="Chủ tịch", by=monitor, at=at
    )
    task("Duy trì tổ công nghệ số cộng đồng", None, commune, due_on=None, deadline_kind="ongoing")
    make_task(programme=programme, by=monitor, at=at, title="Việc chưa rõ", group=groups[1])
    return {"groups": groups, "late": late, "done": done, "shared": shared, "paused": paused}


def make_target(*, programme, lead, by, at, title="Tỷ lệ hồ sơ trực tuyến"):
    wanted = TargetInput(title=title, low=Decimal(80), unit="%", year=2025, lead=lead)
    made = targets.create_target(programme=programme, target=wanted, by=by, at=at)
    for day, value in ((date(2025, 3, 31), 55), (date(2025, 5, 31), 83)):
        reading = ReadingInput(on=day, source="Báo cáo quý", value=Decimal(value))
        targets.add_reading(target=made, reading=reading, by=by, at=at)
    return made
