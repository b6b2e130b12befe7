"""The dry run says who would be told what, why and how, and writes nothing."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from sauro.engines.notify import planning, scheduled
from sauro.engines.notify.models import Delivery, Digest, Notice, Reminded
from sauro.engines.notify.services import notices, preferences
from sauro.engines.notify.tests.conftest import DUE, KIND, due

pytestmark = pytest.mark.django_db
STEP = "Step: 3 working days after the day."


def moment(day, hour, minute=0):
    return datetime(2025, 6, day, hour, minute, tzinfo=timezone.get_current_timezone())


def test_what_is_planned_is_what_is_said(told, dues, post, clerk, head):
    dues += [due([clerk], superiors=[head]), due([clerk], number="8", on=date(2025, 6, 30))]
    at = moment(25, 6, 30)
    planned = planning.plan(at=at)
    assert {(one.person, one.why) for one in planned} == {
        (clerk, "Step: 3 working days before the day."),
        (clerk, STEP),
        (
            head,
            f"{STEP} You are told because you answer for the unit that is late.",
        ),
    }
    assert not Notice.objects.exists()
    assert not Reminded.objects.exists()
    scheduled.remind(at=at)
    said = {(one.person_id, one.label, one.facts["step"]) for one in Notice.objects.all()}
    assert len(said) == len(planned) == 3
    assert {one.person.pk for one in planned} == {person for person, _label, _step in said}


def test_each_way_is_told_with_its_hour(told, dues, post, clerk, head):
    dues.append(due([clerk, head]))
    preferences.save_preference(
        choices={"programmes.tasks_due": {"email": "now"}},
        quiet_from=time(20),
        quiet_to=time(8),
        digest_at=time(7),
        language="vi",
        by=head,
        at=moment(20, 6),
    )
    planned = {one.person: one for one in planning.plan(at=moment(20, 6, 30))}
    (digest,), (mail,) = planned[clerk].ways, planned[head].ways
    assert (digest.channel, digest.at) == ("digest", moment(20, 7))
    assert (mail.channel, mail.at) == ("email", moment(20, 8))
    assert planned[clerk].why == "Step: on the day."


def test_what_happened_and_what_waits_is_planned_too(told, dues, post, clerk, head, monitor):
    notices.give(kind=KIND, people=[clerk.pk, head.pk], key="a", label="Việc A", at=moment(13, 16))
    scheduled.digests(at=moment(13, 16))
    notices.give(
        kind=KIND, people=[head.pk], key="b", label="Việc B", urgent=True, at=moment(14, 9)
    )
    notices.give(kind=KIND, people=[head.pk], key="c", label="Việc C", at=moment(14, 9))
    found = planning.plan(at=moment(14, 9), people=[head.pk])
    assert [one.why for one in found] == ["It has just happened."] * 2
    scheduled.deliver(at=moment(14, 9))
    (waiting,) = planning.plan(at=moment(14, 10))
    assert waiting.why == "It waits for the daily digest."
    assert waiting.ways[0].at == moment(16, 7)  # Saturday: the next working day
    assert Digest.objects.count() == 2
    assert Delivery.objects.count() == 3


def test_on_a_free_day_no_reminder_is_planned(told, dues, post, clerk):
    dues.append(due([clerk]))
    assert planning.plan(at=moment(22, 9)) == []
    assert len(planning.plan(at=moment(23, 9))) == 1


def test_planning_costs_the_same_for_many(told, dues, post, clerk, django_assert_max_num_queries):
    dues += [due([clerk], number=str(n)) for n in range(200)]
    with django_assert_max_num_queries(12):
        assert len(planning.plan(at=moment(DUE.day, 7))) == 200
