"""Proposing, accepting, changing, linking, putting to a level, lifting: state, event, refusals."""

from datetime import date, timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.services import blocking, bottlenecks, lifting, linking
from sauro.domains.bottlenecks.services.writing import BottleneckRefused, StaleBottleneck
from sauro.domains.bottlenecks.tests.factories import BY_JULY, content_of, open_one, propose
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.programmes.models import Task
from sauro.engines.history.reading import events_of
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db


def kinds_of(one):
    return [event.kind.rpartition(".")[2] for event in events_of(one).order_by("id")]


def blockers(task):
    return Task.objects.get(pk=task.pk).blockers


def test_an_officer_proposes_and_nothing_is_blocked_yet(department, clerk, task, province, at):
    made = propose(unit=department, by=clerk, at=at, tasks=[task])
    assert (made.state, made.owner, made.raised_by) == ("proposed", province, department)
    assert (made.number, made.code) == (1, "ĐN-01")
    assert kinds_of(made) == ["proposed"]
    assert blockers(task) == 0
    assert propose(unit=department, by=clerk, at=at, title="Thiếu vốn").number == 2


def test_the_same_request_again_returns_the_first(department, clerk, task, at):
    first = propose(unit=department, by=clerk, at=at, tasks=[task], request_key="k" * 40)
    again = propose(unit=department, by=clerk, at=at, tasks=[task], request_key="k" * 40)
    assert again == first
    assert Bottleneck.objects.count() == 1


def test_nobody_proposes_for_another_unit_or_over_a_task_he_does_not_see(
    department, other_department, clerk, other_task, inspector, stranger, at
):
    with pytest.raises(NotAllowed):
        propose(unit=other_department, by=clerk, at=at)
    for person in (inspector, stranger):
        with pytest.raises(NotAllowed):
            propose(unit=department, by=person, at=at)
    with pytest.raises(BottleneckRefused) as refusal:
        propose(unit=department, by=clerk, at=at, tasks=[other_task])
    assert refusal.value.field == "records"
    assert not Bottleneck.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("title", "  "), ("kind", "weather"), ("authority", "moon")]
)
def test_a_proposal_says_what_it_must(department, clerk, at, field, value):
    with pytest.raises(BottleneckRefused) as refusal:
        propose(unit=department, by=clerk, at=at, **{field: value})
    assert refusal.value.field == field


def test_accepting_names_who_answers_and_blocks_what_waits(department, clerk, leader, task, at):
    made = propose(unit=department, by=clerk, at=at, tasks=[task])
    for person in (clerk,):
        with pytest.raises(NotAllowed):
            bottlenecks.accept_bottleneck(
                bottleneck=made, responsible=department, lift_by=BY_JULY, by=person, at=at
            )
    taken = {"bottleneck": made, "responsible": department, "lift_by": BY_JULY}
    found = bottlenecks.accept_bottleneck(**taken, by=leader, at=at)
    assert (found.state, found.original_lift_by) == ("open", BY_JULY)
    assert blockers(task) == 1
    bottlenecks.accept_bottleneck(**taken, by=leader, at=at)
    assert kinds_of(made) == ["proposed", "accepted"]
    with pytest.raises(TransitionRefused):
        bottlenecks.accept_bottleneck(
            bottleneck=made, responsible=department, lift_by=date(2025, 8, 1), by=leader, at=at
        )


def test_a_monitor_opens_one_at_once_when_unit_and_day_are_named(department, monitor, task, at):
    with pytest.raises(BottleneckRefused) as refusal:
        propose(unit=department, by=monitor, at=at, tasks=[task], accept=True)
    assert refusal.value.field == "responsible"
    with pytest.raises(BottleneckRefused) as refusal:
        open_one(unit=department, by=monitor, at=at, lift_by=date(2025, 6, 9))
    assert refusal.value.field == "lift_by"
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    assert (made.state, kinds_of(made), blockers(task)) == ("open", ["opened"], 1)


def test_a_clerk_does_not_open_one_himself(department, clerk, task, at):
    with pytest.raises(NotAllowed):
        open_one(unit=department, by=clerk, at=at, tasks=[task])
    assert not Bottleneck.objects.exists()


