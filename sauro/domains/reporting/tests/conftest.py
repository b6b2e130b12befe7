"""A province in June 2025 with a late task, a done one, a blocked one, and a target."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sauro.core import clock
from sauro.domains.programmes.services import progress, verification
from sauro.domains.programmes.tests.factories import (
    make_programme,
    make_task,
    progress_of,
    report,
)
from sauro.domains.reporting.services import closing, making
from sauro.engines import periods

JUNE = periods.parse("2025-06")
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def later(at) -> datetime:
    """After the closing day of June."""
    return at + timedelta(days=6)


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at - timedelta(days=60))


@pytest.fixture
def work(programme, department, other_department, monitor, second_monitor, clerk, at):
    """Three tasks: one done in the window, one late with an obstacle, one for the next month."""
    early = at - timedelta(days=40)
    one = {"programme": programme, "by": monitor, "at": early}
    done = make_task(**one, lead=department, title="Kết nối mạng truyền số liệu")
    late = make_task(
        **one,
        lead=department,
        title="Ban hành quy chế dữ liệu",
        due_on=(at - timedelta(days=20)).date(),
        deadline_text="",
        deadline_kind="date",
    )
    ahead = make_task(
        **one,
        lead=other_department,
        title="Bố trí kinh phí chuyển đổi số",
        due_on=(at + timedelta(days=20)).date(),
        deadline_text="",
        deadline_kind="date",
    )
    claim = report(task=done, by=clerk, at=at - timedelta(days=5), claims=True)
    verification.verify_update(update=claim, by=second_monitor, at=at - timedelta(days=4))
    progress.submit_update(
        task=late,
        progress=progress_of(40, obstacle="Chờ hướng dẫn của bộ"),
        by=clerk,
        at=at - timedelta(days=3),
    )
    return {"done": done, "late": late, "ahead": ahead}


@pytest.fixture
def snapshot(work, province, monitor, at):
    """A provisional picture of June."""
    return closing.take_snapshot(owner=province, period=JUNE, soon_days=7, by=monitor, at=at)


@pytest.fixture
def final(work, province, monitor, later):
    return closing.close_period(owner=province, period=JUNE, soon_days=7, by=monitor, at=later)


@pytest.fixture
def period_report(snapshot, province, monitor, at):
    order = making.Order("province", province, province)
    return making.make_report(snapshot=snapshot, order=order, by=monitor, at=at)


@pytest.fixture
def noon(monkeypatch, at):
    """The clock of the pages stands still."""
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)
    return at


@pytest.fixture
def browser_of(client, noon):
    def signed_in(user):
        browser = type(client)()
        browser.force_login(user, LOGIN)
        return browser

    return signed_in
