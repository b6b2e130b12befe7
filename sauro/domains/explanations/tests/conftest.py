"""A late task of a department, and a request about it."""

from __future__ import annotations

from datetime import date

import pytest

from sauro.domains.explanations.rules import Said
from sauro.domains.explanations.services import requests
from sauro.domains.programmes.tests.factories import make_programme, make_task

SAID = Said(
    text="Đã hoàn thành 4/6 phân hệ; còn phân hệ báo cáo và liên thông.",
    cause="Nhà thầu chậm bàn giao do thay đổi cấu hình máy chủ.",
    remedy="Bổ sung 02 kỹ sư, họp giao ban hằng tuần.",
    remedy_on=date(2025, 6, 30),
)


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def late_task(programme, department, monitor, at):
    return make_task(
        programme=programme,
        lead=department,
        number="7",
        title="Xây dựng kho dữ liệu số",
        due_on=date(2025, 5, 31),
        by=monitor,
        at=at,
    )


@pytest.fixture
def ask(late_task, leader, at):
    """Asks about the late task, as the leader unless told."""

    def asking(**given):
        values = {
            "subject_kind": "programmes.task",
            "subject_id": str(late_task.pk),
            "question": "Đề nghị giải trình nguyên nhân chậm.",
            "by": leader,
            "at": at,
        }
        return requests.ask(**values | given)

    return asking


@pytest.fixture
def asked(ask):
    return ask()
