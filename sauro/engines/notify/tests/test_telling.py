"""One event is at most one notice for each person, and the actor is not told."""

import pytest

from sauro.engines.history import recording
from sauro.engines.notify import Message, reactions, tables, words
from sauro.engines.notify.models import Notice
from sauro.engines.notify.selectors import inbox
from sauro.engines.notify.services import notices
from sauro.engines.notify.tests.conftest import KIND

pytestmark = pytest.mark.django_db


def assigned(subject, by, at):
    return recording.record(kind=KIND, subject=subject, by=by, at=at, note="Làm trong quý III")


def test_the_people_of_an_event_are_told_once_each_but_not_the_actor(
    told, department, clerk, monitor, at, django_capture_on_commit_callbacks
):
    told += [clerk.pk, monitor.pk, clerk.pk]
    with django_capture_on_commit_callbacks(execute=True):
        event = assigned(department, monitor, at)
    reactions.tell(event)
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (clerk, f"/co-quan/{department.pk}/")
    assert notice.facts == {"by": str(monitor), "note": "Làm trong quý III"}
    assert words.line(notice) == f"{monitor} assigned a task to your unit: {department}"


@pytest.mark.parametrize("many", [1, 60])
def test_telling_costs_the_same_however_many_are_told(
    told, department, monitor, at, many, django_assert_max_num_queries
):
    from conftest import make_user

    told += [make_user(f"nguoi-{n}", f"Người {n}").pk for n in range(many)]
    event = assigned(department, monitor, at)
    with django_assert_max_num_queries(2):
        reactions.tell(event)
    assert Notice.objects.count() == many


def test_nobody_is_told_of_what_is_loaded_quietly(
    told, department, clerk, monitor, at, django_capture_on_commit_callbacks
):
    told.append(clerk.pk)
    with django_capture_on_commit_callbacks(execute=True), recording.quietly():
        event = assigned(department, monitor, at)
    assert event.pk is not None
    assert not Notice.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assigned(department, monitor, at)
    assert Notice.objects.count() == 1


def test_a_message_may_name_another_record_and_another_label(
    department, clerk, at, monitor, monkeypatch
):
    message = Message(
        kind=KIND,
        to=lambda _event: [clerk.pk],
        title="%(label)s: %(n)s",
        urgent=True,
        facts=lambda _event: {"n": 3, "label": "Ba việc"},
        about=lambda _event: ("programmes.task", "404"),
    )
    monkeypatch.setattr(tables, "messages", lambda: {KIND: message})
    reactions.tell(recording.record(kind=KIND, subject=department, by=monitor, at=at))
    notice = Notice.objects.get()
    assert (notice.subject_kind, notice.subject_id) == ("programmes.task", "404")
    assert (words.line(notice), notice.urgent) == ("Ba việc: 3", True)
    assert notice.url == ""  # there is no such record any more


def test_a_notice_of_an_older_version_shows_its_label(told, clerk, at):
    notices.give(kind="gone.kind", people=[clerk.pk], key="x", label="Điều cũ", at=at)
    notices.give(
        kind="gone.kind", people=[clerk.pk], key="y", label="Điều", facts={"line": "%(no)s"}, at=at
    )
    assert [words.line(one) for one in Notice.objects.all()] == ["Điều", "Điều cũ"]


def test_only_ones_own_notices_become_read(told, clerk, head, at):
    for person in (clerk, head):
        notices.give(kind=KIND, people=[person.pk], key="a", label="A", at=at)
        notices.give(kind="b", people=[person.pk], key="b", label="B", at=at)
    everybodys = list(Notice.objects.values_list("pk", flat=True))
    assert notices.mark_read(by=clerk, at=at, kind="b") == 1
    assert notices.mark_read(by=clerk, at=at, ids=everybodys) == 1
    assert notices.mark_read(by=clerk, at=at) == 0
    assert inbox.unread_count(user=clerk) == 0
    assert inbox.unread_count(user=head) == 2
