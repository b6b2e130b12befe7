"""What the domains declare for notices: it exists, it is found, and it is told to the right people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from sauro.config.events import EVENT_LABELS
from sauro.config.notices import MESSAGES
from sauro.config.reminders import REMINDERS
from sauro.engines.history.models import Event
from sauro.engines.notify import HORIZON, reactions
from sauro.engines.notify.models import Notice
from tests import world as worlds
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with worlds.living(django_db_blocker) as made:
        yield made


def test_every_message_is_of_a_kind_of_event_that_exists():
    assert set(MESSAGES) <= set(EVENT_LABELS)
    assert all(kind == message.kind for kind, message in MESSAGES.items())


@pytest.mark.parametrize("kind", sorted(MESSAGES))
def test_a_title_has_only_places_that_are_filled(kind: str):
    facts = {"by": "Lan", "label": "Việc", "note": "", "due_on": "", "level": "", "body": ""}
    assert MESSAGES[kind].title % facts


@pytest.mark.parametrize("kind", sorted(MESSAGES))
def test_an_event_is_told_in_few_statements_and_never_to_the_actor(kind: str, world: World):
    events = Event.objects.filter(kind=kind).order_by("-id")[:1]
    for event in events:
        with CaptureQueriesContext(connection) as asked:
            reactions.tell(event)
        assert len(asked) <= 4, [one["sql"] for one in asked.captured_queries]
        told = Notice.objects.filter(key=f"e{event.pk}")
        assert not told.filter(person=event.by_id).exists()
        before = told.count()
        reactions.tell(event)
        assert told.count() == before


TOLD = {
    "programmes.task.assign": {"clerk"},
    "programmes.task.submitted": {"monitor"},
    "programmes.task.extension_requested": {"monitor", "leader"},
}


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_those_concerned_are_told_and_nobody_else(kind: str, world: World):
    event = Event.objects.filter(kind=kind).order_by("-id").first()
    assert event is not None
    reactions.tell(event)
    names = {pk: name for name, pk in ((n, p.pk) for n, p in world.people.items())}
    told = Notice.objects.filter(key=f"e{event.pk}").values_list("person_id", flat=True)
    assert {names[one] for one in told} == TOLD[kind] - {names.get(event.by_id, "")}


@pytest.mark.parametrize("code", sorted(REMINDERS))
def test_what_comes_near_names_its_day_page_and_people(code: str, world: World):
    people = {person.pk for person in world.people.values()}
    found = list(REMINDERS[code].dues(today=TODAY))
    keys = [(one.subject_kind, one.subject_id) for one in found]
    assert len(keys) == len(set(keys))
    for one in found:
        assert one.label
        assert one.url.startswith("/")
        assert one.due_on <= TODAY + timedelta(days=HORIZON + 31)
        assert set(one.to) | set(one.superiors) <= people
    assert code not in WITH_SOMETHING or found


WITH_SOMETHING = {"programmes.tasks_due", "indicators.forms_due", "documents.opinions_due"}


def test_a_task_that_is_done_reminds_nobody(world: World):
    named = {one.subject_id for one in REMINDERS["programmes.tasks_due"].dues(today=TODAY)}
    assert str(world.things["done_task"].pk) not in named
    assert str(world.things["late_task"].pk) in named


def test_the_cost_does_not_grow_with_the_number_of_records(world: World):
    for code in ("programmes.tasks_due", "documents.opinions_due"):
        with CaptureQueriesContext(connection) as asked:
            list(REMINDERS[code].dues(today=date(2030, 1, 1)))
        assert len(asked) <= 3, code
    assert NOW.date() == TODAY
