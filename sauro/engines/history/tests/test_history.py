"""The record of events: append-only, sealed, read as a timeline, reacted to after commit."""

import logging
import threading
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sauro.engines.history import reading
from sauro.engines.history.models import Event, Seal
from sauro.engines.history.recording import changes, new_event, record, record_all

AT = timezone.make_aware(datetime(2025, 6, 10, 9, 0))
KIND = "accounts.user.changed"
seen = []


def react(event):
    """A reaction that remembers."""
    seen.append((event.pk, connection.in_atomic_block))


def fail(event):
    """A reaction that fails."""
    raise ValueError(event.kind)


@pytest.fixture
def reactions(settings, monkeypatch):
    seen.clear()

    def following(*names):
        table = {KIND: tuple(f"{__name__}.{name}" for name in names)}
        monkeypatch.setattr("sauro.config.reactions.REACTIONS", table)

    return following


@pytest.fixture
def told(clerk):
    def telling(**more):
        return record(kind=KIND, subject=clerk, by=clerk, at=AT, **more)

    return telling


@pytest.fixture
def unguarded(db):
    """What only the owner of the database can do: the table without its guard."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER history_event_no_update")
            cursor.execute("DROP TRIGGER history_event_no_delete")
        else:
            cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_no_change")
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE history_event ENABLE TRIGGER history_event_no_change")


def raw(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.django_db
def test_an_event_keeps_what_who_and_when(told, clerk):
    event = told(before={"email": "a"}, after={"email": "b", "home": clerk}, note="xin đổi")
    kept = Event.objects.get()
    assert (kept.kind, kept.subject_type, kept.subject_id) == (KIND, "accounts.user", str(clerk.pk))
    assert (kept.by_name, kept.at, kept.note) == ("Nguyễn Thị Lan", AT, "xin đổi")
    assert (kept.before, kept.after) == ({"email": "a"}, {"email": "b", "home": "Nguyễn Thị Lan"})
    assert event.pk == kept.pk == reading.latest_id()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(note="khác"),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.get().delete(),
        lambda: raw("UPDATE history_event SET by_name = 'X'"),
        lambda: raw("DELETE FROM history_event"),
        lambda: raw("DELETE FROM history_event WHERE id > %s", 0),
    ],
)
def test_no_event_is_changed_or_removed_not_even_by_plain_sql(told, change):
    told(note="thật")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.get().note == "thật"


@pytest.mark.django_db
def test_sealing_goes_on_where_it_stopped(told):
    told()
    told()
    assert reading.seal() == 2
    assert reading.seal() == 0
    told()
    assert reading.seal() == 1
    assert list(Seal.objects.values_list("event_id", flat=True)) == list(
        Event.objects.values_list("pk", flat=True)
    )
    assert list(reading.broken_links()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column",
    ["kind", "subject_type", "subject_id", "by_name", "note", "before", "after", "by_id", "at"],
)
def test_a_change_past_the_program_breaks_the_chain(told, unguarded, column):
    events = [told(after={"n": n}, note=str(n)) for n in range(3)]
    reading.seal()
    value = {"before": '{"x": 1}', "after": '{"x": 1}', "by_id": 4711}.get(column, "khac")
    if column == "at":
        value = AT + timedelta(seconds=1)
    raw(f"UPDATE history_event SET {column} = %s WHERE id = %s", value, events[1].pk)
    assert list(reading.broken_links()) == [events[1].pk]


@pytest.mark.django_db
def test_a_removed_event_is_missed(told, unguarded):
    events = [told(note=str(n)) for n in range(3)]
    reading.seal()
    raw("DELETE FROM history_event WHERE id = %s", events[0].pk)
    assert list(reading.broken_links()) == [events[0].pk]


@pytest.mark.django_db
def test_a_seal_made_again_for_one_event_breaks_the_next(told, unguarded):
    events = [told(note=str(n)) for n in range(3)]
    reading.seal()
    raw("UPDATE history_event SET note = 'khac' WHERE id = %s", events[0].pk)
    forged = reading.digest_of(Event.objects.get(pk=events[0].pk), "")
    Seal.objects.filter(pk=events[0].pk).update(digest=forged)
    assert list(reading.broken_links()) == [events[1].pk]


@pytest.mark.django_db
def test_an_event_slipped_in_below_the_seals_is_found(told, unguarded):
    events = [told(note=str(n)) for n in range(3)]
    raw("DELETE FROM history_event WHERE id = %s", events[1].pk)
    reading.seal()
    events[1].save(force_insert=True)
    assert list(reading.broken_links()) == [events[1].pk]


@pytest.mark.django_db
def test_the_chain_is_made_and_checked_in_small_pieces(told, monkeypatch, unguarded):
    monkeypatch.setattr(reading, "BATCH", 2)
    events = [told(note=str(n)) for n in range(7)]
    assert reading.seal() == 7
    assert list(reading.broken_links()) == []
    raw("DELETE FROM history_event WHERE id IN (%s, %s)", events[2].pk, events[6].pk)
    assert list(reading.broken_links()) == [events[2].pk, events[6].pk]


@pytest.fixture
def elsewhere(clerk):
    """A second connection with an event that has its number and is not committed yet."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    other = connection.copy()
    other.inc_thread_sharing()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_event (kind, subject_type, subject_id, subject_label, by_id, "
            "by_name, at, recorded_at, before, after, note) VALUES (%s, 'accounts.user', '1', '', "
            "1, '', %s, %s, '{}', '{}', 'late') RETURNING id",
            [KIND, AT, AT],
        )
        other.late = cursor.fetchone()[0]
    yield other
    other.rollback()
    other.close()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_past_a_number_that_can_still_be_committed(told, elsewhere, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", "50ms")
    early = told()
    assert elsewhere.late < early.pk
    assert reading.seal() == 0
    elsewhere.commit()
    assert reading.seal() == 2
    assert list(Seal.objects.values_list("pk", flat=True)) == [elsewhere.late, early.pk]
    assert list(reading.broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_sealing_waits_a_little_for_a_write_in_progress(told, elsewhere):
    early = told()
    later = threading.Timer(0.2, elsewhere.commit)
    later.start()
    assert reading.seal() == 2
    later.join()
    assert Seal.objects.last().pk == early.pk


@pytest.mark.django_db
def test_a_timeline_is_newest_first_and_of_one_subject(told, clerk, head):
    first = told(before={"email": "a"}, after={"email": "b", "phone": "1"})
    record(kind=KIND, subject=head, by=clerk, at=AT)
    second = told(note="lần hai")
    lines = reading.timeline(clerk)
    assert [line.id for line in lines] == [second.pk, first.pk]
    assert lines[1].changes == [("email", "a", "b"), ("phone", None, "1")]
    assert str(lines[0].label)
    assert [line.id for line in reading.timeline(clerk, before_id=second.pk)] == [first.pk]
    assert len(reading.timeline(clerk, limit=1)) == 1


@pytest.mark.django_db
def test_an_unknown_kind_is_shown_by_its_code(clerk):
    record(kind="x.y.z", subject=clerk, by=clerk, at=AT)
    assert reading.timeline(clerk)[0].label == "x.y.z"


@pytest.mark.django_db
def test_many_events_are_written_in_one_statement(clerk, django_assert_num_queries):
    events = [new_event(kind=KIND, subject=clerk, by=clerk, at=AT) for _n in range(50)]
    with django_assert_num_queries(1):
        written = record_all(events)
    assert all(event.pk for event in written)


@pytest.mark.django_db
def test_only_what_differs_is_a_change(clerk):
    assert changes(clerk, {"email": clerk.email, "phone": "1"}) == ({"phone": ""}, {"phone": "1"})


@pytest.mark.django_db
def test_reactions_run_after_commit_with_the_event(
    told, reactions, django_capture_on_commit_callbacks
):
    reactions("react")
    with django_capture_on_commit_callbacks(execute=True):
        event = told()
        assert seen == []
    assert [pk for pk, _atomic in seen] == [event.pk]


@pytest.mark.django_db(transaction=True)
def test_a_write_that_is_undone_causes_no_reaction(told, reactions):
    reactions("react")

    def undone():
        with transaction.atomic():
            told()
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    assert (seen, Event.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_failing_reaction_is_logged_and_stops_nothing(
    told, reactions, caplog, django_capture_on_commit_callbacks
):
    reactions("fail", "react")
    with (
        caplog.at_level(logging.ERROR),
        django_capture_on_commit_callbacks(execute=True),
    ):
        event = told()
    assert "fail" in caplog.text
    assert [pk for pk, _atomic in seen] == [event.pk]
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.django_db
def test_an_event_of_another_kind_causes_no_reaction(
    clerk, reactions, django_capture_on_commit_callbacks
):
    reactions("react")
    with django_capture_on_commit_callbacks(execute=True):
        record(kind="accounts.user.created", subject=clerk, by=clerk, at=AT)
    assert seen == []
