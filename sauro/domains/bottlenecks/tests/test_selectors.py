"""What people see, what lifting releases in SQL and in Python, and what pages cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sauro.domains.bottlenecks import notifications
from sauro.domains.bottlenecks.models import Bottleneck, BottleneckSubject
from sauro.domains.bottlenecks.rules.ranking import Severity
from sauro.domains.bottlenecks.selectors import candidates, finding, groups, ranking, waiting
from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests.factories import BY_JULY, DAY, TODAY, open_one, propose
from sauro.domains.programmes.services import requests, tasks
from sauro.domains.programmes.services import targets as target_services
from sauro.domains.programmes.services.targets import ReadingInput
from sauro.domains.programmes.tests.factories import make_task
from sauro.engines import subjects
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def seen_by(person):
    return set(finding.bottlenecks_for(user=person))


def test_the_province_sees_all_a_unit_its_own_a_stranger_nothing(
    department, other_department, monitor, leader, inspector, clerk, other_clerk, stranger,
    commune_clerk, task, at,
):  # fmt: skip
    ours = open_one(unit=department, by=monitor, at=at)
    theirs = open_one(unit=other_department, by=monitor, at=at, title="Thiếu vốn")
    for person in (monitor, leader, inspector):
        assert seen_by(person) == {ours, theirs}
    assert (seen_by(clerk), seen_by(other_clerk)) == ({ours}, {theirs})
    assert (seen_by(stranger), seen_by(commune_clerk)) == (set(), set())


def test_who_sees_a_task_sees_what_holds_it_up(
    other_department, monitor, clerk, task, late_task, target, at
):
    by_task = open_one(unit=other_department, by=monitor, at=at, tasks=[task])
    by_target = open_one(unit=other_department, by=monitor, at=at, targets=[target])
    assert seen_by(clerk) == {by_task, by_target}
    assert finding.bottleneck_for(user=clerk, bottleneck_id=by_task.pk) == by_task
    found = subjects.find_one(kind="bottlenecks.bottleneck", id=str(by_task.pk), user=clerk)
    assert found.organisation_id == other_department.pk


def test_what_lifting_releases_is_the_same_in_sql_and_in_python(
    programme, department, monitor, leader, task, late_task, other_task, target, at
):
    soon = make_task(
        programme=programme, lead=department, title="Sắp đến hạn", number="7",
        due_on=date(2025, 6, 14), by=monitor, at=at,
    )  # fmt: skip
    first = open_one(
        unit=department, by=monitor, at=at, targets=[target],
        tasks=[task, late_task, other_task, soon],
    )  # fmt: skip
    second = open_one(unit=department, by=monitor, at=at, tasks=[late_task, other_task])
    third = propose(unit=department, by=monitor, at=at)
    found = ranking.releases(ids=[first.pk, second.pk, third.pk], day=DAY)
    release = found[first.pk]
    assert (release.tasks, release.tasks_alone, release.tasks_late, release.tasks_soon) == (
        *(4, 2, 1, 1),
    )
    assert (release.targets, release.targets_alone) == (1, 1)
    assert release.weight == 2 + (1 + 2) + 1 + (2 + 1) + 4
    assert found[third.pk].severity == Severity.NONE
    rows = ranking.ranked(rows=Bottleneck.objects.all(), day=DAY)
    assert [(one.pk, one.weight) for one in rows] == [
        (pk, found[pk].weight) for pk in (first.pk, second.pk, third.pk)
    ]
    marked = list(ranking.waiting_links(day=DAY).filter(bottleneck=first))
    assert len(marked) == release.total
    assert sum(one.alone for one in marked) == release.tasks_alone + release.targets_alone


def test_what_is_done_does_not_wait_and_what_is_suspended_does(
    department, monitor, leader, task, late_task, at
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    requests.suspend_task(task=task, ground="Sắp xếp", approver="CT", by=leader, at=at)
    later = at + timedelta(hours=1)
    tasks.cancel_task(task=late_task, reason="Thôi", by=leader, at=later)
    assert ranking.releases(ids=[made.pk], day=DAY)[made.pk].tasks == 1
    rows = waiting.held_by(bottleneck=made, user=monitor, day=DAY).rows
    assert [(row.link.task_id, row.waits, row.standing) for row in rows] == [
        (task.pk, True, "suspended"),
        (late_task.pk, False, "cancelled"),
    ]


def test_a_target_that_is_reached_does_not_wait_and_is_not_late(
    department, monitor, task, target, at, django_assert_max_num_queries
):
    held = open_one(unit=department, by=monitor, at=at, targets=[target])
    other = open_one(unit=department, by=monitor, at=at, tasks=[task], title="Thiếu máy chủ")
    type(target).objects.update(due_on=date(2025, 6, 1))

    def seen():
        day = ranking.day_of(rows=Bottleneck.objects.all(), today=TODAY, soon_days=7)
        row = waiting.held_by(bottleneck=held, user=monitor, day=day).rows[0]
        first = groups.heaviest(rows=Bottleneck.objects.all(), day=day)[0]
        release = ranking.releases(ids=[held.pk], day=day)[held.pk]
        assert first.release.weight == first.bottleneck.weight
        return release.targets, release.targets_late, row.waits, row.late, first.bottleneck

    assert seen() == (1, 1, True, True, held)
    reading = ReadingInput(on=date(2025, 5, 30), source="Báo cáo", value=Decimal(85))
    target_services.add_reading(target=target, reading=reading, by=monitor, at=at)
    assert seen() == (0, 0, False, False, other)
    asked = {"rows": Bottleneck.objects.all(), "today": TODAY, "soon_days": 7}
    with django_assert_max_num_queries(4):
        assert ranking.day_of(**asked).reached == {target.pk}
    BottleneckSubject.objects.all().delete()
    with django_assert_max_num_queries(1):
        assert ranking.day_of(**asked).reached == frozenset()


def test_a_unit_reads_how_many_more_records_wait(department, monitor, clerk, task, other_task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task, other_task])
    held = waiting.held_by(bottleneck=made, user=clerk, day=DAY)
    assert ([row.link.task_id for row in held.rows], held.unseen) == ([task.pk], 1)
    assert held.rows[0].health == "blocked"
    number = str(task.pk)
    assert waiting.holding(kind=waiting.TASK, number=number, user=clerk) == [made]


def test_the_matrix_adds_up_and_leads_by_weight(department, monitor, task, late_task, at):
    light = open_one(unit=department, by=monitor, at=at, kind="money")
    heavy = open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    propose(unit=department, by=monitor, at=at)
    lifting.escalate_bottleneck(
        bottleneck=light, level="ministry", name="Bộ Tài chính", by=monitor, at=at
    )
    rows = finding.bottlenecks_for(user=monitor)
    [register] = groups.registers(rows=rows, day=ranking.Day(date(2025, 8, 1), 7))
    matrix = register.matrix
    assert (matrix.total, matrix.late) == (2, 2)
    assert matrix.cells["money", "ministry"] == matrix.of_level("ministry") == 1
    assert sum(matrix.of_kind(kind) for kind, _level in matrix.cells) == 2 * 6
    assert [one.bottleneck for one in groups.heaviest(rows=rows, day=DAY)] == [heavy, light]
    above = groups.put_to_levels(rows=rows, day=DAY)
    assert [one.bottleneck for one in above["ministry"]] == [light]
    assert above["ministry"][0].last.name == "Bộ Tài chính"
    assert above["government"] == []


def test_records_are_found_by_words_and_number(department, monitor, task, target, late_task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    found = candidates.offered(bottleneck=made, user=monitor, words="ho so")
    assert {key for key, _label in found} == {
        f"programmes.task:{late_task.pk}",
        f"programmes.target:{target.pk}",
    }
    assert candidates.offered(bottleneck=made, user=monitor, words="1") == []
    ticked = [f"programmes.task:{late_task.pk}", "nonsense", f"programmes.task:{task.pk}"]
    kept = candidates.offered(bottleneck=made, user=monitor, words="", ticked=ticked)
    assert [key for key, _label in kept] == [f"programmes.task:{late_task.pk}"]
    others = [f"programmes.programme:{task.programme_id}", f"bottlenecks.bottleneck:{made.pk}"]
    assert candidates.offered(bottleneck=made, user=monitor, words="", ticked=others) == []


def test_the_register_costs_the_same_for_many(
    department, monitor, clerk, task, late_task, target, at, django_assert_num_queries
):
    open_one(unit=department, by=monitor, at=at, tasks=[task], targets=[target])

    def read(person):
        rows = list(ranking.ranked(rows=finding.bottlenecks_for(user=person), day=DAY)[:50])
        return ranking.releases(ids=[one.pk for one in rows], day=DAY)

    read(monitor), read(clerk)  # rights are read once for a person
    with django_assert_num_queries(2):
        assert len(read(monitor)) == 1
    for number in range(12):
        open_one(unit=department, by=monitor, at=at, tasks=[late_task], title=f"Vướng {number}")
    for person in (monitor, clerk):
        with django_assert_num_queries(2):
            assert len(read(person)) == 13


def test_who_is_told(province, department, other_department, monitor, clerk, head, other_clerk, leader, task, other_task, at):  # fmt: skip
    made = propose(unit=department, by=clerk, at=at, tasks=[task])
    told = {kind.rpartition(".")[2]: one for kind, one in notifications.MESSAGES.items()}
    event = Event.objects.get(kind="bottlenecks.bottleneck.proposed")
    assert set(told["proposed"].to(event)) == {monitor.pk}
    assert set(told["rejected"].to(event)) == {clerk.pk, head.pk}
    assert set(told["accepted"].to(event)) == set()
    BottleneckSubject.objects.filter(bottleneck=made).update(task=other_task)
    assert set(told["lifted"].to(event)) == {other_clerk.pk}


def test_the_day_to_lift_by_is_reminded(department, monitor, clerk, head, at):
    made = open_one(unit=department, by=monitor, at=at)
    propose(unit=department, by=clerk, at=at, title="Mới")
    [due] = notifications.bottlenecks_due(today=TODAY)
    assert (due.subject_id, due.due_on, set(due.to)) == (
        str(made.pk), BY_JULY, {clerk.pk, head.pk},
    )  # fmt: skip
    assert due.superiors == (head.pk,)
    assert list(notifications.bottlenecks_due(today=date(2025, 1, 1))) == []


def test_the_body_it_was_put_to_is_told(
    province, department, other_department, monitor, other_clerk, leader, at
):
    made = open_one(unit=department, by=monitor, at=at)
    message = notifications.MESSAGES["bottlenecks.bottleneck.escalated"]
    for body, people in ((other_department, {other_clerk.pk}), (province, {leader.pk, monitor.pk})):
        put_to(made, body, monitor, at)
        event = Event.objects.filter(kind=message.kind).order_by("-id").first()
        assert set(message.to(event)) == people


def test_the_day_of_the_answer_is_reminded(
    department, other_department, monitor, clerk, head, other_clerk, at, django_assert_num_queries
):
    made = open_one(unit=department, by=monitor, at=at)
    open_one(unit=department, by=monitor, at=at, title="Chưa trình ai")
    put_to(made, other_department, monitor, at, due_on=date(2025, 6, 12))
    put_to(made, other_department, monitor, at, due_on=date(2025, 6, 20))
    with django_assert_num_queries(2):
        [due] = notifications.answers_due(today=TODAY)
    assert (due.subject_id, due.due_on) == (str(made.pk), date(2025, 6, 20))
    assert set(due.to) == {clerk.pk, head.pk, other_clerk.pk}
    assert due.superiors == (head.pk,)
    assert list(notifications.answers_due(today=date(2025, 1, 1))) == []
    reopened = {"reason": "Lại vướng", "lift_by": BY_JULY, "by": monitor, "at": at}
    lifting.lift_bottleneck(bottleneck=made, ground="x", evidence="y", by=monitor, at=at)
    assert list(notifications.answers_due(today=TODAY)) == []
    lifting.reopen_bottleneck(bottleneck=made, **reopened)
    assert list(notifications.answers_due(today=TODAY)) == []


def put_to(made, body, by, at, **more):
    return lifting.escalate_bottleneck(
        bottleneck=made, level="province", organisation=body, by=by, at=at, **more
    )


def test_a_bottleneck_belongs_to_the_province_of_its_unit(department, province, commune):
    assert finding.owner_of(organisation=department) == province
    assert finding.owner_of(organisation=commune) == province
    assert finding.owner_of(organisation=province) == province


def test_people_propose_for_the_unit_where_they_work(clerk, monitor, department, leader):
    assert finding.proposing_unit(user=clerk) == department
    assert finding.proposing_unit(user=monitor) is None
    provinces = finding.provinces_for(user=leader, permission="bottlenecks.decide")
    assert [one.code for one in provinces] == ["LV"]
