"""What people are told about tasks."""

from datetime import date

import pytest
from django.utils import translation

from sauro.domains.programmes import notifications
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.engines.notify import words
from sauro.engines.notify.models import Notice

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 20)


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


def test_assigning_a_task_tells_the_officers_of_the_lead(
    programme, department, monitor, clerk, head, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        task = make_task(programme=programme, lead=department, by=monitor, at=at)
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (clerk, f"/nhiem-vu/{task.pk}/")
    with translation.override("en"):
        assert words.line(notice) == f"{monitor} assigned a task to your unit: {task}"


def test_a_head_alone_is_his_own_officer(programme, department, monitor, head, at):
    task = make_task(programme=programme, lead=department, by=monitor, at=at, due_on=DUE)
    (found,) = notifications.tasks_due(today=at.date())
    assert (found.subject_id, found.to, found.superiors) == (str(task.pk), (head.pk,), (head.pk,))


def test_days_are_given_of_tasks_that_are_worked_on(
    programme, department, monitor, clerk, head, at, django_assert_max_num_queries
):
    near = make_task(programme=programme, lead=department, by=monitor, at=at, due_on=DUE)
    far = date(2026, 6, 1)
    make_task(programme=programme, lead=department, by=monitor, at=at, due_on=far)
    make_task(programme=programme, lead=department, by=monitor, at=at, assigned=False)
    with django_assert_max_num_queries(3):
        (found,) = notifications.tasks_due(today=at.date())
    assert (found.subject_id, found.due_on) == (str(near.pk), DUE)
    assert (found.to, found.superiors) == ((clerk.pk,), (head.pk,))
