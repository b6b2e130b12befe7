"""Tasks and targets that wait."""

from datetime import date

import pytest

from sauro.core import clock
from sauro.domains.bottlenecks.tests.factories import TODAY, report
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.tests.factories import make_programme, make_task


@pytest.fixture
def this_day(monkeypatch, at):
    """The day on which pages and operations are asked."""
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def task(programme, department, monitor, at):
    return make_task(programme=programme, lead=department, number="1", by=monitor, at=at)


@pytest.fixture
def late_task(programme, department, monitor, at):
    return make_task(
        programme=programme,
        lead=department,
        number="2",
        title="Số hóa hồ sơ lưu trữ",
        due_on=date(2025, 5, 31),
        by=monitor,
        at=at,
    )


@pytest.fixture
def other_task(programme, other_department, monitor, at):
    return make_task(
        programme=programme,
        lead=other_department,
        number="3",
        title="Bố trí ngân sách cho khoa học và công nghệ",
        due_on=date(2025, 12, 31),
        by=monitor,
        at=at,
    )


@pytest.fixture
def target(programme, department, monitor, at):
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=80, unit="%", lead=department)
    return targets.create_target(programme=programme, target=wanted, by=monitor, at=at)


@pytest.fixture
def obstacles(task, late_task, other_task, clerk, other_clerk, at):
    """Three units say what is in the way; two of them say nearly the same."""
    same = "Chưa có quy định về định mức chi cho nhiệm vụ khoa học và công nghệ"
    return [
        report(task=task, by=clerk, at=at, obstacle=same),
        report(task=late_task, by=clerk, at=at, obstacle=f"{same}."),
        report(task=other_task, by=other_clerk, at=at, obstacle="Thiếu máy chủ và đường truyền"),
    ]
