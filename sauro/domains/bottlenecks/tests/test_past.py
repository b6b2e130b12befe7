"""How bottlenecks stood on a past day: later events are taken back, drafts and closed ones left."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import past
from sauro.domains.bottlenecks.services import bottlenecks, lifting, linking, merging
from sauro.domains.bottlenecks.tests.factories import BY_JULY, content_of, open_one, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(at):
    """The tenth of June and the days after it, by how many."""
    return lambda n: at + timedelta(days=n)


def on(province, moment):
    return {one.code: one for one in past.holding_on(owner=province, day=moment.date())}


def test_it_stands_from_the_day_it_was_accepted_to_the_day_it_was_lifted(
    province, department, clerk, leader, days
):
    made = propose(unit=department, by=clerk, at=days(0))
    accepted = {"responsible": department, "lift_by": BY_JULY, "by": leader}
    bottlenecks.accept_bottleneck(bottleneck=made, **accepted, at=days(2))
    shown = {"ground": "Đã có hướng dẫn", "evidence": "Công văn đến"}
    lifting.lift_bottleneck(
        bottleneck=made, **shown, lifted_on=days(5).date(), by=leader, at=days(9)
    )
    stood = [n for n in range(12) if on(province, days(n))]
    assert stood == [2, 3, 4]  # lifted on the fifth, though that was noted on the ninth
    lifting.reopen_bottleneck(
        bottleneck=made, reason="Lại vướng", lift_by=date(2025, 9, 30), by=leader, at=days(11)
    )
    assert [n for n in range(13) if on(province, days(n))] == [2, 3, 4, 5, 6, 7, 8, 11, 12]
    assert on(province, days(3))["ĐN-01"].lift_by == BY_JULY
    assert on(province, days(11))["ĐN-01"].lift_by == date(2025, 9, 30)


def test_an_earlier_day_keeps_what_waited_and_what_was_asked_when_two_are_merged(
    province, department, task, late_task, target, monitor, leader, days
):
    steps = {"unit": department, "by": monitor, "at": days(0)}
    kept = open_one(**steps, tasks=[task])
    other = open_one(**steps, title="Thiếu máy chủ", tasks=[late_task], targets=[target])
    lifting.escalate_bottleneck(
        bottleneck=other, level="ministry", name="Bộ Tài chính", by=leader, at=days(1)
    )
    before = on(province, days(1))
    assert before["ĐN-02"].escalated_on == days(1).date()
    merging.merge_bottlenecks(kept=kept, other=other, reason="Là một", by=monitor, at=days(3))
    assert on(province, days(1)) == before
    [now] = on(province, days(3)).values()
    assert set(now.tasks) == {task.pk, late_task.pk}


def test_an_earlier_day_keeps_what_was_taken_out_since(
    province, department, task, target, monitor, days
):
    made = open_one(unit=department, by=monitor, at=days(0), tasks=[task], targets=[target])
    before = on(province, days(1))
    link = made.subjects.get(target=target)
    linking.unlink_record(link=link, reason="Nhầm", by=monitor, at=days(2))
    assert on(province, days(1)) == before
    assert on(province, days(2))["ĐN-01"].targets == ()


def test_it_is_told_in_the_words_of_the_day(
    province, department, other_department, task, late_task, target, monitor, leader, days
):
    made = open_one(unit=department, by=monitor, at=days(0), tasks=[task], targets=[target])
    first = on(province, days(0))["ĐN-01"]
    linking.link_records(
        bottleneck=made, keys=[("programmes.task", str(late_task.pk))], by=monitor, at=days(3)
    )
    lifting.escalate_bottleneck(
        bottleneck=made, level="ministry", name="Bộ Tài chính", by=leader, at=days(4)
    )
    lifting.escalate_bottleneck(
        bottleneck=made, level="government", name="Chính phủ", by=leader, at=days(6)
    )
    made = Bottleneck.objects.get()
    content = content_of(
        title="Tên mới",
        kind="money",
        condition="Điều kiện mới",
        authority="province",
        lifter=province,
        responsible=other_department,
        lift_by=date(2025, 12, 31),
    )
    bottlenecks.change_bottleneck(
        bottleneck=made,
        content=content,
        reason="Xem lại",
        expected_version=made.version,
        by=monitor,
        at=days(8),
    )
    assert on(province, days(0)) == {"ĐN-01": first}
    assert (first.responsible, first.responsible_name) == (department.pk, str(department))
    assert (first.kind, first.level, first.lifter) == ("mechanism_policy", "province", "")
    assert (first.lift_by, first.escalated_on) == (BY_JULY, None)
    assert (first.tasks, first.targets) == ((task.pk,), (target.pk,))
    put = on(province, days(5))["ĐN-01"]
    assert (put.level, put.lifter, put.escalated_on) == ("ministry", "Bộ Tài chính", days(4).date())
    assert put.tasks == (task.pk, late_task.pk)
    now = on(province, days(8))["ĐN-01"]
    assert (now.title, now.kind, now.lifter) == ("Tên mới", "money", str(province))
    assert (now.responsible, now.lift_by) == (other_department.pk, date(2025, 12, 31))


def test_what_is_proposed_not_accepted_or_merged_does_not_stand(
    province, other_province, department, monitor, leader, clerk, days
):
    propose(unit=department, by=clerk, at=days(0), title="Mới đề xuất")
    refused = propose(unit=department, by=clerk, at=days(0), title="Không nhận")
    bottlenecks.reject_bottleneck(bottleneck=refused, reason="Không phải", by=leader, at=days(1))
    kept, other = (open_one(unit=department, by=monitor, at=days(0)) for _twice in range(2))
    merging.merge_bottlenecks(kept=kept, other=other, reason="Một việc", by=monitor, at=days(2))
    assert sorted(on(province, days(1))) == [kept.code, other.code]
    assert sorted(on(province, days(2))) == [kept.code]
    assert on(other_province, days(1)) == {}


def test_it_costs_the_same_for_many(province, department, task, monitor, days):
    counts = []
    for _more in range(3):
        open_one(unit=department, by=monitor, at=days(0), tasks=[task])
        with CaptureQueriesContext(connection) as asked:
            past.holding_on(owner=province, day=days(0).date())
        counts.append(len(asked))
    assert counts == [4, 4, 4]
