"""A plan read from an annex, waiting to be looked through."""

from __future__ import annotations

from sauro.domains.programmes.services import plans
from sauro.engines.office.writing import Column, Sheet, write_xlsx
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """The annex of the programme."""
    world.things["plan"] = plans.stage_plan(
        programme=world.things["programme"],
        data=plan_file(),
        file_name="phu-luc.xlsx",
        kind="auto",
        **said_by(world),
    )


def plan_file() -> bytes:
    """A small annex as Excel."""
    columns = [Column(title) for title in ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Kết quả")]
    rows = [
        (
            "1",
            "Xây dựng nền tảng học trực tuyến",
            "Sở Khoa học và Công nghệ",
            "12/2025",
            "Nền tảng",
        ),
        ("2", "Tập huấn kỹ năng số", "Sở Nội dung số", "Quý III/2025", "Lớp học"),
    ]
    return write_xlsx([Sheet("Phụ lục", columns, rows)])
