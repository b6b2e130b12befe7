"""A finished task moves its target in the same transaction, once, and takes it back when reopened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sauro.core.errors import NotAllowed
from sauro.domains.programmes.models import TargetReading
from sauro.domains.programmes.services import effects, targets, tasks, verification
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.tests.factories import make_programme, make_task, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(province, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def task(programme, monitor, at, department):
    return make_task(programme=programme, by=monitor, at=at, lead=department)


def make_target(programme, by, at, **more):
    wanted = {"title": "Số nền tảng dùng chung", "comparator": "ge", "low": Decimal(5), **more}
    wanted = {"unit": "nền tảng", "baseline": "2", "due_on": date(2025, 12, 31), **wanted}
    return targets.create_target(programme=programme, target=TargetInput(**wanted), by=by, at=at)


@pytest.fixture
def target(programme, monitor, at):
    return make_target(programme, monitor, at)


def finish(task, by, clerk, at):
    update = report(task=task, by=clerk, at=at, claims=True)
    return verification.verify_update(update=update, by=by, at=at)


def test_completion_adds_to_the_target_once(task, target, monitor, clerk, at):
    effects.set_effect(task=task, target=target, adds=Decimal(1), by=monitor, at=at)
    update = finish(task, monitor, clerk, at)
    verification.verify_update(update=update, by=monitor, at=at)
    reading = TargetReading.objects.get()
    assert (reading.value, reading.on) == (3, at.date())
    assert task.title in reading.source


def test_a_target_in_words_is_met(task, programme, monitor, clerk, at):
    target = make_target(programme, monitor, at, comparator="yes_no", low=None)
    with pytest.raises(effects.BadEffect):
        effects.set_effect(task=task, target=target, adds=Decimal(1), by=monitor, at=at)
    effects.set_effect(task=task, target=target, adds=None, by=monitor, at=at)
    finish(task, monitor, clerk, at)
    assert TargetReading.objects.get().met is True


def test_a_reopened_task_takes_its_reading_back_and_writes_it_again(
    task, target, monitor, leader, clerk, at
):
    effects.set_effect(task=task, target=target, adds=Decimal(2), by=monitor, at=at)
    finish(task, monitor, clerk, at)
    tasks.reopen_task(task=task, reason="chưa đạt", by=leader, at=at)
    assert not TargetReading.objects.exists()
    task.refresh_from_db()
    finish(task, monitor, clerk, at)
    assert TargetReading.objects.get().value == 4


def test_the_completion_and_the_reading_stand_or_fall_together(
    task, target, monitor, clerk, at, monkeypatch
):
    effects.set_effect(task=task, target=target, adds=Decimal(2), by=monitor, at=at)

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(effects, "_reading", fail)
    with pytest.raises(RuntimeError):
        finish(task, monitor, clerk, at)
    task.refresh_from_db()
    assert task.state != "completed"


def test_only_those_who_manage_set_effects_and_only_before_the_end(
    task, target, monitor, clerk, stranger, at
):
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            effects.set_effect(task=task, target=target, adds=Decimal(1), by=person, at=at)
    with pytest.raises(effects.BadEffect):
        effects.set_effect(task=task, target=target, adds=None, by=monitor, at=at)
    finish(task, monitor, clerk, at)
    with pytest.raises(effects.BadEffect):
        effects.set_effect(task=task, target=target, adds=Decimal(1), by=monitor, at=at)


def test_pages_set_show_and_remove_it(task, target, monitor, client):
    client.force_login(monitor)
    page = client.post(
        f"/nhiem-vu/{task.pk}/chi-tieu/", {"target": target.pk, "adds": "1"}, follow=True
    )
    assert target.title in page.content.decode()
    assert task.title in client.get(f"/chi-tieu/{target.pk}/").content.decode()
    effect = task.effects.get()
    client.post(f"/nhiem-vu/{task.pk}/chi-tieu/{effect.pk}/xoa/")
    assert not task.effects.exists()
    refused = client.post(f"/nhiem-vu/{task.pk}/chi-tieu/", {"target": target.pk, "adds": ""})
    assert refused.status_code in (200, 422)
    assert not task.effects.exists()
