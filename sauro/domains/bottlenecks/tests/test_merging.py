"""Two bottlenecks that are one, and reported obstacles that become one."""

from datetime import timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.bottlenecks.models import Bottleneck, Sighting
from sauro.domains.bottlenecks.selectors import alike
from sauro.domains.bottlenecks.selectors import obstacles as obstacle_selectors
from sauro.domains.bottlenecks.services import lifting, merging
from sauro.domains.bottlenecks.services import obstacles as services
from sauro.domains.bottlenecks.services.writing import BottleneckRefused
from sauro.domains.bottlenecks.tests.factories import BY_JULY, content_of, open_one, propose, report
from sauro.domains.programmes.models import Task
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def tasks_of(one):
    return set(one.subjects.values_list("task_id", flat=True))


def test_merging_leaves_the_union_and_the_other_readable(
    department, monitor, task, late_task, other_task, at
):
    kept = open_one(unit=department, by=monitor, at=at, tasks=[task, late_task])
    other = open_one(unit=department, by=monitor, at=at, tasks=[late_task, other_task])
    lifting.escalate_bottleneck(bottleneck=other, level="ministry", name="Bộ", by=monitor, at=at)
    for _again in range(2):
        merging.merge_bottlenecks(kept=kept, other=other, reason="Là một", by=monitor, at=at)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert tasks_of(kept) == {task.pk, late_task.pk, other_task.pk}
    assert tasks_of(other) == {late_task.pk, other_task.pk}
    assert (other.state, other.merged_into) == ("merged", kept)
    assert kept.escalations.count() == 1
    counts = Task.objects.order_by("pk").values_list("blockers", flat=True)
    assert list(counts) == [1, 1, 1]
    assert Event.objects.filter(kind="bottlenecks.bottleneck.merged").count() == 1


def test_what_was_merged_before_points_to_the_last_one(department, monitor, at):
    first, second, third = (open_one(unit=department, by=monitor, at=at) for _n in range(3))
    merging.merge_bottlenecks(kept=second, other=first, reason="Là một", by=monitor, at=at)
    merging.merge_bottlenecks(kept=third, other=second, reason="Là một", by=monitor, at=at)
    first.refresh_from_db()
    assert first.merged_into == third


def test_merging_is_refused_to_itself_to_a_closed_one_and_to_others(
    department, monitor, leader, at
):
    kept, other = (open_one(unit=department, by=monitor, at=at) for _n in range(2))
    with pytest.raises(BottleneckRefused):
        merging.merge_bottlenecks(kept=kept, other=kept, reason="Là một", by=monitor, at=at)
    with pytest.raises(BottleneckRefused):
        merging.merge_bottlenecks(kept=kept, other=other, reason="", by=monitor, at=at)
    with pytest.raises(NotAllowed):
        merging.merge_bottlenecks(kept=kept, other=other, reason="Là một", by=leader, at=at)
    lifting.lift_bottleneck(bottleneck=kept, ground="x", evidence="y", by=monitor, at=at)
    with pytest.raises(BottleneckRefused):
        merging.merge_bottlenecks(kept=kept, other=other, reason="Là một", by=monitor, at=at)


def test_near_titles_are_found(department, monitor, at):
    first = open_one(unit=department, by=monitor, at=at)
    open_one(unit=department, by=monitor, at=at, title="Đường truyền xã Đông Hải hỏng")
    found = alike.look_alikes(
        title="Chưa có định mức chi nhiệm vụ khoa học, công nghệ",
        user=monitor,
        owner_id=first.owner_id,
    )
    assert [one.bottleneck for one in found] == [first]
    assert not alike.look_alikes(
        title=first.title, user=monitor, owner_id=first.owner_id, but=first.pk
    )


def test_obstacles_are_grouped_with_a_suggested_kind(monitor, stranger, obstacles):
    first, second = obstacle_selectors.obstacle_groups(user=monitor)
    assert {one.pk for one in first.updates} == {obstacles[0].pk, obstacles[1].pk}
    assert (first.kind, second.kind) == ("mechanism_policy", "infrastructure_data")
    assert [one.code for one in first.units] == ["LV-SKHCN"]
    assert obstacle_selectors.obstacle_groups(user=stranger) == []


