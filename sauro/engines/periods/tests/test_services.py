"""Days decided by hand: recorded, replaced, withdrawn, and read by the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conftest import give, make_user
from sauro.core.errors import NotAllowed
from sauro.engines.history.models import Event
from sauro.engines.periods import selectors, services
from sauro.engines.periods.models import DayOverride

pytestmark = pytest.mark.django_db
SATURDAY = date(2027, 3, 6)


@pytest.fixture
def second_admin(province):
    return give(make_user("quan-tri-2", "Ngô Văn Hai"), "administrator", province)


def decide(by, at, **changes):
    values = {"day": SATURDAY, "is_working": True, "reason": "Làm bù ngày 08/3", **changes}
    return services.set_day_override(by=by, at=at, **values)


def events():
    return list(Event.objects.filter(kind__startswith="periods.").order_by("pk"))


def test_a_decided_day_is_in_the_calendar_and_in_the_record(admin, at):
    assert not selectors.calendar([2027]).is_working(SATURDAY)
    override = decide(admin, at, document=" Thông báo số 12/TB-UBND ")
    assert selectors.calendar([2027]).is_working(SATURDAY)
    assert selectors.calendar().reason(SATURDAY) == "Làm bù ngày 08/3"
    assert (override.by, override.at, override.document) == (admin, at, "Thông báo số 12/TB-UBND")
    [event] = events()
    assert (event.kind, event.before, event.after["is_working"]) == (
        "periods.day_override.set",
        {},
        True,
    )


def test_a_later_decision_replaces_the_earlier_one(admin, second_admin, at):
    decide(admin, at)
    decide(second_admin, at, is_working=False, reason="Hủy làm bù")
    override = DayOverride.objects.get()
    assert (override.is_working, override.by) == (False, second_admin)
    assert events()[-1].before["reason"] == "Làm bù ngày 08/3"


def test_the_same_decision_again_writes_nothing(admin, second_admin, at):
    decide(admin, at)
    assert decide(second_admin, at).by == admin
    assert len(events()) == 1


def test_who_is_no_administrator_neither_decides_nor_withdraws(admin, monitor, at):
    decide(admin, at)
    with pytest.raises(NotAllowed):
        decide(monitor, at, is_working=False)
    with pytest.raises(NotAllowed):
        services.clear_day_override(day=SATURDAY, by=monitor, at=at)
    assert len(events()) == 1


def test_a_decision_without_a_reason_is_refused(admin, at):
    with pytest.raises(services.DayOverrideWithoutReason) as refused:
        decide(admin, at, reason=" \u200b ")
    assert refused.value.field == "reason"
    assert not DayOverride.objects.exists()


def test_the_database_refuses_a_day_without_a_reason(admin, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOverride.objects.create(day=SATURDAY, is_working=True, reason="", by=admin, at=at)


def test_a_withdrawn_day_follows_the_general_calendar_again(admin, at):
    decide(admin, at)
    services.clear_day_override(day=SATURDAY, by=admin, at=at)
    assert not selectors.calendar().is_working(SATURDAY)
    assert [event.kind for event in events()][-1] == "periods.day_override.cleared"
    with pytest.raises(services.DayOverrideMissing):
        services.clear_day_override(day=SATURDAY, by=admin, at=at)
    assert len(events()) == 2


def test_the_calendar_costs_one_query(admin, at, django_assert_num_queries):
    decide(admin, at)
    with django_assert_num_queries(1):
        calendar = selectors.calendar([2026, 2027])
        calendar.add_working_days(date(2026, 1, 1), 500)
