"""A week in which something of every kind happened, and browsers for those who look."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from conftest import give, make_user
from sauro.domains.programmes.services import progress, requests, targets, verification
from sauro.domains.programmes.services.syntheses import write_synthesis
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.conftest import api_of, browser_of, noon
from sauro.domains.programmes.tests.factories import make_programme, make_task, progress_of, report

__all__ = ["api_of", "browser_of", "noon"]
OBSTACLE = "Chưa có đơn giá"


@pytest.fixture
def week(province, department, other_department, clerk, other_clerk, monitor, second_monitor, at):
    """Tasks of two departments and a target; all but the making of them happened this week."""
    begun, by = at - timedelta(days=20), {"by": monitor}
    chairman = give(make_user("chu-tich", "Ngô Văn Chủ"), "leader", province)
    programme = make_programme(owner=province, at=begun, **by)

    def task(title, due_on, lead=department):
        return make_task(programme=programme, lead=lead, at=begun, title=title, due_on=due_on, **by)

    made = SimpleNamespace(
        programme=programme,
        late=task("Việc vừa quá hạn", at.date() - timedelta(days=2)),
        long_late=task("Việc quá hạn đã lâu", at.date() - timedelta(days=15)),
        done=task("Việc đã xong", date(2025, 6, 30)),
        returned=task("Việc bị trả lại", date(2025, 6, 30)),
        stuck=task("Việc vướng", date(2025, 12, 31)),
        extended=task("Việc được gia hạn", date(2025, 6, 12)),
        paused=task("Việc tạm dừng", date(2025, 12, 31)),
        other=task("Việc của Sở Tài chính", date(2025, 12, 31), lead=other_department),
    )
    days = iter(at - timedelta(days=5, hours=-n) for n in range(20))
    claim = report(task=made.done, by=clerk, at=next(days), claims=True)
    verification.verify_update(update=claim, by=second_monitor, at=next(days))
    claim = report(task=made.returned, by=clerk, at=next(days), claims=True)
    verification.return_update(
        update=claim, reason="Thiếu minh chứng", by=second_monitor, at=next(days)
    )
    for one, who, why in (
        (made.stuck, clerk, OBSTACLE),
        (made.other, other_clerk, "Thiếu vốn"),
    ):
        said = progress_of(40, obstacle=why)
        progress.submit_update(task=one, progress=said, by=who, at=next(days))
    asked = requests.request_extension(
        task=made.extended,
        wanted_due_on=date(2025, 9, 30),
        reason="Chờ văn bản",
        by=clerk,
        at=next(days),
    )
    requests.decide_extension(
        extension=asked, approve=True, note="Đồng ý", by=chairman, at=next(days)
    )
    requests.suspend_task(
        task=made.paused,
        ground="Sắp xếp đơn vị hành chính",
        approver="Chủ tịch",
        by=chairman,
        at=next(days),
    )
    write_synthesis(subject=made.stuck, text="Cần đơn giá.", by=clerk, at=next(days))
    made.target = targets.create_target(
        programme=programme,
        target=TargetInput(
            title="Tỷ lệ hồ sơ trực tuyến", low=Decimal(80), unit="%", year=2025, lead=department
        ),
        at=begun,
        **by,
    )
    targets.add_reading(
        target=made.target,
        reading=ReadingInput(on=date(2025, 5, 31), source="Báo cáo", value=Decimal(85)),
        at=next(days),
        **by,
    )
    return made