def test_only_the_last_word_of_a_unit_counts(task, clerk, monitor, at):
    report(task=task, by=clerk, at=at, obstacle="Thiếu vốn")
    report(task=task, by=clerk, at=at + timedelta(hours=1), percent=50, obstacle="")
    assert obstacle_selectors.obstacle_groups(user=monitor) == []


def test_a_group_becomes_one_bottleneck_for_which_its_tasks_wait(
    monitor, task, late_task, obstacles, at
):
    made = services.gather_obstacles(
        updates=obstacles[:2],
        content=content_of(responsible=task.lead, lift_by=BY_JULY),
        accept=True,
        request_key="g" * 40,
        by=monitor,
        at=at,
    )
    assert tasks_of(made) == {task.pk, late_task.pk}
    assert made.sightings.count() == 2
    assert Task.objects.get(pk=task.pk).blockers == 1
    assert len(obstacle_selectors.obstacle_groups(user=monitor)) == 1
    again = services.gather_obstacles(
        updates=obstacles[:2], content=content_of(), request_key="g" * 40, by=monitor, at=at
    )
    assert again == made
    with pytest.raises(BottleneckRefused):
        services.gather_obstacles(updates=obstacles[:1], content=content_of(), by=monitor, at=at)
    assert Bottleneck.objects.count() == 1


def test_an_obstacle_is_tied_to_a_known_bottleneck_which_it_suggests(
    department, monitor, task, other_task, obstacles, at
):
    known = open_one(unit=department, by=monitor, at=at, tasks=[other_task])
    first, second = obstacle_selectors.obstacle_groups(user=monitor)
    assert (first.bottleneck, second.bottleneck) == (known, known)  # by words, by the task
    services.tie_obstacles(updates=obstacles[:2], bottleneck=known, by=monitor, at=at)
    assert task.pk in tasks_of(known)
    assert Task.objects.get(pk=task.pk).blockers == 1
    lifting.lift_bottleneck(bottleneck=known, ground="x", evidence="y", by=monitor, at=at)
    with pytest.raises(BottleneckRefused):
        services.tie_obstacles(updates=obstacles[2:], bottleneck=known, by=monitor, at=at)


def test_an_obstacle_set_aside_does_not_come_back_word_for_word(
    monitor, leader, other_clerk, other_task, obstacles, at
):
    with pytest.raises(BottleneckRefused):
        services.set_obstacles_aside(updates=obstacles[2:], reason="", by=monitor, at=at)
    with pytest.raises(NotAllowed):
        services.set_obstacles_aside(updates=obstacles[2:], reason="x", by=leader, at=at)
    services.set_obstacles_aside(updates=obstacles[2:], reason="Đã xử lý", by=monitor, at=at)
    assert Sighting.objects.get().set_aside == "Đã xử lý"
    later = at + timedelta(hours=2)
    report(
        task=other_task,
        by=other_clerk,
        at=later,
        percent=60,
        obstacle="thiếu máy chủ và  đường truyền",
    )
    assert len(obstacle_selectors.obstacle_groups(user=monitor)) == 1
    assert Event.objects.filter(kind="bottlenecks.obstacle.set_aside").count() == 1


def test_what_was_lifted_and_is_reported_again_comes_back(monitor, clerk, task, obstacles, at):
    made = services.gather_obstacles(
        updates=obstacles[:2],
        content=content_of(responsible=task.lead, lift_by=BY_JULY),
        accept=True,
        by=monitor,
        at=at,
    )
    words = obstacles[0].obstacle
    report(task=task, by=clerk, at=at + timedelta(hours=1), percent=60, obstacle=words)
    assert len(obstacle_selectors.obstacle_groups(user=monitor)) == 1
    lifting.lift_bottleneck(
        bottleneck=made, ground="x", evidence="y", by=monitor, at=at + timedelta(hours=2)
    )
    assert len(obstacle_selectors.obstacle_groups(user=monitor)) == 2


def test_a_proposal_is_merged_too(department, clerk, monitor, task, at):
    kept = open_one(unit=department, by=monitor, at=at)
    other = propose(unit=department, by=clerk, at=at, tasks=[task])
    merging.merge_bottlenecks(kept=kept, other=other, reason="Là một", by=monitor, at=at)
    assert Task.objects.get(pk=task.pk).blockers == 1
