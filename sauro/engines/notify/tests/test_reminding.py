"""Reminders of days that come near: each step once, late when nothing ran, to superiors in time."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from sauro.engines.history.models import Event
from sauro.engines.notify import words
from sauro.engines.notify.models import Notice, Reminded
from sauro.engines.notify.selectors import reminders
from sauro.engines.notify.services import reminding, steps
from sauro.engines.notify.tests.conftest import CODE, DUE, due

pytestmark = pytest.mark.django_db


def run(day):
    at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=timezone.get_current_timezone())
    return reminding.remind(today=day, at=at)


def said(person):
    return [
        (one.facts["step"], one.facts["escalated"])
        for one in Notice.objects.filter(person=person).order_by("id")
    ]


def test_over_two_months_each_step_is_said_on_its_day(dues, clerk, head):
    dues.append(due([clerk], superiors=[head]))
    day = date(2025, 6, 2)
    while day < date(2025, 8, 4):
        run(day)
        day += timedelta(days=1)
    assert said(clerk) == [(n, False) for n in (-7, -3, -1, 0, 1, 3, 7, 14, 28)]
    assert said(head) == [(n, True) for n in (3, 7, 14, 28)]
    assert Reminded.objects.get().step == 28


def test_a_day_on_which_nothing_ran_is_made_up_for_once(dues, clerk):
    dues.append(due([clerk]))
    run(date(2025, 6, 11))
    for _again in range(3):
        run(date(2025, 6, 24))
    assert said(clerk) == [(-7, False), (1, False)]
    line = words.line(Notice.objects.first())
    assert line == "Overdue since 20/06/2025, 2 working days. Task: Xây dựng nền tảng"


def test_a_new_day_is_spoken_of_anew(dues, clerk):
    dues.append(due([clerk]))
    run(date(2025, 6, 20))
    dues[:] = [due([clerk], on=date(2025, 6, 30))]
    run(date(2025, 6, 20))
    run(date(2025, 6, 23))
    assert said(clerk) == [(0, False), (-7, False)]


def test_what_was_written_without_its_note_is_not_said_twice(dues, clerk):
    dues.append(due([clerk]))
    run(DUE)
    Reminded.objects.all().delete()  # as if the worker had died in between
    run(DUE)
    assert said(clerk) == [(0, False)]


def test_superiors_are_told_where_nobody_acts_and_nobody_is_told_twice(dues, clerk, head):
    dues += [due([], superiors=[head]), due([head], superiors=[head], number="8")]
    run(date(2025, 6, 25))
    assert said(head) == [(3, True), (3, False)]


def test_without_anybody_it_waits_until_somebody_is_there(dues, clerk):
    dues.append(due([]))
    assert run(date(2025, 6, 17)).reminders == 0
    dues[:] = [due([clerk])]
    run(date(2025, 6, 18))
    assert said(clerk) == [(-3, False)]


def test_the_words_of_the_day_and_the_days_before(dues, clerk):
    dues.append(due([clerk]))
    run(date(2025, 6, 19))
    run(DUE)
    last, before = (words.line(one) for one in Notice.objects.all())
    assert before == "Due on 20/06/2025, 1 working day left. Task: Xây dựng nền tảng"
    assert last == "Due on 20/06/2025, the last day. Task: Xây dựng nền tảng"


def decide(by, at, **changes):
    wanted = {"before": [5], "on_day": False, "after": [2], "every": 0, "escalate_from": 1}
    return steps.set_steps(**{**wanted, **changes}, by=by, at=at)


def test_a_province_decides_its_own_steps(dues, clerk, head, admin, at):
    dues.append(due([clerk], superiors=[head]))
    decide(admin, at)
    assert reminders.step_tables()[CODE].before == (5,)
    decide(admin, at, code=CODE, before=[9, 2, 2])
    assert reminders.step_tables()[CODE].before == (9, 2)
    for day in (9, 18, 20, 24):
        run(date(2025, 6, day))
    assert said(clerk) == [(-9, False), (-2, False), (2, False)]
    assert said(head) == [(2, True)]
    events = Event.objects.filter(kind="notify.steps.set").order_by("id")
    assert events[0].before["before"] == [7, 3, 1]
    assert events[1].after["before"] == [9, 2]


def test_one_kind_follows_the_general_steps_again_and_these_the_usual(dues, admin, at):
    decide(admin, at)
    decide(admin, at, code=CODE, before=[9])
    for _again in range(2):
        steps.clear_steps(code=CODE, by=admin, at=at)
    assert reminders.step_tables()[CODE].before == (5,)
    assert reminders.codes_decided() == {""}
    steps.clear_steps(code="", by=admin, at=at)
    assert reminders.step_tables()[CODE].before == (7, 3, 1)
    events = Event.objects.filter(kind="notify.steps.cleared").order_by("id")
    assert [(one.note, one.before["before"]) for one in events] == [(CODE, [9]), ("", [5])]


def test_the_same_steps_again_change_nothing(dues, admin, at):
    decide(admin, at)
    decide(admin, at)
    assert Event.objects.filter(kind="notify.steps.set").count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"before": [31]}, {"after": [0]}, {"every": 251}, {"code": "none"}, {"after": range(1, 13)}],
)
def test_steps_out_of_reach_are_refused(dues, admin, at, changes):
    with pytest.raises(steps.StepsNotUsable):
        decide(admin, at, **changes)


def test_only_administrators_decide_steps(dues, monitor, at):
    from sauro.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        decide(monitor, at)
    with pytest.raises(NotAllowed):
        steps.clear_steps(code=CODE, by=monitor, at=at)


def test_reminding_costs_the_same_for_many_tasks(dues, clerk, django_assert_max_num_queries):
    dues += [due([clerk], number=str(n)) for n in range(300)]
    with django_assert_max_num_queries(12):
        assert run(DUE).notices == 300
