"""What was written and not told, because its process died or something failed, is told once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sauro.engines.history import recording
from sauro.engines.history.models import Event
from sauro.engines.notify import missed, reactions, scheduled
from sauro.engines.notify.models import CaughtUp, Notice
from sauro.engines.notify.services import notices
from sauro.engines.notify.tests.conftest import KIND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written_on(monkeypatch, at):
    """Events are recorded at the moment of the test; what follows their commit does not run."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def write(department, monitor, at):
    """An event whose process dies before it tells anybody: nothing runs after its commit."""

    def writing(**more):
        return recording.record(kind=KIND, subject=department, by=monitor, at=at, **more)

    return writing


@pytest.fixture
def later(at):
    return lambda minutes: at + timedelta(minutes=minutes)


def look(moment):
    return missed.tell_missed(at=moment)


def test_what_a_process_that_died_left_untold_is_told_once(told, post, write, clerk, later):
    told.append(clerk.pk)
    write()
    assert not Notice.objects.exists()
    for minutes in (2, 4, 12, 14):
        scheduled.deliver(at=later(minutes))
    notice = Notice.objects.get()
    assert (notice.person, notice.key) == (clerk, f"e{Event.objects.get().pk}")
    assert notice.routed_at == later(2)


def test_what_failed_is_tried_again_and_keeps_nothing_else_waiting(
    told, write, clerk, later, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    told.append(clerk.pk)
    give, broken = notices.give, set()

    def giving(**given):
        if given["key"] in broken:
            raise OSError("no room")
        return give(**given)

    monkeypatch.setattr(notices, "give", giving)
    with django_capture_on_commit_callbacks(execute=True):
        first = write()
        broken.add(f"e{first.pk}")
    second = write()
    assert [look(later(minutes)) for minutes in (2, 4, 30)] == [1, 0, 0]
    assert Notice.objects.get().key == f"e{second.pk}"
    assert caplog.text.count(f"event {first.pk} was not told") == 1
    broken.clear()
    assert [look(later(minutes)) for minutes in (32, 34)] == [1, 0]
    assert Notice.objects.count() == 2


def test_what_fails_for_a_day_is_given_up(told, write, later, monkeypatch):
    event = write()
    monkeypatch.setattr(reactions, "tell", lambda _event: 1 / 0)
    look(later(2))
    look(later(60 * 23))
    assert CaughtUp.objects.get().failed == [event.pk]
    look(later(60 * 25))
    assert CaughtUp.objects.get().failed == []


def test_nobody_is_told_of_a_quiet_load(told, write, clerk, later):
    told.append(clerk.pk)
    with recording.quietly():
        write()
    assert [look(later(minutes)) for minutes in (2, 12)] == [0, 0]
    assert not Notice.objects.exists()


def test_the_process_that_wrote_has_a_minute_to_tell(told, write, clerk, later):
    told.append(clerk.pk)
    write()
    assert look(later(0.5)) == 0
    assert look(later(1)) == 1


def test_who_was_not_to_be_told_then_is_not_told_later(
    told, write, clerk, head, later, django_capture_on_commit_callbacks
):
    told.append(clerk.pk)
    with django_capture_on_commit_callbacks(execute=True):
        write()
    told[:] = []
    write()
    assert look(later(2)) == 0
    told[:] = [head.pk]
    assert look(later(4)) == 0
    assert Notice.objects.get().person == clerk


def test_a_slow_write_with_a_lower_number_is_not_jumped_over(
    told, write, department, monitor, clerk, at, later
):
    """PostgreSQL gives numbers out before the commit: a lower one may be seen later."""
    told.append(clerk.pk)
    last = write().pk
    slow = recording.new_event(kind=KIND, subject=department, by=monitor, at=at)
    slow.pk = last + 5
    fast = recording.new_event(kind=KIND, subject=department, by=monitor, at=at)
    fast.pk = last + 9
    recording.record_all([fast])
    assert look(later(8)) == 2
    recording.record_all([slow])
    assert look(later(9)) == 1
    look(later(12))
    assert CaughtUp.objects.get().event_id == fast.pk
    assert look(later(14)) == 0


def test_what_was_before_the_first_look_is_not_told(told, write, clerk, later):
    told.append(clerk.pk)
    write()
    assert look(later(11)) == 0
    assert CaughtUp.objects.get().event_id == Event.objects.get().pk


@pytest.mark.parametrize("many", [1, 30])
def test_looking_costs_the_same_for_many_events(told, write, clerk, later, many):
    told.append(clerk.pk)
    for _one in range(many):
        write()
    look(later(2))
    with CaptureQueriesContext(connection) as asked:
        assert look(later(4)) == 0
    assert len(asked) == 3, [one["sql"] for one in asked.captured_queries]


def test_notices_of_an_event_are_found_by_their_key_alone():
    """What was not told is looked for every 2 minutes: the key comes first in the index."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Notice._meta.db_table)
    assert found["notice_one_of_a_cause"]["columns"] == ["key", "person_id"]