def test_the_day_moves_only_with_a_reason_and_the_first_day_is_kept(department, monitor, at):
    made = open_one(unit=department, by=monitor, at=at)
    later = {"responsible": department, "lift_by": date(2025, 9, 30)}
    wanted = {"bottleneck": made, "content": content_of(**later), "by": monitor, "at": at}
    with pytest.raises(BottleneckRefused) as refusal:
        bottlenecks.change_bottleneck(**wanted, expected_version=made.version)
    assert refusal.value.field == "reason"
    found = bottlenecks.change_bottleneck(
        **wanted, expected_version=made.version, reason="Chờ kỳ họp HĐND"
    )
    assert (found.lift_by, found.original_lift_by) == (date(2025, 9, 30), BY_JULY)
    assert kinds_of(made) == ["opened", "changed"]
    with pytest.raises(StaleBottleneck):
        bottlenecks.change_bottleneck(**wanted, expected_version=made.version, reason="Lại đổi")
    same = bottlenecks.change_bottleneck(**wanted, expected_version=found.version)
    assert same.version == found.version


def test_who_proposed_may_change_it_until_it_is_accepted(department, clerk, monitor, at):
    made = propose(unit=department, by=clerk, at=at)
    found = bottlenecks.change_bottleneck(
        bottleneck=made,
        content=content_of(title="Chưa có định mức chi", lift_by=BY_JULY),
        by=clerk,
        at=at,
        expected_version=1,
    )
    assert (found.title, found.original_lift_by) == ("Chưa có định mức chi", BY_JULY)
    bottlenecks.accept_bottleneck(
        bottleneck=found, responsible=department, lift_by=BY_JULY, by=monitor, at=at
    )
    with pytest.raises(NotAllowed):
        bottlenecks.change_bottleneck(
            bottleneck=found, content=content_of(), by=clerk, at=at, expected_version=3
        )


def test_records_are_linked_once_and_unlinked_with_a_reason(
    department, monitor, task, late_task, target, at
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    keys = [("programmes.task", task.pk), ("programmes.task", late_task.pk)]
    keys.append(("programmes.target", target.pk))
    for _again in range(2):
        linking.link_records(bottleneck=made, keys=keys, note="Chờ vốn", by=monitor, at=at)
    assert made.subjects.count() == 3
    target.refresh_from_db()
    assert (blockers(task), blockers(late_task), target.blockers) == (1, 1, 1)
    link = made.subjects.get(task=late_task)
    with pytest.raises(BottleneckRefused):
        linking.unlink_record(link=link, reason=" ", by=monitor, at=at)
    for _again in range(2):
        linking.unlink_record(link=link, reason="Không liên quan", by=monitor, at=at)
    assert blockers(late_task) == 0
    assert kinds_of(made) == ["opened", "linked", "unlinked"]
    with pytest.raises(BottleneckRefused):
        linking.link_records(bottleneck=made, keys=[("reporting.report", 1)], by=monitor, at=at)


def test_it_is_put_to_the_level_that_has_the_authority(
    department, leader, monitor, clerk, task, at
):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    step = {"bottleneck": made, "level": "ministry", "name": "Bộ Khoa học và Công nghệ"}
    with pytest.raises(NotAllowed):
        lifting.escalate_bottleneck(**step, by=clerk, at=at)
    paper = document_factories.document(owner=made.owner, by=monitor, at=at)
    step |= {"document": paper, "due_on": date(2025, 7, 15), "note": "Đề nghị hướng dẫn"}
    for _again in range(2):
        found = lifting.escalate_bottleneck(**step, by=leader, at=at)
    assert (found.state, found.authority) == ("escalated", "ministry")
    assert found.lifter_name == "Bộ Khoa học và Công nghệ"
    assert found.escalations.count() == 1
    lifting.escalate_bottleneck(
        bottleneck=made, level="government", name="Chính phủ", by=leader, at=at
    )
    assert made.escalations.count() == 2
    assert kinds_of(made) == ["opened", "escalated", "escalated"]
    assert blockers(task) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"level": "moon", "name": "Bộ"}, "level"),
        ({"level": "ministry"}, "name"),
        ({"level": "ministry", "name": "Bộ", "due_on": date(2025, 1, 1)}, "due_on"),
    ],
)
def test_a_step_to_a_level_is_refused_with_its_field(department, monitor, at, more, field):
    made = open_one(unit=department, by=monitor, at=at)
    with pytest.raises(BottleneckRefused) as refusal:
        lifting.escalate_bottleneck(bottleneck=made, by=monitor, at=at, **more)
    assert refusal.value.field == field


