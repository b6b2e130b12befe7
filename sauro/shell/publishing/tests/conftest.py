"""A programme with something of everything, one of its papers not open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sauro.domains.documents.tests import factories as papers
from sauro.domains.programmes.services import mandates, targets, verification
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import make_programme, make_task, report

SECRET_TITLE = "Việc kín của tỉnh"


@pytest.fixture
def place(monitor, second_monitor, admin, clerk, department, province, at) -> Any:
    """A programme with a done task, a late one, one ordered by a closed paper, and a draft."""
    by = {"by": monitor, "at": at}
    open_paper = papers.document(owner=province, **by)
    closed = papers.document(
        owner=province, number="7", symbol="KH-TU", secrecy="confidential", by=admin, at=at
    )
    programme = make_programme(owner=province, mandates=[open_paper, closed], **by)
    done = make_task(programme=programme, lead=department, title="Ban hành kế hoạch", **by)
    make_task(
        programme=programme,
        lead=department,
        title="Nâng cấp đường truyền",
        due_on=date(2025, 5, 31),
        deadline_text="5/2025",
        **by,
    )
    secret = make_task(programme=programme, lead=department, title=SECRET_TITLE, **by)
    mandates.replace_mandates(of=secret, wanted=[closed])
    make_task(programme=programme, title="Chưa giao", assigned=False, **by)
    update = report(task=done, by=clerk, at=at, claims=True)
    verification.verify_update(update=update, by=second_monitor, at=at)
    target = targets.create_target(
        programme=programme,
        target=TargetInput(title="Tỷ lệ hồ sơ trực tuyến", low=Decimal(80), unit="%"),
        **by,
    )
    targets.add_reading(
        target=target,
        reading=ReadingInput(on=date(2025, 6, 9), source="Báo cáo", value=Decimal(85)),
        **by,
    )
    return SimpleNamespace(programme=programme, closed=closed, done=done, target=target)
