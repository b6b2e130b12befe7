"""Open requests for explanation go to the successor, who can then answer them."""

from __future__ import annotations

import pytest

from conftest import NOW
from sauro.domains.explanations.services import requests
from sauro.engines.history.models import Event
from sauro.shell.merging import services
from sauro.shell.merging.tests.conftest import GROUND, LAST_DAY

pytestmark = pytest.mark.django_db


def ask(task, leader, **more):
    return requests.ask(
        subject_kind="programmes.task",
        subject_id=str(task.pk),
        question="Vì sao chậm?",
        by=leader,
        at=NOW,
        **more,
    )


def test_open_requests_go_over_and_settled_ones_stay(place, leader, admin):
    goes = ask(place.tasks["led"], leader)
    settled = ask(place.tasks["both"], leader, asked_of=place.old)
    requests.withdraw(request=settled, reason="Đã rõ", by=leader, at=NOW)
    services.merge(
        sources=[place.old], target=place.new, on=LAST_DAY, ground=GROUND, by=admin, at=NOW
    )
    for one in (goes, settled):
        one.refresh_from_db()
    assert (goes.asked_of, goes.version) == (place.new, 2)
    assert settled.asked_of == place.old
    assert Event.objects.filter(kind="explanations.request.handed_over").count() == 1


def test_a_question_the_successor_has_already_is_not_doubled(place, leader, admin):
    first = ask(place.tasks["led"], leader)
    ask(place.tasks["led"], leader, asked_of=place.new)
    services.merge(
        sources=[place.old], target=place.new, on=LAST_DAY, ground=GROUND, by=admin, at=NOW
    )
    first.refresh_from_db()
    assert first.asked_of == place.old