def test_lifting_needs_a_document_or_a_ground_with_evidence(department, monitor, leader, task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    for more, field in (({}, "document"), ({"ground": "Đã có nghị quyết"}, "evidence")):
        with pytest.raises(BottleneckRefused) as refusal:
            lifting.lift_bottleneck(bottleneck=made, by=leader, at=at, **more)
        assert refusal.value.field == field
    with pytest.raises(BottleneckRefused):
        lifting.lift_bottleneck(
            bottleneck=made,
            ground="Xong",
            evidence="TB",
            by=leader,
            at=at,
            lifted_on=date(2026, 1, 1),
        )
    paper = document_factories.document(owner=made.owner, by=monitor, at=at)
    for _again in range(2):
        found = lifting.lift_bottleneck(bottleneck=made, document=paper, by=leader, at=at)
    assert (found.state, found.lifted_on, blockers(task)) == ("lifted", date(2025, 6, 10), 0)
    assert kinds_of(made) == ["opened", "lifted"]


def test_what_waits_for_two_stays_blocked_until_both_are_lifted(department, monitor, task, at):
    first = open_one(unit=department, by=monitor, at=at, tasks=[task])
    second = open_one(unit=department, by=monitor, at=at, tasks=[task], title="Thiếu người làm")
    assert blockers(task) == 2
    done = {"ground": "Đã bố trí", "evidence": "QĐ 12", "by": monitor}
    lifting.lift_bottleneck(bottleneck=first, at=at, **done)
    assert blockers(task) == 1
    lifting.lift_bottleneck(bottleneck=second, at=at + timedelta(hours=1), **done)
    assert blockers(task) == 0
    lifting.reopen_bottleneck(
        bottleneck=second,
        reason="Lại vướng",
        lift_by=BY_JULY,
        by=monitor,
        at=at + timedelta(days=1),
    )
    assert blockers(task) == 1
    second.refresh_from_db()
    assert (second.state, second.lift_ground, second.closed_at) == ("open", "", None)


def test_one_that_is_not_accepted_keeps_its_reason_and_releases(department, monitor, task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    for _again in range(2):
        found = bottlenecks.reject_bottleneck(
            bottleneck=made, reason="Thuộc thẩm quyền của sở", by=monitor, at=at
        )
    assert (found.state, found.reason) == ("rejected", "Thuộc thẩm quyền của sở")
    assert blockers(task) == 0
    for step in (
        lambda: lifting.lift_bottleneck(
            bottleneck=made, ground="x", evidence="y", by=monitor, at=at
        ),
        lambda: lifting.escalate_bottleneck(
            bottleneck=made, level="ministry", name="Bộ", by=monitor, at=at
        ),
        lambda: linking.link_records(bottleneck=made, keys=[], by=monitor, at=at),
        lambda: bottlenecks.change_bottleneck(
            bottleneck=made, content=content_of(), by=monitor, at=at, expected_version=2
        ),
    ):
        with pytest.raises((TransitionRefused, BottleneckRefused)):
            step()


def test_a_stranger_can_do_nothing(department, monitor, stranger, task, at):
    made = open_one(unit=department, by=monitor, at=at, tasks=[task])
    who = {"by": stranger, "at": at}
    for step in (
        lambda: lifting.lift_bottleneck(bottleneck=made, ground="x", evidence="y", **who),
        lambda: lifting.escalate_bottleneck(bottleneck=made, level="ministry", name="B", **who),
        lambda: lifting.reopen_bottleneck(bottleneck=made, reason="x", lift_by=BY_JULY, **who),
        lambda: bottlenecks.reject_bottleneck(bottleneck=made, reason="x", **who),
        lambda: linking.link_records(bottleneck=made, keys=[], **who),
        lambda: linking.unlink_record(link=made.subjects.get(), reason="x", **who),
        lambda: bottlenecks.change_bottleneck(
            bottleneck=made, content=content_of(), expected_version=1, **who
        ),
    ):
        with pytest.raises((NotAllowed, TransitionRefused)):
            step()
    assert kinds_of(made) == ["opened"]
    made.refresh_from_db()
    assert made.state == "open"


def test_a_count_that_is_wrong_is_put_right_in_the_night(department, monitor, system, task, at):
    open_one(unit=department, by=monitor, at=at, tasks=[task])
    assert blocking.recount(by=system, at=at) == (0, 0)
    Task.objects.filter(pk=task.pk).update(blockers=5)
    assert blocking.recount(by=system, at=at + timedelta(hours=1)) == (1, 0)
    assert blockers(task) == 1
